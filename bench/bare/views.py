"""The bare views, one for each kind of page that is measured."""

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.decorators import decorator_from_middleware

from bench.bare.forms import SubmittedForm, page_forms
from bench.bare.models import BareAnswer, BareResponse
from common.compression import QuickGZip

gzip_page = decorator_from_middleware(QuickGZip)  # the site's own compression
PARAGRAPHS = [
    f"{number}. Paragraph {number} of a page of ten kilobytes, which the template writes out one after the other. " * 4
    for number in range(1, 25)
]


@gzip_page
def document(request: HttpRequest) -> HttpResponse:
    """A template of 10 kB."""
    return render(request, "bare/document.html", {"title": "A bare page", "paragraphs": PARAGRAPHS})


@gzip_page
def form_page(request: HttpRequest, key: str, response_id: int) -> HttpResponse:
    """A plain form with what is in the database, or with what was posted and its errors."""
    if request.method == "POST":
        form = page_forms()[key](request.POST)
    else:
        answers = BareAnswer.objects.filter(response_id=response_id)
        form = page_forms()[key](initial=dict(answers.values_list("name", "text")))
    return render(request, "bare/form.html", {"form": form})


@gzip_page
def submit(request: HttpRequest) -> HttpResponse:
    """Check twenty fields and insert one response and twenty answers."""
    form = SubmittedForm(request.POST)
    if not form.is_valid():
        return render(request, "bare/form.html", {"form": form}, status=422)
    with transaction.atomic():
        response = BareResponse.objects.create(name="A respondent")
        BareAnswer.objects.bulk_create(
            BareAnswer(response=response, name=name, text=text) for name, text in form.cleaned_data.items()
        )
    return HttpResponseRedirect("/thanks/")
