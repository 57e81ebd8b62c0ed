"""Blocks, buttons, the helper and the error summary."""

import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django import forms
from django.forms import formset_factory
from django.template import Context, Template
from django.template.loader import get_template

import crispy_nhsuk
from crispy_nhsuk.layout import (
    HTML,
    Button,
    ButtonGroup,
    Details,
    Fieldset,
    Fold,
    Group,
    Layout,
    NHSUKHelper,
    Radios,
    Text,
    Textarea,
)
from tests.crispy_nhsuk.support import form_with, read, render

CHOICES = [("a", "A"), ("b", "B"), ("c", "C")]


class Person(forms.Form):
    """A form with what goes wrong in several ways."""

    name = forms.CharField(label="Your name")
    role = forms.CharField(label="Your <role>")
    kind = forms.ChoiceField(label="Kind", choices=CHOICES, widget=forms.RadioSelect)
    token = forms.CharField(widget=forms.HiddenInput)

    def clean(self) -> None:
        """Say something of the whole form."""
        self.add_error(None, "The form is <wrong>")


def page_of(form: forms.BaseForm, helper: NHSUKHelper, template: str = "{% crispy form helper %}") -> str:
    """Render as a page does."""
    context = Context({"form": form, "helper": helper, "csrf_token": "token", "place": "<Norwich>"})
    return Template("{% load crispy_forms_tags nhsuk %}" + template).render(context)


def test_the_summary_leads_to_the_first_control_of_each_field_in_their_order() -> None:
    page = render(Person({}), "name", "role", Radios("kind"), "token")
    summary = page.one("div", class_="nhsuk-error-summary")
    assert summary.one(role="alert")
    assert [item.text for item in summary.all("li")] == [
        "The form is <wrong>",
        "Your name: This field is required.",
        "Your <role>: This field is required.",
        "Kind: This field is required.",
        "Token: This field is required.",
    ]
    links = summary.all("a")
    assert [link["href"] for link in links] == ["#id_name", "#id_role", "#id_kind_0"]
    for link in links:
        assert page.by_id(link["href"][1:]).tag == "input"


def test_no_summary_without_errors_or_before_anything_was_sent() -> None:
    assert not render(Person(), "name").all(class_="nhsuk-error-summary")
    assert not render(form_with(forms.CharField(), {"field": "x"}), "field").all(class_="nhsuk-error-summary")


def test_a_page_may_place_the_summary_itself() -> None:
    helper = NHSUKHelper("name", error_summary=False)
    form = Person({})
    page = read(page_of(form, helper, "{% error_summary form %}<h1>x</h1>{% crispy form helper %}"))
    assert [child.tag for child in page.children][:2] == ["div", "h1"]
    assert len(page.all(class_="nhsuk-error-summary")) == 1


def test_the_title_of_a_page_with_errors() -> None:
    assert page_of(Person({}), NHSUKHelper("name"), "{{ form|error_prefix }}") == "Error: "
    assert page_of(Person(), NHSUKHelper("name"), "{{ form|error_prefix }}") == ""


def test_blocks_nest_and_share_nothing_between_forms() -> None:
    helper = NHSUKHelper(
        Fieldset(
            "About <you>",
            Details("More", "name", HTML("<p>{{ place }}</p>")),
            Group(Text("role"), css_class="pair"),
            hint="All of it",
        ),
        HTML("<hr>"),
        ButtonGroup(Button("Save & go"), Button("Stop", kind="warning", name="stop", value="1")),
    )
    for name in ("Ann", "Bob"):
        page = read(page_of(Person(initial={"name": name}), helper))
        fieldset = page.one("fieldset")
        assert fieldset.one("legend").text == "About <you>"
        assert fieldset.one("details").one("summary").text == "More"
        assert fieldset.one("details").one("input", name="name")["value"] == name
        assert fieldset.one("details").one("p").text == "<Norwich>"
        assert fieldset.one("div", class_="pair").one("input", name="role")
    buttons = page.all("button")
    assert [button.text for button in buttons] == ["Save & go", "Stop"]
    assert buttons[1]["name"] == "stop"
    assert "nhsuk-button--warning" in buttons[1]["class"]


def test_a_fold_opens_where_something_inside_is_filled_in_or_wrong() -> None:
    helper = NHSUKHelper(Fold("About", Fieldset("You", "name"), Group(Text("role"))), "kind", error_summary=False)
    assert not is_open(Person(), helper)
    assert is_open(Person(initial={"role": "nurse"}), helper)
    assert is_open(Person({"role": "nurse"}), helper)
    assert is_open(Person({}), helper), "the name is missing"
    assert not is_open(Person(), helper), "nothing of an earlier form stays"
    assert not is_open(Person(initial={"kind": "a"}), helper), "what is outside has no say"


def is_open(form: forms.Form, helper: NHSUKHelper) -> bool:
    return "open" in read(page_of(form, helper)).one("details").attrs


def test_a_details_is_open_where_its_developer_says_so() -> None:
    assert is_open(Person(), NHSUKHelper(Details("More", "name", open=True)))
    assert not is_open(Person({}), NHSUKHelper(Details("More", "name"), error_summary=False))


