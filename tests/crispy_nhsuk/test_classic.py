"""Forms that know nothing of the pack, and the layout objects of crispy-forms itself."""

from crispy_forms.bootstrap import (
    Accordion,
    AccordionGroup,
    Alert,
    AppendedText,
    FormActions,
    InlineRadios,
    Tab,
    TabHolder,
)
from crispy_forms.helper import FormHelper
from crispy_forms.layout import (
    HTML,
    ButtonHolder,
    Column,
    Div,
    Field,
    Fieldset,
    Hidden,
    Layout,
    MultiField,
    Row,
    Submit,
)
from django import forms
from django.forms import formset_factory
from django.template import Context, Template

from crispy_nhsuk.fields import DateField
from tests.crispy_nhsuk.support import Element, read

CHOICES = [("a", "A"), ("b", "B")]


class Stranger(forms.Form):
    """One of each of Django's fields."""

    text = forms.CharField(label="Text", help_text="Hint", widget=forms.TextInput(attrs={"autocomplete": "name"}))
    words = forms.CharField(widget=forms.Textarea)
    one = forms.ChoiceField(choices=CHOICES)
    radio = forms.ChoiceField(choices=CHOICES, widget=forms.RadioSelect)
    several = forms.MultipleChoiceField(choices=CHOICES, widget=forms.CheckboxSelectMultiple)
    yes = forms.BooleanField(label="Remember me")
    date = forms.DateField()
    parts = DateField()
    split = forms.SplitDateTimeField()
    picked = forms.DateField(widget=forms.SelectDateWidget)
    file = forms.FileField()
    maybe = forms.NullBooleanField()
    password = forms.CharField(widget=forms.PasswordInput)
    secret = forms.CharField(widget=forms.HiddenInput)
    secrets = forms.MultipleChoiceField(choices=CHOICES, widget=forms.MultipleHiddenInput, initial=["a", "b"])


def rendered(template: str, **context: object) -> Element:
    """Render a template with the tags of crispy-forms."""
    return read(Template("{% load crispy_forms_tags nhsuk %}" + template).render(Context(context)))


def test_any_form_renders_through_the_filter() -> None:
    page = rendered("{{ form|crispy }}", form=Stranger())
    names = {box["name"] for box in [*page.all("input"), *page.all("textarea"), *page.all("select")]}
    parts = {
        "parts_day",
        "parts_month",
        "parts_year",
        "split_0",
        "split_1",
        "picked_day",
        "picked_month",
        "picked_year",
    }
    assert names == {*Stranger.base_fields, *parts} - {"parts", "split", "picked"}
    assert "nhsuk-input" in page.one("input", name="text")["class"]
    assert page.one("input", name="text")["autocomplete"] == "name"
    assert [box["value"] for box in page.all("input", name="secrets")] == ["a", "b"]
    assert not page.all(class_="nhsuk-error-summary")


def test_any_form_with_errors_lists_them_and_every_link_leads_somewhere() -> None:
    page = rendered("{{ form|crispy }}", form=Stranger({}))
    links = page.one("div", class_="nhsuk-error-summary").all("a")
    assert len(links) == 12
    for link in links:
        assert page.by_id(link["href"][1:])


def test_one_field_through_the_filter_and_the_tag() -> None:
    form = Stranger({"text": "x"})
    assert rendered("{{ form.text|as_crispy_field }}", form=form).one("input", name="text")["value"] == "x"
    box = rendered("{% nhsuk_field form.text width=5 %}", form=form).one("input", name="text")
    assert "nhsuk-input--width-5" in box["class"]
    assert rendered("{{ form|as_crispy_errors }}", form=form).one("div", class_="nhsuk-error-summary")


def test_the_tag_with_crispy_forms_own_helper_and_layout() -> None:
    helper = FormHelper()
    helper.form_id = "stranger"
    helper.layout = Layout(
        Fieldset("Legend & more", Row(Column("text"), Column("words")), css_class="mine"),
        Div(Field("one", css_class="wide"), css_id="box"),
        InlineRadios("radio"),
        AppendedText("date", "o'clock"),
        MultiField("Several", "several"),
        Alert(content="Look <here>"),
        Accordion(AccordionGroup("Fold", "yes")),
        TabHolder(Tab("First", "maybe")),
        HTML("<p>{{ form.text.label }}</p>"),
        Hidden("kept", "1"),
        FormActions(Submit("save", "Save")),
        ButtonHolder(Submit("go", "Go")),
    )
    page = rendered("{% crispy form helper %}", form=Stranger(), helper=helper)
    assert page.one("form")["id"] == "stranger"
    assert page.one("fieldset", class_="mine").one("legend").text == "Legend & more"
    assert "wide" in page.by_id("box").one("select")["class"]
    assert page.one("div", class_="nhsuk-radios--inline")
    assert page.one("div", class_="nhsuk-input-wrapper__suffix").text == "o'clock"
    assert page.one("input", name="kept")["value"] == "1"
    assert [button.text for button in page.all("button")] == ["Save", "Go"]
    assert page.one("details").one("input", name="yes")


def test_the_tag_without_helper() -> None:
    page = rendered("{% crispy form %}", form=Stranger())
    assert page.one("form")["enctype"] == "multipart/form-data"
    assert page.one("textarea", name="words")


def test_formsets_through_filter_and_tag() -> None:
    formset = formset_factory(type("Row", (forms.Form,), {"field": forms.EmailField()}), extra=2)
    page = rendered("{{ formset|crispy }}", formset=formset())
    assert [box["name"] for box in page.all("input", type="email")] == ["form-0-field", "form-1-field"]
    assert page.one("input", name="form-TOTAL_FORMS")
    helper = FormHelper()
    helper.template = "nhsuk/table_inline_formset.html"
    table = rendered("{% crispy formset helper %}", formset=formset(), helper=helper).one("table")
    assert len(table.all("tr")) == 3
    assert rendered("{% crispy formset %}", formset=formset()).one("form")
