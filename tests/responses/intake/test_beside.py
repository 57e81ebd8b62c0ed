"""What came stands beside the form, shown as far as a browser can show it, and nothing of it may run."""

import io
from email.message import EmailMessage

import pytest
from docx import Document
from PIL import Image
from pypdf import PdfReader

from common import clock
from responses.drafts.models import Draft
from responses.intake import keying
from responses.intake.mail import acting, child, keeping, taking_in
from responses.intake.mail.models import MessagePart
from responses.intake.models import Original
from tests.responses.intake.steps import begun, public, upload, url

pytestmark = pytest.mark.django_db
SCRIPT = b"<script>alert(1)</script>"


def picture(form, pages=1, mode="1"):
    made = io.BytesIO()
    first, *more = [Image.new(mode, (60, 80)) for _ in range(pages)]
    first.save(made, form, **({"save_all": True, "append_images": more} if more else {}))
    return made.getvalue()


def document():
    made = io.BytesIO()
    written = Document()
    written.add_paragraph("Dear Sirs, we prefer the first option.")
    written.save(made)
    return made.getvalue()


def shown(staff, content, name, person="cora"):
    begun(staff.client_of("cora"), staff, files=[upload(content, name, "text/html")])
    answer = staff.client_of(person).get(url(staff, "original_shown", Original.objects.latest("id").pk))
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert "no-store" in answer["Cache-Control"]
    policy = answer["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert "frame-ancestors 'self'" in policy
    assert "script" not in policy.replace("allow-scripts", "!")
    return answer, body


@pytest.mark.parametrize(("form", "kind"), [("PNG", "image/png"), ("JPEG", "image/jpeg"), ("GIF", "image/gif")])
def test_a_picture_is_shown_as_what_its_bytes_are(staff, form, kind):
    content = picture(form, mode="L")
    answer, body = shown(staff, content, "letter.html")
    assert (answer["Content-Type"], body) == (kind, content)
    assert "sandbox" in answer["Content-Security-Policy"]


def test_a_pdf_is_shown_in_the_browser_s_viewer_and_a_fax_is_turned_into_one(staff):
    answer, body = shown(staff, b"%PDF-1.7\n" + SCRIPT, "letter.html")
    assert answer["Content-Type"] == "application/pdf"
    assert not answer.get("Content-Disposition", "").startswith("attachment")
    answer, body = shown(staff, picture("TIFF", pages=3), "fax.tif")
    assert answer["Content-Type"] == "application/pdf"
    assert len(PdfReader(io.BytesIO(body)).pages) == 3


@pytest.mark.parametrize("content", [b"II*\x00" + b"x" * 50, b"MM\x00*"])
def test_a_broken_fax_says_that_it_cannot_be_shown(staff, content):
    answer, body = shown(staff, content, "fax.tif")
    assert answer["Content-Type"].startswith("text/html")
    assert b"No words could be read" in body


def test_a_fax_of_few_bytes_that_would_fill_the_memory_is_shown_page_by_page(staff, monkeypatch):
    """Held in memory at once, its pages take twice of what the process that turns them may have."""
    code = "from responses.intake.mail.reading import worker; worker.MEMORY = 350 * 1024**2; worker.main()"
    monkeypatch.setattr(child, "COMMAND", [child.sys.executable, "-c", code])
    made, page = io.BytesIO(), Image.new("1", (8_900, 8_900))
    page.save(made, "TIFF", compression="group4", save_all=True, append_images=[page] * 7)
    assert len(made.getvalue()) < 40_000
    _, body = shown(staff, made.getvalue(), "fax.tif")
    assert len(PdfReader(io.BytesIO(body)).pages) == 8


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("note.txt", "More buses \u2013 <b>now</b>".encode(), "More buses \u2013 &lt;b&gt;now&lt;/b&gt;"),
        ("mail.eml", b"From: a@example.org\nSubject: Places\n\nMore nurses\n", "More nurses"),
        ("letter.docx", document(), "we prefer the first option"),
        ("page.html", b"<html><body>More trains" + SCRIPT, "More trains"),
        ("setup.exe", b"MZ\x90\x00", "No words could be read"),
        ("drawing.svg", b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "No words could be read"),
    ],
)
def test_everything_else_is_words_or_nothing(staff, name, content, words):
    answer, body = shown(staff, content, name)
    assert answer["Content-Type"].startswith("text/html")
    assert "sandbox" in answer["Content-Security-Policy"]
    assert words in body.decode()
    assert b"alert(1)" not in body


