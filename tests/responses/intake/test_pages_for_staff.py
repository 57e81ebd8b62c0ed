"""Whoever keys in fills the public's forms, on pages that speak to staff and not to the respondent."""

import re

import pytest

from responses.submission.models import Response
from tests.responses.intake.steps import begun, keyed, public, upload, url
from tests.responses.visiting import Visitor, words_in

pytestmark = pytest.mark.django_db

PAGES = [("tasks",), ("who",), ("about",), ("page", "q1"), ("check",)]
TO_RESPONDENTS = [
    "Your answer", "Check your answers", "Who you are", "About you", "Send your answers", "come back later",
    "Start your answer",
]  # fmt: skip


@pytest.fixture
def keying(staff):
    client = staff.client_of("cora")
    begun(client, staff, files=[upload(name="letter from the council.pdf")])
    client.post(public(staff, "who"), {"kind": "individual"})
    client.post(public(staff, "about"), {"telephone": ""})
    client.post(public(staff, "page", "q1"), {"base": "", "words": "More buses"})
    return client


def html_of(client, staff, *page):
    answer = client.get(public(staff, *page))
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("page", PAGES, ids="-".join)
def test_every_page_of_keying_has_the_staff_s_header_and_the_original_in_sight(staff, keying, page):
    html = html_of(keying, staff, *page)
    assert "app-header--staff" in html
    assert 'aria-label="Staff pages"' in html
    assert re.search(rf'href="{url(staff, "key_in")}" aria-current="page"', html)
    assert "letter from the council.pdf" in html
    assert "How to respond" not in html  # of the public's header


@pytest.mark.parametrize("page", PAGES, ids="-".join)
def test_no_page_of_keying_speaks_to_the_respondent(staff, keying, page):
    html = html_of(keying, staff, *page)
    words = words_in(html) + words_in(" ".join(re.findall(r"<title>(.*?)</title>", html)))
    assert [said for said in TO_RESPONDENTS if said in words] == []


@pytest.mark.parametrize(
    ("channel", "heading"),
    [
        ("letter", "What the letter says"),
        ("email", "What the email says"),
        ("paper", "What the paper form says"),
        ("telephone", "What was said on the telephone"),
    ],
)
def test_the_list_of_questions_names_what_came(staff, channel, heading):
    client = staff.client_of("cora")
    begun(client, staff, channel=channel)
    assert f"<h1>{heading}</h1>" in html_of(client, staff, "tasks")


def test_the_note_of_a_meeting_asks_for_nobody(staff):
    client = staff.client_of("cora")
    begun(client, staff, channel="meeting", meeting_name="Patient forum")
    for page in (("tasks",), ("page", "q1")):
        words = words_in(client.get(public(staff, *page), follow=True).content.decode())
        assert "Points of the meeting" in words
        assert "who it is from" not in words.casefold()


def test_the_forms_are_the_public_s_own(staff, keying):
    visitor = Visitor(staff.exercise)
    visitor.begin()
    visitor.post("who", data={"kind": "individual"})
    for page in (("who",), ("about",), ("page", "q1")):
        assert boxes(html_of(keying, staff, *page)) == boxes(visitor.text(*page))


def boxes(html):
    """Return names, labels and choices of a page's form, without what was filled in."""
    main = html[html.index('id="maincontent"') :]
    return re.findall(r'name="([^"]+)"', main), re.findall(r"<label[^>]*>(.*?)</label>", main, re.DOTALL)


def test_left_for_later_it_stands_in_the_list_of_what_is_keyed_in(staff, keying):
    left = keying.post(public(staff, "page", "q1"), {"base": "", "later": "1"}, follow=True)
    assert left.redirect_chain[-1][0] == url(staff, "key_in")


def test_what_was_recorded_is_read_on_the_staff_s_page(staff):
    client = staff.client_of("cora")
    begun(client, staff)
    receipt = client.get(keyed(client, staff)["Location"]).content.decode()
    assert "The response is recorded" in words_in(receipt)
    assert "Write the reference on what came" in words_in(receipt)
    assert "What happens next" not in words_in(receipt)
    reference = Response.objects.get().reference
    assert client.get(public(staff, "view"))["Location"] == url(staff, "response", reference)


def test_the_public_s_pages_keep_the_public_s_header(staff):
    visitor = Visitor(staff.exercise)
    visitor.begin()
    for page in (("tasks",), ("page", "q1"), ("start",)):
        assert "app-header--staff" not in visitor.text(*page)
        assert "How to respond" in visitor.text(*page)


def test_whoever_comes_to_a_button_s_address_after_signing_in_again_is_led_to_the_button(staff):
    draft = begun(staff.client_of("cora"), staff)
    stranger = staff.client_of("stranger")
    for name in ("go_on", "hand_over", "take_back"):
        to_sign_in = stranger.post(url(staff, name, draft.pk))
        assert to_sign_in["Location"].endswith(f"next={url(staff, name, draft.pk)}")
        led = staff.client_of("cora").get(url(staff, name, draft.pk), follow=True)
        assert led.redirect_chain == [(url(staff, "key_in"), 302)]
        assert "Nothing was done yet" in led.content.decode()
    assert staff.client_of("cora").put(url(staff, "go_on", draft.pk)).status_code == 405
