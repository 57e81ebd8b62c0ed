"""Text, textarea, select, file and hidden fields."""

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.safestring import mark_safe

from crispy_nhsuk.layout import FileInput, Hidden, Select, Text, Textarea
from tests.crispy_nhsuk.support import form_with, render

NAUGHTY = [
    '<script>alert("1")</script>',
    "\"><img src=x onerror='alert(1)'>",
    "</textarea><b>out</b>",
    "{{ form }} {% now 'Y' %}",
    "=1+1",
    "\u202egnal\u202c \u0000 \x07",
    "😀 é ﷽ " + "x" * 5000,
    "\n\nfirst line is empty",
]


def test_a_text_field_ties_label_hint_and_input_together() -> None:
    page = render(
        form_with(forms.CharField(label="Name", help_text="In full")), Text("field", width=20, label_size="m")
    )
    box = page.one("input", name="field")
    label = page.one("label")
    assert label["for"] == box["id"] == "id_field"
    assert label.text == "Name"
    assert "nhsuk-label--m" in label["class"]
    assert "nhsuk-input--width-20" in box["class"]
    assert page.by_id(box["aria-describedby"]).text == "In full"
    assert not {"required", "maxlength", "aria-invalid"} & box.attrs.keys()


def test_an_error_comes_before_the_box_and_after_the_hint() -> None:
    page = render(form_with(forms.EmailField(label="Email", help_text="Hint"), {"field": "no"}), Text("field"))
    box = page.one("input", name="field")
    assert box["aria-describedby"] == "id_field-hint id_field-error"
    assert page.by_id("id_field-error").text == "Error: Enter a valid email address."
    assert page.all("div", class_="nhsuk-form-group--error")
    assert box["type"] == "email"
    assert "nhsuk-input--error" in box["class"]
    assert box["value"] == "no"


def test_one_layout_object_serves_forms_with_and_without_errors() -> None:
    layout = Text("field")
    first = render(form_with(forms.CharField(label="One"), {"field": ""}), layout)
    second = render(form_with(forms.CharField(label="Two", help_text="Other"), {"field": "kept"}), layout)
    third = render(form_with(forms.CharField(label="One"), {"field": ""}), layout)
    assert first.all(class_="nhsuk-error-message")
    assert not second.all(class_="nhsuk-error-message")
    assert second.one("input", name="field")["value"] == "kept"
    assert second.one("label").text == "Two"
    assert third.by_id("id_field-error")
    assert third.one("input", name="field")["value"] == ""


@pytest.mark.parametrize("text", NAUGHTY)
def test_what_was_typed_comes_back_as_it_was_and_as_text(text: str) -> None:
    data = {"field": text}
    assert (
        render(form_with(forms.CharField(strip=False), data), Text("field")).one("input", name="field")["value"] == text
    )
    area = render(form_with(forms.CharField(strip=False), data), Textarea("field")).one("textarea")
    assert area.raw == "\n" + text  # the first line end is the browser's to drop
    assert not area.children


@pytest.mark.parametrize("text", NAUGHTY[:4])
def test_labels_hints_and_messages_are_escaped_too(text: str) -> None:
    field = forms.CharField(label=text, help_text=text, error_messages={"required": text})
    page = render(form_with(field, {"field": ""}), Text("field"))
    assert page.one("label").text == text
    assert page.by_id("id_field-hint").text == text
    assert page.by_id("id_field-error").text == f"Error: {text}"
    assert not page.all("script")
    assert not page.all("img")


def test_a_hint_that_says_it_is_safe_keeps_its_tags() -> None:
    layout = Text("field")
    plain = render(form_with(forms.CharField(help_text="<b>x</b>")), layout)
    safe = render(form_with(forms.CharField(help_text=mark_safe("<b>x</b>"))), layout)
    assert plain.by_id("id_field-hint").text == "<b>x</b>"
    assert safe.by_id("id_field-hint").one("b").text == "x"


def test_a_password_is_never_sent_back() -> None:
    page = render(form_with(forms.CharField(widget=forms.PasswordInput), {"field": "secret"}), Text("field"))
    assert page.one("input", type="password")["value"] == ""


def test_a_number_is_typed_into_a_text_box_with_a_number_pad() -> None:
    box = render(form_with(forms.IntegerField(min_value=1), {"field": "many"}), Text("field")).one(
        "input", name="field"
    )
    assert (box["type"], box["inputmode"], box["value"]) == ("text", "numeric", "many")
    assert "min" not in box.attrs
    decimal = render(form_with(forms.DecimalField(decimal_places=2)), Text("field")).one("input", name="field")
    assert decimal["inputmode"] == "decimal"


