import hashlib

import pytest
from django.db import connection
from django.urls import reverse

from common.sealed_storage import SealedStorage
from responses.drafts.models import Draft
from responses.intake import keying
from responses.intake.imports import batches
from responses.intake.mail import collections, keeping
from responses.intake.models import Original
from responses.submission.models import Response
from tests.responses.intake.steps import LETTER, begun, keyed, public, said, upload, url
from tests.responses.moderation import making

pytestmark = pytest.mark.django_db


def test_what_came_is_kept_byte_for_byte_with_its_hash(staff):
    client = staff.client_of("cora")
    begun(
        client, staff, files=[upload(), upload(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 300, "scan.jpg", "text/html")]
    )
    letter, scan = Original.objects.all()
    assert letter.sha256 == hashlib.sha256(LETTER).hexdigest()
    assert (letter.size, letter.content_type, scan.content_type) == (len(LETTER), "application/pdf", "image/png")
    got = client.get(url(staff, "original", letter.pk))
    assert b"".join(got.streaming_content) == LETTER
    assert "letter" not in letter.file.name


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("page.html", b"<!DOCTYPE html><script>alert(1)</script>"),
        ("logo.svg", b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
        ("setup.exe", b"MZ\x90\x00"),
        ("letter\u202efdp.exe", b"MZ\x90\x00"),
        ('a"; filename="b.html', b"x"),
        ("новости 📎.txt", "новости".encode()),
    ],
)
def test_whatever_a_file_is_it_is_only_ever_saved(staff, name, content):
    client = staff.client_of("cora")
    begun(client, staff, files=[upload(content, name, "text/html")])
    original = Original.objects.get()
    answer = client.get(url(staff, "original", original.pk))
    assert b"".join(answer.streaming_content) == content
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "\u202e" not in original.name
    assert client.get(f"/media/{original.file.name}").status_code == 404


def test_files_that_are_empty_too_large_or_too_many_are_refused(staff, settings, monkeypatch):
    monkeypatch.setattr("responses.intake.forms.LARGEST", 10)
    client = staff.client_of("cora")
    for files, told in [
        ([upload(b"")], "is empty"),
        ([upload(b"x" * 11)], "is larger than 25 MB"),
        ([upload(b"x", f"{number}.txt") for number in range(10)] + [upload(b"<b>x", "<b>.txt")], None),
    ]:
        answer = client.post(url(staff, "key_in_new"), said(files=files))
        assert answer.status_code in {400, 422}
        assert told is None or told in answer.content.decode()
    assert not Original.objects.exists()


def test_the_same_file_again_is_a_warning_that_names_the_earlier_response(staff):
    client = staff.client_of("cora")
    begun(client, staff, files=[upload()])
    keyed(client, staff)
    sent = Response.objects.get()
    begun(client, staff, files=[upload(name="again.pdf")])
    page = client.get(public(staff, "tasks")).content.decode()
    assert "The same file came before" in page
    assert f"/{sent.reference}/" in page
    assert keyed(client, staff).status_code == 302
    assert Response.objects.count() == 2


def test_only_communications_of_the_organisation_open_an_original(staff):
    begun(staff.client_of("cora"), staff, files=[upload()])
    address = url(staff, "original", Original.objects.get().pk)
    expected = {"cora": 200, "carl": 200, "anil": 403, "stella": 403, "ada": 403, "otto": 404, "stranger": 302}
    found = {}
    for name in expected:
        answer = staff.client_of(name).get(address)
        list(answer)  # read to the end, which closes the file
        found[name] = answer.status_code
    assert found == expected
    other = making.exercise(staff.exercise.organisation)
    elsewhere = reverse("responses_staff:original", args=[other.slug, Original.objects.get().pk])
    assert staff.client_of("cora").get(elsewhere).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_nobody_waits_while_a_file_is_written(staff, monkeypatch):
    """SQLite lets one write at a time, and a large file takes long."""
    within, save = [], SealedStorage._save

    def noted(*given):
        within.append(connection.in_atomic_block)
        return save(*given)

    monkeypatch.setattr(SealedStorage, "_save", noted)
    draft = begun(staff.client_of("cora"), staff, files=[upload()])
    keying.add_files(draft, [upload(b"more")], by=staff.cora)
    keeping.keep(b"From: a@example.org\n\nWords", exercise=staff.exercise, name="a.eml")
    collections.begin(upload(b"From a\n", "a.mbox"), exercise=staff.exercise, by=staff.cora)
    batches.upload(staff.exercise, upload(b"a,b\n1,2\n", "a.csv"), channel="letter", by=staff.cora)
    assert within == [False] * 5


def test_a_file_whose_rows_fail_is_taken_away_again(staff, monkeypatch, settings):
    monkeypatch.setattr(Draft, "save", _fail_on_update(Draft.save))
    before = stored_files(settings)
    with pytest.raises(RuntimeError):
        staff.client_of("cora").post(url(staff, "key_in_new"), said(files=[upload()]))
    assert not Draft.objects.exists()
    assert stored_files(settings) == before


def stored_files(settings):
    return {path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()}


def _fail_on_update(save):
    def failing(draft, *args, **kwargs):
        if kwargs.get("update_fields"):
            raise RuntimeError
        return save(draft, *args, **kwargs)

    return failing
