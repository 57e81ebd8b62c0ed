"""What the boxes of a page are called, for pages that show what was typed in vain."""

from __future__ import annotations

from django.forms import Form
from django.http import HttpRequest

from engagement.models import Exercise
from responses.alternatives.shapes import MOST_PLACES
from responses.respondent_forms import ABOUT_FORMS, KindForm
from responses.survey import Survey, survey_of


def of_request(request: HttpRequest) -> dict[str, str]:
    """Return the labels of the form that was posted, by the names of its fields."""
    match = request.resolver_match
    if match is None or match.namespace != "responses":
        return {}
    if match.url_name == "page":
        return _of_page(match.kwargs["slug"], match.kwargs["page_key"])
    if match.url_name == "draw":
        return _of_drawing(match.kwargs["slug"], match.kwargs["part_key"])
    forms: list[type[Form]] = [KindForm, *ABOUT_FORMS.values()]
    return {name: str(field.label) for form in forms for name, field in form.base_fields.items()}


def _of_page(slug: str, page_key: str) -> dict[str, str]:
    survey = _survey(slug)
    page = survey.page_by_key.get(page_key) if survey else None
    if page is None:
        return {}
    about = f"{page.title}: " if page.option else ""
    return {box.item.key: f"{about}{box.label}" for box in page.boxes}


def _of_drawing(slug: str, part_key: str) -> dict[str, str]:
    survey = _survey(slug)
    part = next((box.part for box in survey.boxes.values() if box.part.key == part_key), None) if survey else None
    names = {f"name-{number}": f"Name of place {number}" for number in range(1, MOST_PLACES + 1)}
    areas = {f"area-{area.key}": f"Number of the place of {area.label}" for area in part.choices} if part else {}
    return names | areas


def _survey(slug: str) -> Survey | None:
    row = Exercise.objects.published().filter(slug=slug, edition__isnull=False).first()
    return survey_of(row.edition_id) if row and row.edition_id else None