def test_it_stands_beside_every_page_of_keying_and_folded_above_it(staff):
    client = staff.client_of("cora")
    begun(client, staff, files=[upload(), upload(picture("PNG"), "scan.png"), upload(b"\x00\x01", "unknown.bin")])
    pdf, scan, unknown = Original.objects.order_by("id")
    for page in (("tasks",), ("page", "q1"), ("check",)):
        html = client.get(public(staff, *page)).content.decode()
        assert html.count(f'<iframe class="app-original__frame" src="{url(staff, "original_shown", pdf.pk)}') == 2
        assert html.count(f'<img class="app-original__picture" src="{url(staff, "original_shown", scan.pk)}') == 2
        assert "cannot show this sort of file" in html
        assert url(staff, "original", unknown.pk) in html


def test_the_public_s_own_pages_have_nothing_beside_them(staff):
    visitor = staff.client_of("stranger")
    visitor.post(public(staff, "begin"))
    assert "app-original" not in visitor.get(public(staff, "page", "q1")).content.decode()


def test_what_is_kept_already_is_keyed_in_from_once(staff):
    begun(staff.client_of("cora"), staff, files=[upload()])
    original = Original.objects.get()
    Original.objects.update(draft=None)  # as a message of a mailbox hangs on no draft
    said = {"channel": "email", "received_at": clock.now(), "may_publish": False}
    draft = keying.begin(staff.exercise, by=staff.cora, said=said, originals_kept=[original])
    assert draft.originals.get() == original
    assert draft.intake["files"] == [{"id": original.pk, "name": "letter.pdf"}]
    count = Draft.objects.count()
    with pytest.raises(keying.KeyedAlready):
        keying.begin(staff.exercise, by=staff.carl, said=said, originals_kept=[original])
    assert Draft.objects.count() == count


def test_what_was_destroyed_is_not_found(staff):
    begun(staff.client_of("cora"), staff, files=[upload()])
    Original.objects.update(erased_at=clock.now())
    for name in ("original", "original_shown"):
        assert staff.client_of("cora").get(url(staff, name, Original.objects.get().pk)).status_code == 404
    draft = Draft.objects.get()
    cora = staff.client_of("cora")
    cora.post(url(staff, "go_on", draft.pk))
    assert "It has been destroyed" in cora.get(public(staff, "tasks")).content.decode()


def test_a_scan_that_came_by_email_stands_beside_the_email(staff):
    sent = EmailMessage()
    sent["From"], sent["Subject"], sent["Message-ID"] = "a@example.org", "Our letter", "<1@example.org>"
    sent.set_content("See the scan.")
    scan = picture("PNG")
    sent.add_attachment(scan, maintype="image", subtype="png", filename="scan.png")
    message = keeping.keep(sent.as_bytes(), exercise=staff.exercise, name="letter.eml").message
    taking_in.read_all([message.pk])
    message.refresh_from_db()
    draft = acting.key_in(message, by=staff.cora)
    cora = staff.client_of("cora")
    cora.post(url(staff, "go_on", draft.pk))
    html = cora.get(public(staff, "tasks")).content.decode()
    part = MessagePart.objects.get(name__isnull=False, content_type="image/png")
    address = url(staff, "part_shown", message.original_id, part.number)
    assert html.count(f'src="{address}"') == 2
    answer = cora.get(address)
    assert (answer["Content-Type"], b"".join(answer.streaming_content)) == ("image/png", scan)
    assert "sandbox" in answer["Content-Security-Policy"]
    words = b"See the scan."
    assert words in cora.get(url(staff, "original_shown", message.original_id)).content