def test_a_button_of_an_unknown_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="primary, secondary, warning"):
        Button("x", kind="pink")


def test_the_helper_draws_no_form_tag_unless_asked_and_one_token() -> None:
    helper = NHSUKHelper("name")
    page = read(page_of(Person(), helper))
    assert not page.all("form")
    assert page.one("input", name="csrfmiddlewaretoken")["value"] == "token"
    helper.form_tag = True
    helper.form_action = "/there/"
    helper.form_id = "person"
    form = read(page_of(Person(), helper)).one("form")
    assert (form["action"], form["method"], form["id"]) == ("/there/", "post", "person")


def test_fields_that_the_layout_leaves_out_can_be_added() -> None:
    helper = NHSUKHelper("name")
    helper.render_hidden_fields = True
    page = read(page_of(Person(), helper))
    assert page.one("input", name="token")
    assert not page.all("input", name="role")
    helper.render_unmentioned_fields = True
    assert read(page_of(Person(), helper)).one("input", name="role")


def test_the_helper_takes_a_form_or_a_layout_as_crispy_forms_does() -> None:
    assert len(NHSUKHelper(Person()).layout.fields) == 4
    assert NHSUKHelper(Layout("name", "role")).layout.fields == ["name", "role"]
    page = read(page_of(Person(), NHSUKHelper()))  # no layout: all fields
    assert len(page.all("input", type="text")) == 2


def test_a_formset_has_one_summary_for_all_its_forms() -> None:
    data = {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "0", "form-0-field": "", "form-1-field": "kept"}
    formset = formset_factory(type("Row", (forms.Form,), {"field": forms.EmailField(label="Email")}), extra=2)(data)
    formset.forms[0].empty_permitted = False
    page = read(page_of(formset, NHSUKHelper(Text("field"))))
    summary = page.one("div", class_="nhsuk-error-summary")
    assert [link["href"] for link in summary.all("a")] == ["#id_form-0-field", "#id_form-1-field"]
    assert page.one("input", name="form-1-field")["value"] == "kept"
    assert page.one("input", name="form-TOTAL_FORMS")["value"] == "2"


def test_threads_that_share_a_layout_never_mix_their_values() -> None:
    helper = NHSUKHelper(Text("name"), Radios("kind"), Textarea("role"))

    def one(number: int) -> None:
        data = {"name": f"n{number}", "role": f"r{number}", "kind": "abc"[number % 3]}
        page = read(page_of(Person(data if number % 2 else None, initial=data), helper))
        assert page.one("input", name="name")["value"] == f"n{number}"
        assert page.one("textarea").text == f"r{number}"
        assert [box["value"] for box in page.all("input", type="radio") if "checked" in box.attrs] == [data["kind"]]

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(one, range(200)))


def test_labels_from_data_do_not_fill_the_memory() -> None:
    layout = Text("field")
    for number in range(1000):
        render(form_with(forms.CharField(label=f"Label {number}")), layout)
    assert len(layout._skeletons) <= layout._skeletons.limit


def test_nothing_that_was_typed_is_kept() -> None:
    layout = [Text("name"), Radios("kind"), Textarea("role", max_length=5), Text("token")]
    render(Person({"name": "KEPT", "kind": "b", "role": "KEPT", "token": "KEPT"}), *layout)
    kept = [str((each.first, each.rest)) for control in layout for each in control._skeletons.values()]
    assert kept
    assert not [html for html in kept if "KEPT" in html or " checked" in html]


def test_every_template_of_the_pack_compiles() -> None:
    folder = Path(crispy_nhsuk.__file__).parent / "templates"
    names = [str(path.relative_to(folder)) for path in folder.rglob("*.html")]
    assert len(names) > 40
    for name in names:
        get_template(name)


def test_a_survey_page_costs_at_most_half_of_what_django_takes() -> None:
    fields: dict[str, forms.Field] = {
        f"factor{number}": forms.ChoiceField(
            label="Right?", help_text="It says", choices=CHOICES, widget=forms.RadioSelect
        )
        for number in range(9)
    }
    many = [(str(number), f"Factor {number}") for number in range(9)]
    fields["most"] = forms.ChoiceField(choices=many, widget=forms.RadioSelect)
    fields |= {name: forms.CharField(widget=forms.Textarea) for name in ("missing", "why")}
    fields["name"] = forms.CharField()
    layout = [Radios(name) if "f" in name or name == "most" else Textarea(name, max_length=20_000) for name in fields]
    form = type("Survey", (forms.Form,), fields)
    helper = NHSUKHelper(*layout)
    draft = {"factor0": "a", "factor3": "b", "most": "4", "missing": "Some words. " * 40}
    template = Template("{% load crispy_forms_tags %}{% crispy form helper %}")

    def cpu(render_once: object) -> float:
        render_once()
        best = 1e9
        for _ in range(3):
            start = time.process_time()
            for _ in range(15):
                render_once()
            best = min(best, time.process_time() - start)
        return best

    ours = cpu(lambda: template.render(Context({"form": form(initial=draft), "helper": helper, "csrf_token": "x"})))
    assert ours <= 0.5 * cpu(lambda: form(initial=draft).as_div())
