"""What is too much for one request is refused with a page that says what to do."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from responses.intake.forms import MOST_FILES


@pytest.mark.parametrize(
    "sent",
    [{"files": [SimpleUploadedFile(f"{n}.txt", b"x") for n in range(31)]}, {"words": "x" * (6 * 1024 * 1024 + 1)}],
    ids=["files", "words"],
)
def test_too_much_at_once_is_explained(db, client, sent):
    answer = client.post(reverse("account_login"), sent)
    assert answer.status_code == 400
    assert "We could not take what was sent" in answer.text
    assert "what you typed is still there" in answer.text


def test_one_file_too_many_reaches_the_form_which_says_so(settings):
    assert settings.DATA_UPLOAD_MAX_NUMBER_FILES > MOST_FILES
