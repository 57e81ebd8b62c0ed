import pytest
from django.template.loader import get_template
from django.test import Client, override_settings

from common import csrf


def posted(rf, fields, **extra):
    return csrf.posted_fields(rf.post("/exercises/x/answer/questions/q1/", fields, **extra))


def test_what_was_posted_is_kept_in_its_order(rf):
    assert posted(rf, {"b": "one", "a": ["two", "three"]}) == [("b", "one"), ("a", "two"), ("a", "three")]


def test_passwords_codes_and_the_old_token_are_not_shown_again(rf):
    assert posted(rf, {"csrfmiddlewaretoken": "t", "password1": "s", "code": "123456", "words": "kept"}) == [
        ("words", "kept")
    ]


def test_thirteen_full_boxes_are_kept(rf):
    boxes = {f"box-{number}": "🩺" * 20_000 for number in range(13)}
    assert len(posted(rf, boxes)) == 13


def test_more_than_a_form_could_send_is_cut_off(rf):
    assert len(posted(rf, {f"f{number}": "x" for number in range(300)})) == csrf.MAX_FIELDS
    assert posted(rf, {"a": "x" * (csrf.MAX_CHARACTERS + 1)}) == []


def test_a_body_beyond_the_limit_is_a_page_and_not_an_error(rf, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    assert posted(rf, {"a": "x" * 1000}, content_type="application/x-www-form-urlencoded") == []


@pytest.mark.django_db
@override_settings(ROOT_URLCONF="tests.common.csrf_urls")
def test_the_page_is_a_form_that_can_be_sent_again():
    get_template("403_csrf.html")
    client = Client(enforce_csrf_checks=True)
    response = client.post("/act/?next=1", {"words": "<b>typed & kept</b>"})
    assert response.status_code == 403
    page = response.content.decode()
    assert 'action="/act/?next=1"' in page
    assert "&lt;b&gt;typed &amp; kept&lt;/b&gt;" in page
    assert "<b>typed" not in page

    token = page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    again = client.post("/act/", {"words": "kept", "csrfmiddlewaretoken": token})
    assert again.status_code == 200
