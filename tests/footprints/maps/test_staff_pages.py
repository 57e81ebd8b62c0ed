"""Boundaries on staff pages: brought, looked at, used, taken out; who may, and what stays on record."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.models import Role
from accounts.permissions import PUBLISHERS
from engagement.models import Exercise, ExerciseAct
from footprints.maps.boundaries.geojson import LARGEST, MEGABYTE
from footprints.maps.models import BoundarySet
from tests.accounts.factories import member
from tests.footprints.maps.boards import DISTRICTS, board

pytestmark = pytest.mark.usefixtures("held")


@pytest.fixture
def communications(norfolk: Exercise) -> Client:
    client = Client()
    client.force_login(member(norfolk.organisation, Role.COMMUNICATIONS, name="Cora"))
    return client


def bring(client: Client, exercise: Exercise, data: bytes, name: str = "them.geojson", **more: str) -> HttpResponse:
    said = {"kind": "district", "name_field": "", "attribution": "", **more}
    file = SimpleUploadedFile(name, data, "application/geo+json")
    return client.post(reverse("footprints_staff:boundaries", args=[exercise.slug]), {**said, "file": file})


def words(answer: HttpResponse) -> str:
    main = answer.content.decode().split("<main", 1)[1].split("</main>")[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main))


def test_a_file_is_looked_at_used_and_taken_out_and_each_act_is_on_record(
    norfolk: Exercise, communications: Client, reader: Client
) -> None:
    answer = bring(communications, norfolk, board([*DISTRICTS[:7], "Waveney"]), attribution="Contains OS data.")
    made = BoundarySet.objects.get()
    address = reverse("footprints_staff:boundary_set", args=[norfolk.slug, made.pk])
    assert answer.headers["Location"] == address
    seen = communications.get(address)
    assert "No boundary for East Suffolk." in words(seen)
    assert "left out: Waveney" in words(seen)
    assert made.sha256 in words(seen)
    assert seen.content.decode().count('role="listitem"') == 7
    option = f"/exercises/{norfolk.slug}/options/6/"
    assert "The boundaries are simplified." not in reader.get(option).content.decode()

    assert "Enter the reason" in words(communications.post(address, {"reason": ""}))
    used = communications.post(address, {"reason": "The real ones"}, follow=True)
    assert "Maps show these boundaries." in used.content.decode()
    assert "Contains OS data." in reader.get(option).content.decode()
    taken = communications.post(address, {"reason": "They were old"}, follow=True)
    assert "Maps show tiles again." in taken.content.decode()
    assert "The boundaries are simplified." not in reader.get(option).content.decode()

    acts = ExerciseAct.objects.filter(verb="boundaries").order_by("pk")
    assert [(str(act.by), act.reason, act.detail["sha256"]) for act in acts] == [
        ("Cora", "The real ones", made.sha256),
        ("Cora", "They were old", made.sha256),
    ]
    page = words(communications.get(reverse("engagement_staff:exercise", args=[norfolk.slug])))
    assert "Changed the boundaries that maps show , by Cora" in page
    assert "Show these boundaries" not in words(communications.get(address)), "what was replaced is only to look at"


def test_faults_stand_by_the_file_and_nothing_changes(norfolk: Exercise, communications: Client) -> None:
    answer = bring(communications, norfolk, b"hello")
    assert answer.status_code == 422
    assert "The file is not JSON" in words(answer)
    assert bring(communications, norfolk, board(["Kent"])).status_code == 422
    assert bring(communications, norfolk, b"").status_code == 422
    assert not BoundarySet.objects.exists()


def test_names_from_a_file_are_words_and_never_markup(norfolk: Exercise, communications: Client) -> None:
    bring(communications, norfolk, board([*DISTRICTS, "<script>alert(1)</script>"]), name="<b>x</b>.geojson")
    made = BoundarySet.objects.get()
    html = communications.get(reverse("footprints_staff:boundary_set", args=[norfolk.slug, made.pk])).content.decode()
    assert "&lt;script&gt;alert(1)" in html
    assert "<script>alert" not in html
    assert "<b>x" not in html


def test_the_way_there_is_shown_where_there_is_something_to_draw(
    norfolk: Exercise, small: Exercise, communications: Client
) -> None:
    def leads(exercise: Exercise) -> bool:
        client = Client()
        client.force_login(member(exercise.organisation, Role.COMMUNICATIONS))
        page = client.get(reverse("engagement_staff:exercise", args=[exercise.slug])).content.decode()
        assert client.get(reverse("footprints_staff:boundaries", args=[exercise.slug])).status_code == 200
        return "Boundaries on maps" in page

    assert leads(norfolk)
    assert not leads(small)


def test_others_have_no_way_to_them(norfolk: Exercise, small: Exercise, communications: Client) -> None:
    bring(communications, norfolk, board())
    made = BoundarySet.objects.get()
    theirs = reverse("footprints_staff:boundary_set", args=[small.slug, made.pk])
    assert communications.get(theirs).status_code == 404
    outsider = Client()
    outsider.force_login(member(small.organisation, Role.COMMUNICATIONS))
    own = reverse("footprints_staff:boundary_set", args=[norfolk.slug, made.pk])
    assert outsider.get(own).status_code == 404
    assert outsider.post(own, {"reason": "Mine now"}).status_code == 404
    analyst = Client()
    analyst.force_login(member(norfolk.organisation, Role.ANALYST))
    assert analyst.post(own, {"reason": "Mine now"}).status_code == 403
    assert BoundarySet.objects.get().state == BoundarySet.State.PREVIEWED


def test_whoever_runs_the_site_is_told_that_this_page_takes_files_and_from_whom() -> None:
    told = re.sub(r"\s+", " ", (settings.BASE_DIR / "docs" / "running.md").read_text("utf-8"))
    roles = {Role.COMMUNICATIONS: "the communications team", Role.ADMINISTRATOR: "administrators"}
    who = " and ".join(roles[role] for role in sorted(PUBLISHERS, reverse=True))
    assert f"*Boundaries on maps* (for {who}; up to {LARGEST // MEGABYTE} MB)" in told
