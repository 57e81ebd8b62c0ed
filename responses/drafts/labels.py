"""What the boxes of a page are called, for pages that show what was typed in vain."""

from __future__ import annotations

from django.forms import Form
from django.http import HttpRequest

from engagement.models import Exercise
from responses.respondent_forms import ABOUT_FORMS, KindForm
from responses.survey import survey_of


def of_request(request: HttpRequest) -> dict[str, str]:
    """Return the labels of the form that was posted, by the names of its fields."""
    match = request.resolver_match
    if match is None or match.namespace != "responses":
        return {}
    if match.url_name == "page":
        return _of_page(match.kwargs["slug"], match.kwargs["page_key"])
    forms: list[type[Form]] = [KindForm, *ABOUT_FORMS.values()]
    return {name: str(field.label) for form in forms for name, field in form.base_fields.items()}


def _of_page(slug: str, page_key: str) -> dict[str, str]:
    row = Exercise.objects.published().filter(slug=slug, edition__isnull=False).first()
    page = survey_of(row.edition_id).page_by_key.get(page_key) if row and row.edition_id else None
    if page is None:
        return {}
    about = f"{page.title}: " if page.option else ""
    return {box.item.key: f"{about}{box.label}" for box in page.boxes}
