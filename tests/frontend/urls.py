"""Pages for the tests of scripts and components alone."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import RequestContext, Template
from django.urls import include, path
from django.views.decorators.csrf import csrf_protect

from engagement.gallery import gallery

FORM = """{% extends "base.html" %}{% block title %}Form{% endblock %}{% block content %}
<h1>Form</h1>
<form method="post" action="/save/" data-autosave novalidate>{% csrf_token %}<input type="hidden" name="base" value="1">
<label for="a">A</label><textarea id="a" name="a" data-character-count data-max-length="10" aria-describedby="a-count">
</textarea><div class="nhsuk-hint" id="a-count">You can write up to 10 characters</div>
<label for="b">B</label><input id="b" name="b" value="unchanged">
<input type="checkbox" id="c" name="c" value="1" checked><label for="c">C</label>
<p data-autosave-status role="status"></p><button type="submit">Save</button></form>{% endblock %}"""

WHOLE = """<!DOCTYPE html><html lang="en"><link rel="icon" href="data:,"><title>Saved</title>
<h1>Saved whole</h1></html>"""

POSTS: list[dict[str, str]] = []
ANSWER = {"status": 200}


def form(request: HttpRequest) -> HttpResponse:
    """Show a form that saves itself."""
    return HttpResponse(Template(FORM).render(RequestContext(request)))


@csrf_protect
def save(request: HttpRequest) -> HttpResponse:
    """Note what came, and answer as told."""
    if not request.headers.get("X-Autosave"):
        return HttpResponse(WHOLE)
    POSTS.append({name: value for name, value in request.POST.items() if name != "csrfmiddlewaretoken"})
    body = {"base": str(len(POSTS) + 1), "saved_at": "14:03"} if ANSWER["status"] == 200 else {}
    return JsonResponse(body, status=ANSWER["status"])


urlpatterns = [
    path("gallery/", gallery),
    path("form/", form),
    path("save/", save),
    path("", include("config.urls")),
]
