"""Hard messages: whatever a mail system can produce, and what has to be found in each."""

from __future__ import annotations

from compressed_rtf import compress

from responses.intake.mail.reading.shapes import DEEPEST
from tests.responses.intake.mail import documents
from tests.responses.intake.mail.compound import attached, attached_message, compound, msg
from tests.responses.intake.mail.writing import WORDS, email, lines, raw, winmail


def with_file(data: bytes, name: str, *, maintype: str = "application", subtype: str = "octet-stream") -> bytes:
    message = email()
    message.add_attachment(data, maintype=maintype, subtype=subtype, filename=name)
    return message.as_bytes()


def html_only(body: str, charset: str = "utf-8") -> bytes:
    return lines("From: a@example.org", f"Content-Type: text/html; charset={charset}", "", body)


def forwarded(times: int) -> bytes:
    inner = raw("the innermost words", number=0)
    for number in range(1, times + 1):
        head = f"From: {number}@example.org\r\nSubject: number {number}\r\nContent-Type: message/rfc822\r\n\r\n"
        inner = head.encode() + inner
    return inner


def in_base64(inner: bytes) -> bytes:
    message = email("", subject="wrapped")
    message.set_content(inner, maintype="application", subtype="octet-stream")
    return message.as_bytes().replace(b"application/octet-stream", b"message/rfc822")


