"""The steps of keying in, as a browser takes them."""

import datetime as dt
import re

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from common import clock
from engagement.phases import LONDON
from responses.drafts.models import Draft
from tests import factories

LETTER = b"%PDF-1.7\r\nDear Sirs,\n\x00\xff\xfe we think \r that \n"


def url(staff, name, *args):
    return reverse(f"responses_staff:{name}", args=[staff.exercise.slug, *args])


def public(staff, name, *args):
    return reverse(f"responses:{name}", args=[staff.exercise.slug, *args])


def said(channel="letter", *, days_ago=1, time="", files=(), **more):
    day = (clock.now() - dt.timedelta(days=days_ago)).astimezone(LONDON).date()
    date = {"received_on_day": day.day, "received_on_month": day.month, "received_on_year": day.year}
    return {"channel": channel, **date, "received_time": time, "originals": list(files), **more}


def upload(content=LETTER, name="letter.pdf", content_type="application/pdf"):
    return SimpleUploadedFile(name, content, content_type)


def begun(client, staff, **details):
    answer = client.post(url(staff, "key_in_new"), said(**details))
    assert answer.status_code == 302, answer.content.decode()
    return Draft.objects.latest("id")


def keyed(client, staff, words="We prefer the first option", **about):
    """Walk the public's own pages as whoever keys in, and send."""
    draft = Draft.objects.latest("id")
    if draft.is_meeting:
        noted(client, staff, draft, [words])
    else:
        filled(client, staff, words, **about)
    draft.refresh_from_db()
    return client.post(public(staff, "submit"), {"key": draft.submission_key})


def filled(client, staff, words, **about):
    """Say who it is from and what it says, on the public's own pages."""
    kind = "organisation" if about else "individual"
    assert client.post(public(staff, "who"), {"kind": kind}).status_code == 302
    assert client.post(public(staff, "about"), {"telephone": "", **about}).status_code == 302
    page = client.get(public(staff, "page", "q1")).content.decode()
    base = re.search(r'name="base" value="([^"]*)"', page)
    posted = {"base": base.group(1) if base else "", "words": words}
    assert client.post(public(staff, "page", "q1"), posted).status_code == 302


def noted(client, staff, draft, points, *, about=None, press="check", **more):
    """Write points on the page of the note; each is words, or a dictionary of what its form holds."""
    page = client.get(url(staff, "points", draft.pk)).content.decode()
    hidden = dict(re.findall(r'type="hidden" name="(seen|shown)" value="(\d+)"', page))
    item = about or factories.survey(staff.exercise).pages[0].boxes[0].item.id
    rows = [{"text": one, "about": str(item)} if isinstance(one, str) else one for one in points]
    posted = {f"p{number}-{name}": value for number, row in enumerate(rows) for name, value in row.items()}
    shown = max(int(hidden["shown"]), len(rows) - 1)
    return client.post(url(staff, "points", draft.pk), {**hidden, "shown": str(shown), press: "1", **posted, **more})
