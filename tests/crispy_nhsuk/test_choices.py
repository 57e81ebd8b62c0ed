"""Radios, checkboxes, one checkbox, dates."""

import datetime

import pytest
from django import forms

from crispy_nhsuk.fields import DateField
from crispy_nhsuk.layout import Checkbox, Checkboxes, DateInput, Radios, Text
from tests.crispy_nhsuk.support import Element, form_with, render

CHOICES = [("a", "A <first>"), ("b", "B"), ('c"]', "C")]


def checked(page: Element) -> list[str]:
    """Return the values of what is ticked."""
    return [box["value"] for box in page.all("input") if "checked" in box.attrs]


def radios(**options: object) -> forms.Field:
    """Return a field to choose one."""
    return forms.ChoiceField(choices=CHOICES, widget=forms.RadioSelect, **options)


def test_radios_stand_under_one_legend_with_hint_and_error() -> None:
    page = render(form_with(radios(label="Which?", help_text="One"), {"field": ""}), Radios("field", label_size="l"))
    fieldset = page.one("fieldset")
    assert fieldset["aria-describedby"] == "id_field-hint id_field-error"
    assert fieldset.one("legend").text == "Which?"
    assert "nhsuk-fieldset__legend--l" in fieldset.one("legend")["class"]
    labels = [label.text for label in fieldset.all("label")]
    assert labels == ["A <first>", "B", "C"]
    assert [box["id"] for box in fieldset.all("input")] == ["id_field_0", "id_field_1", "id_field_2"]
    assert page.by_id("id_field-error").text == "Error: This field is required."


@pytest.mark.parametrize("value", ["a", "b", 'c"]', "", "unknown"])
def test_only_the_chosen_radio_is_checked(value: str) -> None:
    for form in (form_with(radios(), {"field": value}), form_with(radios(), initial={"field": value})):
        assert checked(render(form, Radios("field"))) == [value] * (value in dict(CHOICES))


def test_numbers_and_booleans_as_choices_are_recognised() -> None:
    field = forms.TypedChoiceField(choices=[(1, "One"), (2, "Two")], coerce=int, widget=forms.RadioSelect)
    assert checked(render(form_with(field, initial={"field": 2}), Radios("field"))) == ["2"]
    field = forms.ChoiceField(choices=[(True, "Yes"), (False, "No")], widget=forms.RadioSelect)
    assert checked(render(form_with(field, initial={"field": False}), Radios("field"))) == ["False"]


def test_hints_dividers_inline_and_small() -> None:
    layout = Radios("field", hints={"a": "the <usual>"}, dividers={'c"]': "or"}, inline=True, small=True)
    page = render(form_with(radios()), layout)
    first = page.all("input", type="radio")[0]
    assert page.by_id(first["aria-describedby"]).text == "the <usual>"
    group = page.one("div", class_="nhsuk-radios")
    assert {"nhsuk-radios--inline", "nhsuk-radios--small"} <= set(group["class"].split())
    order = [child.get("class") for child in group.children]
    assert order == ["nhsuk-radios__item", "nhsuk-radios__item", "nhsuk-radios__divider", "nhsuk-radios__item"]


def test_what_hangs_on_a_choice_shows_its_values_and_errors() -> None:
    class Form(forms.Form):
        field = radios()
        other = forms.EmailField()

    layout = Radios("field", reveal={"b": Text("other")})
    page = render(Form({"field": "b", "other": "no"}), layout)
    more = page.by_id("id_field_1-more")
    assert "hidden" not in more["class"]
    assert more.one("input", name="other")["value"] == "no"
    assert more.by_id("id_other-error")
    assert page.all("input", type="radio")[1]["data-aria-controls"] == "id_field_1-more"
    closed = render(Form({"field": "a", "other": "x@example.org"}), layout)
    assert "nhsuk-radios__conditional--hidden" in closed.by_id("id_field_1-more")["class"]


def test_checkboxes_keep_all_that_were_ticked() -> None:
    field = forms.MultipleChoiceField(choices=CHOICES, widget=forms.CheckboxSelectMultiple)
    page = render(form_with(field, {"field": ["a", 'c"]']}), Checkboxes("field"))
    assert checked(page) == ["a", 'c"]']
    assert {box["type"] for box in page.all("input", name="field")} == {"checkbox"}
    assert checked(render(form_with(field), Checkboxes("field"))) == []


def test_grouped_choices_have_their_headings() -> None:
    field = forms.ChoiceField(
        choices=[("North", [("a", "A"), ("b", "B")]), ("South", [("c", "C")])], widget=forms.RadioSelect
    )
    page = render(form_with(field), Radios("field"))
    assert [heading.text for heading in page.all("p")] == ["North", "South"]


@pytest.mark.parametrize(("data", "ticked"), [({"field": "on"}, True), ({"field": "true"}, True), ({}, False)])
def test_one_checkbox(data: dict[str, str], ticked: bool) -> None:
    page = render(form_with(forms.BooleanField(label="Agree", help_text="Hint"), data), Checkbox("field"))
    box = page.one("input", type="checkbox")
    assert ("checked" in box.attrs) is ticked
    assert page.one("label", **{"for": box["id"]}).text == "Agree"
    assert page.by_id("id_field-hint").text == "Hint"
    assert ("id_field-error" in box["aria-describedby"]) is not ticked


def date_form(day: str, month: str, year: str) -> forms.Form:
    """Return a form with a date typed in parts."""
    return form_with(DateField(label="When"), {"field_day": day, "field_month": month, "field_year": year})


def test_a_date_in_three_boxes() -> None:
    form = date_form(" 7", "3", "2021")
    assert form.is_valid()
    assert form.cleaned_data["field"] == datetime.date(2021, 3, 7)
    page = render(form, DateInput("field"))
    assert [box["value"] for box in page.all("input", type="text")] == ["7", "3", "2021"]
    assert page.one("fieldset")["role"] == "group"
    shown = render(form_with(DateField(), initial={"field": datetime.date(2020, 12, 1)}), DateInput("field"))
    assert [box["value"] for box in shown.all("input", type="text")] == ["1", "12", "2020"]


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        (("", "", ""), "This field is required."),
        (("1", "", "2021"), "The date must include a month"),
        (("31", "2", "2021"), "Enter a real date, for example 27 3 2021"),
        (("<b>", "2", "9" * 30), "Enter a real date, for example 27 3 2021"),
        (("1-1", "1", "1-1"), "Enter a real date, for example 27 3 2021"),
    ],
)
def test_a_date_that_is_none_says_why_and_keeps_what_was_typed(parts: tuple[str, str, str], message: str) -> None:
    form = date_form(*parts)
    page = render(form, DateInput("field"))
    assert page.by_id("id_field-error").text == f"Error: {message}"
    if "-" not in "".join(parts):
        assert tuple(box["value"] for box in page.all("input", type="text")) == parts
    assert page.one("a")["href"] == "#id_field_day"
