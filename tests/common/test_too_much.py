"""What is too much for one request is refused before it is read, with a page that says what to do."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import BOUNDARY, MULTIPART_CONTENT, FakePayload, encode_multipart
from django.urls import reverse

from accounts.models import Role
from common.uploads import body_limit
from responses.intake.forms import MOST_FILES
from responses.intake.originals import LARGEST
from tests.accounts.factories import OrganisationFactory, member

LIMIT = 6 * 1024 * 1024
SIGN_IN = "account_login"


class Unreadable(FakePayload):
    """A body that must be refused by its length alone."""

    def read(self, *args, **kwargs):
        raise AssertionError("the body was read")


def send_unread(client, address, length, content_type="application/x-www-form-urlencoded"):
    body = {"CONTENT_LENGTH": str(length), "CONTENT_TYPE": content_type, "wsgi.input": Unreadable(b"")}
    return client.generic("POST", address, **body)


@pytest.mark.parametrize("content_type", ["application/x-www-form-urlencoded", MULTIPART_CONTENT, "text/plain"])
@pytest.mark.parametrize("address", ["/", "/staff/", "/accounts/login/", "/no-such-page/"])
def test_more_than_a_form_holds_is_refused_unread(db, client, address, content_type):
    answer = send_unread(client, address, LIMIT + 1, content_type)
    assert answer.status_code == 413
    assert "what you typed is still there" in answer.text
    assert 'class="nhsuk-header' in answer.text


def test_as_much_as_a_form_holds_is_read(db, client):
    with pytest.raises(AssertionError, match="the body was read"):
        send_unread(client, reverse(SIGN_IN), LIMIT)


def test_only_who_is_signed_in_may_send_more_where_files_are_taken(client, exercise_of_staff):
    address, person = exercise_of_staff
    assert send_unread(client, address, LIMIT + 1, MULTIPART_CONTENT).status_code == 413
    client.force_login(person)
    # This organisation has no such exercise: it is the page that answers.
    assert send_unread(client, address, LIMIT + MOST_FILES * LARGEST, MULTIPART_CONTENT).status_code == 404
    assert send_unread(client, address, LIMIT + MOST_FILES * LARGEST + 1, MULTIPART_CONTENT).status_code == 413


def test_files_sent_to_a_page_that_takes_none_are_passed_over_and_the_rest_is_kept(rf):
    assert read(rf, "/accounts/login/") == (["tea"], [])


def test_files_of_a_stranger_are_passed_over_where_staff_may_send_some(rf, exercise_of_staff):
    address, person = exercise_of_staff
    assert read(rf, address) == (["tea"], [])
    assert read(rf, address, person) == (["tea"], ["letter.txt"])


def test_an_upload_to_a_public_page_is_never_written_to_disk(db, client, monkeypatch):
    def written(*args, **kwargs):
        raise AssertionError("an upload was written to disk")

    monkeypatch.setattr("django.core.files.uploadhandler.TemporaryUploadedFile", written)
    large = SimpleUploadedFile("large.bin", b"x" * (4 * 1024 * 1024))
    assert client.post(reverse(SIGN_IN), {"login": "somebody@example.org", "file": large}).status_code == 200


def test_too_many_files_at_once_are_explained(db, client):
    answer = client.post(reverse(SIGN_IN), {"files": [SimpleUploadedFile(f"{n}.txt", b"x") for n in range(31)]})
    assert answer.status_code == 400
    assert "We could not take what was sent" in answer.text
    assert "what you typed is still there" in answer.text


def test_one_file_too_many_reaches_the_form_which_says_so(settings):
    assert settings.DATA_UPLOAD_MAX_NUMBER_FILES > MOST_FILES


@pytest.fixture
def exercise_of_staff(db):
    """The address at which files are taken, and somebody who is signed in."""
    person = member(OrganisationFactory(), Role.COMMUNICATIONS)
    return reverse("responses_staff:key_in_new", args=["northshire"]), person


def read(rf, address, person=None):
    """Return the words and the names of files that a page gets to see of a form with both."""
    sent = {"words": "tea", "originals": SimpleUploadedFile("letter.txt", b"Dear team")}
    request = rf.generic("POST", address, encode_multipart(BOUNDARY, sent), content_type=MULTIPART_CONTENT)
    request._cached_user = person or AnonymousUser()  # as if the session had been looked up
    seen = {}

    def page(request):
        seen["words"], seen["files"] = request.POST.getlist("words"), [f.name for f in request.FILES.values()]

    body_limit(page)(request)
    return seen["words"], seen["files"]