def test_prefix_suffix_own_attributes_and_a_heading_as_label() -> None:
    layout = Text(
        "field", prefix="£", suffix="a year", attrs={"autocomplete": "off"}, page_heading=True, label_size="l"
    )
    page = render(form_with(forms.CharField(widget=forms.TextInput(attrs={"class": "mine", "data-x": '"'}))), layout)
    box = page.one("input", name="field")
    assert box["autocomplete"] == "off"
    assert box["data-x"] == '"'
    assert "mine" in box["class"].split()
    assert page.one("h1").one("label").text == "Field"
    assert page.one("div", class_="nhsuk-input-wrapper__prefix").text == "£"
    assert page.one("div", class_="nhsuk-input-wrapper__suffix").text == "a year"


def test_a_textarea_says_its_limit_without_javascript_and_is_described_by_it() -> None:
    field = forms.CharField(widget=forms.Textarea, max_length=20_000)
    page = render(form_with(field, {"field": ""}), Textarea("field", rows=12, max_length=20_000))
    area = page.one("textarea")
    assert area["rows"] == "12"
    assert area["data-max-length"] == "20000"
    assert "maxlength" not in area.attrs
    assert "cols" not in area.attrs
    assert area["aria-describedby"] == "id_field-error id_field-count"
    assert page.by_id("id_field-count").text == "You can write up to 20,000 characters"


def test_a_textarea_without_limit_has_no_count() -> None:
    area = render(form_with(forms.CharField()), Textarea("field")).one("textarea")
    assert "data-character-count" not in area.attrs
    assert "aria-describedby" not in area.attrs


def test_select_marks_what_was_chosen_among_groups() -> None:
    choices = [("", "Choose"), ("North", [("a]", "A < B"), ("b", "B")]), ("c", "C")]
    page = render(form_with(forms.ChoiceField(choices=choices), {"field": "a]"}), Select("field"))
    chosen = [option for option in page.all("option") if "selected" in option.attrs]
    assert [option["value"] for option in chosen] == ["a]"]
    assert chosen[0].text == "A < B"
    assert page.one("optgroup")["label"] == "North"
    assert len(page.one("optgroup").all("option")) == 2
    assert [option["value"] for option in page.all("option")] == ["", "a]", "b", "c"]


def test_select_takes_several() -> None:
    field = forms.MultipleChoiceField(choices=[(1, "One"), (2, "Two"), (3, "Three")])
    page = render(form_with(field, initial={"field": [1, 3]}), Select("field"))
    assert "multiple" in page.one("select").attrs
    assert [option["value"] for option in page.all("option") if "selected" in option.attrs] == ["1", "3"]


def test_choices_may_change_from_form_to_form() -> None:
    layout = Select("field")
    for names in ("abc", "xy"):
        page = render(form_with(forms.ChoiceField(choices=[(name, name) for name in names])), layout)
        assert [option["value"] for option in page.all("option")] == list(names)


def test_a_file_field_never_has_a_value() -> None:
    form = type("F", (forms.Form,), {"field": forms.FileField(widget=forms.FileInput)})
    page = render(form({}, {"field": SimpleUploadedFile("a.txt", b"x")}), FileInput("field"))
    assert "value" not in page.one("input", type="file").attrs


def test_a_stored_file_is_named_and_can_be_taken_away() -> None:
    class Stored:
        url = "/files/<1>"

        def __str__(self) -> str:
            return "letter <1>.pdf"

    page = render(form_with(forms.FileField(required=False), initial={"field": Stored()}), FileInput("field"))
    assert page.one("a")["href"] == "/files/<1>"
    assert page.one("a").text == "letter <1>.pdf"
    assert page.one("input", type="checkbox")["name"] == "field-clear"


def test_hidden_fields_carry_their_value_and_nothing_else() -> None:
    page = render(form_with(forms.CharField(widget=forms.HiddenInput), initial={"field": '"<1>'}), Hidden("field"))
    assert page.one("input", name="field", type="hidden")["value"] == '"<1>'
    assert not page.all("label")


def test_a_disabled_field_is_disabled() -> None:
    assert (
        "disabled" in render(form_with(forms.CharField(disabled=True)), Text("field")).one("input", name="field").attrs
    )


def test_a_form_without_ids_still_ties_labels_to_inputs() -> None:
    page = render(form_with(forms.CharField(help_text="x"), auto_id=False, prefix="a"), Text("field"))
    assert page.one("label")["for"] == page.one("input", type="text")["id"] == "a-field"