# What comes in, and words that have to be found somewhere in what was read.
CORPUS = {
    "ordinary": (raw(), WORDS),
    "line ends of another age": (raw().replace(b"\r\n", b"\r"), "keep the surgery"),
    "utf-8 that calls itself ascii": (
        lines("Content-Type: text/plain; charset=us-ascii", "", "Zoë’s café"),
        "Zoë’s café",
    ),
    "latin-1 that calls itself utf-8": (
        lines("Content-Type: text/plain; charset=utf-8", "", "Zoë lives near the café on the corner".encode("cp1252")),
        "café on the corner",
    ),
    "a charset that nobody knows": (lines("Content-Type: text/plain; charset=x-mars", "", "naïve".encode()), "naïve"),
    "a charset that is no text": (lines("Content-Type: text/plain; charset=base64", "", "plain words"), "plain words"),
    "japanese of its own": (
        lines("Content-Type: text/plain; charset=iso-2022-jp", "", "診療所を残して".encode("iso-2022-jp")),
        "診療所を残して",
    ),
    "8-bit letters in headers": (lines(b"Subject: Caf\xe9 answer", "", "words"), "Café answer"),
    "encoded words that are broken": (lines("Subject: =?utf-8?B?w?= and =?x?Z?y?=", "", "words"), "=?utf-8?B?w?="),
    "encoded words in two charsets": (
        lines("Subject: =?iso-8859-1?Q?Caf=E9?= =?utf-8?B?w6k=?=", "", "words"),
        "Caféé",
    ),
    "no headers": (b"\r\nonly words", "only words"),
    "headers alone": (b"Subject: nothing follows", "nothing follows"),
    "nothing at all": (b"", ""),
    "zeros and stray control characters": (lines("Subject: a\x00b", "", "left\x00right\x1b"), "left"),
    "a header without an end": (b"Subject: " + b"long " * 200_000 + b"\r\n\r\nwords", "long long"),
    "html only": (html_only("<style>p{}</style><p>Keep <b>it</b> local</p><script>alert(1)</script>"), "Keep it local"),
    "html in a charset of its own": (
        lines("Content-Type: text/html; charset=windows-1251", "", "<p>Оставьте</p>".encode("cp1251")),
        "Оставьте",
    ),
    "html that never ends": (html_only("<p>words " + "<div>" * 3_000 + "deep"), "words"),
    "a boundary that is nowhere": (
        lines('Content-Type: multipart/mixed; boundary="X"', "", "--Y", "", "lost words", "--Y--"),
        "lost words",
    ),
    "a boundary that is not closed": (
        lines('Content-Type: multipart/mixed; boundary="X"', "", "--X", "", "cut off"),
        "cut off",
    ),
    "words outside the parts": (
        lines('Content-Type: multipart/mixed; boundary="X"', "", "before", "--X", "", "inside", "--X--", "after"),
        "after",
    ),
    "damaged base64": (lines("Content-Transfer-Encoding: base64", "", "a2VlcCBpdCBs!!!b2Nhb"), "keep it"),
    "uuencoded by header": (
        lines("Content-Transfer-Encoding: x-uuencode", "", "begin 644 a", "$=V]R9 ", "`", "end"),
        "word",
    ),
    "two forms that say different things": (
        lines(
            'Content-Type: multipart/alternative; boundary="X"',
            "",
            "--X",
            "",
            "This message needs another program.",
            "--X",
            "Content-Type: text/html",
            "",
            f"<p>{WORDS} The bus does not run on Sundays, as everybody in our street knows.</p>",
            "--X--",
        ),
        "does not run on Sundays",
    ),
    "forwarded in itself": (forwarded(2), "the innermost words"),
    "forwarded too often": (forwarded(DEEPEST + 4), "more than 8 forwarded messages"),
    "forwarded in base64, which is forbidden": (in_base64(raw("words within")), "words within"),
    "an email attached as a file": (with_file(raw("attached words"), "answer.eml"), "attached words"),
    "word": (with_file(documents.word("typed in Word"), "a.docx"), "typed in Word\nin a table"),
    "open document": (with_file(documents.open_document("typed", "in Writer"), "a.odt"), "typed\nin Writer"),
    "pdf": (with_file(documents.pdf("printed words"), "a.pdf"), "printed words"),
    "pdf without words": (with_file(documents.pdf(""), "scan.pdf"), "perhaps because it is a scan"),
    "pdf behind a password": (with_file(documents.pdf("hidden", password="x"), "a.pdf"), "locked with a password"),
    "pdf of too many pages": (with_file(documents.pdf("page", pages=201), "a.pdf"), "first 200 pages"),
    "text in latin-1": (
        with_file("Zoë’s text".encode("cp1252"), "a.txt", maintype="text", subtype="plain"),
        "Zoë’s text",
    ),
    "rich text": (with_file(rb"{\rtf1\ansi rich \'e9 words}", "a.rtf"), "rich é words"),
    "a picture": (with_file(b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "photo.png"), "It is not read here"),
    "a word file that is none": (with_file(b"PK\x03\x04word/ broken", "a.docx"), "damaged"),
    "a zip bomb": (with_file(documents.word_bomb(), "a.docx"), "unpacks to far more"),
    "entities that multiply": (with_file(documents.word_laughing(), "a.docx"), "a.docx"),
    "a name that leads elsewhere": (
        with_file(b"words", "../../etc/passwd\u202etxt.exe"),
        "passwd\N{REPLACEMENT CHARACTER}txt.exe",
    ),
    "winmail.dat": (
        with_file(winmail("within the envelope", files={"b.txt": b"and a file"}), "winmail.dat"),
        "and a file",
    ),
    "winmail.dat of rich text": (
        with_file(winmail(rtf=rb"{\rtf1\ansi rich \'e9 words\par}"), "winmail.dat"),
        "rich é words",
    ),
    "winmail.dat, damaged": (with_file(winmail("x")[:20], "winmail.dat"), "winmail.dat"),
    "outlook": (compound(msg({0x37: "Our answer", 0x1000: WORDS})), WORDS),
    "outlook in rich text": (compound(msg({0x1009: compress(rb"{\rtf1\ansi rich words\par}")})), "rich words"),
    "outlook in html": (compound(msg({0x1013: "<p>written é</p>".encode(), 0x3FDE: 65001})), "written é"),
    "outlook with files and a message": (
        compound(
            msg(
                {0x1000: WORDS * 90},
                attached("a.txt", b"a file"),
                attached_message(msg({0x1000: "inside"}, inner=True)),
            )
        ),
        "inside",
    ),
    "outlook, cut off": (compound(msg({0x1000: WORDS * 90}))[:3_000], "not a message as Outlook saves it"),
    "signed and sealed": (
        lines("Content-Type: application/pkcs7-mime; name=smime.p7m", "", "MIIabc"),
        "encrypted or signed as a whole",
    ),
    "parts of parts of parts": (
        b"".join(b"Content-Type: multipart/mixed; boundary=%d\r\n\r\n--%d\r\n" % (n, n) for n in range(1_500))
        + b"\r\ndeep",
        "structure is broken",
    ),
}
