"""Staff pages of exercises: who sees which, and what the acts do."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Role, User
from engagement import phases
from engagement.models import Exercise
from engagement.packs import loading
from tests.accounts.factories import OrganisationFactory, member
from tests.engagement.support import CLOSES, SMALL, at, pages_of
from tests.factories import NORFOLK, loaded

pytestmark = pytest.mark.usefixtures("held")
SLUG = "norfolk-waveney-2021"
ACTS = ("publish", "extend", "close", "notice")


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def staff_of(exercise: Exercise, *roles: Role) -> Client:
    return signed_in(member(exercise.organisation, *roles))


@pytest.fixture
def communications(norfolk: Exercise) -> Client:
    return staff_of(norfolk, Role.COMMUNICATIONS)


def address(name: str, slug: str = SLUG) -> str:
    return reverse(f"engagement_staff:{name}", args=[slug])


def post(client: Client, name: str, slug: str = SLUG, **data: str):
    return client.post(address(name, slug), {"reason": "Because", **data})


@pytest.mark.parametrize("name", ["exercise", "preview", *ACTS])
def test_pages_of_an_exercise_are_for_communications_and_administrators(norfolk: Exercise, name: str) -> None:
    stranger = Client().get(address(name))
    assert stranger.status_code == 302
    assert stranger.headers["Location"].startswith("/account/login/")
    assert staff_of(norfolk, Role.COMMUNICATIONS).get(address(name)).status_code == 200
    assert staff_of(norfolk, Role.ADMINISTRATOR).get(address(name)).status_code == 200
    refused = staff_of(norfolk, Role.ANALYST).get(address(name))
    assert refused.status_code == 403
    assert 'aria-label="Staff pages"' in refused.content.decode(), "the way back"
    assert staff_of(norfolk, Role.STEERING).get(address(name)).status_code == 403
    elsewhere = signed_in(member(OrganisationFactory(), Role.COMMUNICATIONS))
    assert elsewhere.get(address(name)).status_code == 404
    without = signed_in(member(norfolk.organisation, Role.COMMUNICATIONS, second_factor=False))
    assert without.get(address(name)).status_code == 302


@pytest.mark.parametrize("name", ACTS)
def test_who_may_not_see_an_act_cannot_do_it_either(norfolk: Exercise, name: str) -> None:
    data = {"last_day_day": "20", "last_day_month": "6", "last_day_year": "2021", "text": "Hello"}
    assert post(Client(), name, **data).status_code == 302
    assert post(staff_of(norfolk, Role.ANALYST), name, **data).status_code == 403
    assert post(signed_in(member(OrganisationFactory(), Role.COMMUNICATIONS)), name, **data).status_code == 404
    assert list(norfolk.acts.values_list("verb", flat=True)) == ["load", "publish"]


def test_an_act_without_its_token_is_refused(norfolk: Exercise) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(member(norfolk.organisation, Role.COMMUNICATIONS))
    assert post(client, "close").status_code == 403
    norfolk.refresh_from_db()
    assert norfolk.closes_at == CLOSES


@pytest.mark.parametrize("role", list(Role))
def test_everybody_on_the_staff_has_a_home_that_shows_their_exercises(norfolk: Exercise, role: Role) -> None:
    html = staff_of(norfolk, role).get("/staff/").content.decode()
    assert "How we work together at a more local level" in html
    assert "12 days left" in html
    assert (address("exercise") in html) == (role in {Role.COMMUNICATIONS, Role.ADMINISTRATOR})


def test_the_home_costs_the_same_however_many_exercises_there_are(norfolk: Exercise, small: Exercise) -> None:
    user = member(norfolk.organisation, Role.COMMUNICATIONS)
    client = signed_in(user)
    with CaptureQueriesContext(connection) as one:
        client.get("/staff/")
    small.organisation = norfolk.organisation
    small.save()
    with CaptureQueriesContext(connection) as two:
        html = client.get("/staff/").content.decode()
    assert "Where should people wait for the bus?" in html
    assert len(one) == len(two)


def test_a_home_without_exercises_says_what_comes_next(db: None) -> None:
    html = signed_in(member(OrganisationFactory(), Role.ANALYST)).get("/staff/").content.decode()
    assert "No exercises yet" in html


def test_extending_on_screen(norfolk: Exercise, communications: Client) -> None:
    done = post(communications, "extend", last_day_day="20", last_day_month="6", last_day_year="2021")
    assert done.status_code == 302, done.content.decode()[-3000:]
    norfolk.refresh_from_db()
    assert norfolk.closes_at == phases.end_of_day(phases.dt.date(2021, 6, 20))
    html = communications.get(address("exercise")).content.decode()
    assert "the end of Sunday 20 June 2021, before that the end of Sunday 13 June 2021" in html
    assert "Because" in html


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"last_day_day": "10", "last_day_month": "6", "last_day_year": "2021"}, "Choose a later day"),
        ({"last_day_day": "31", "last_day_month": "6", "last_day_year": "2021"}, "must be a real date"),
        ({}, "Enter the new last day"),
        ({"last_day_day": "20", "last_day_month": "6", "last_day_year": "2021", "reason": ""}, "Enter the reason"),
        (
            {"last_day_day": "20", "last_day_month": "6", "last_day_year": "2021", "seen": "2021-06-01T00:00:00+00:00"},
            "Somebody else moved the closing date",
        ),
    ],
)
def test_a_refusal_says_why_and_keeps_what_was_typed(
    norfolk: Exercise, communications: Client, data: dict[str, str], words: str
) -> None:
    answer = communications.post(address("extend"), {"reason": "A <b>good</b> reason", **data})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert words in html
    assert "<b>good" not in html
    if data.get("reason") != "":
        assert "A &lt;b&gt;good&lt;/b&gt; reason" in html
    norfolk.refresh_from_db()
    assert norfolk.closes_at == CLOSES


def test_closing_is_asked_for_on_a_page_and_then_done(norfolk: Exercise, communications: Client) -> None:
    assert "When you close the exercise now" in communications.get(address("close")).content.decode()
    assert post(communications, "close").status_code == 302
    norfolk.refresh_from_db()
    assert norfolk.phase(at("2021-06-01 12:00")) is phases.Phase.GRACE
    assert post(communications, "close").status_code == 422
    assert norfolk.acts.filter(verb="close").count() == 1


def test_a_notice_is_on_the_page_at_once(norfolk: Exercise, communications: Client, reader: Client) -> None:
    home = reverse("engagement:exercise", args=[SLUG])
    assert "moved" not in reader.get(home).content.decode()
    post(communications, "notice", text="The meeting has <em>moved</em>.\n\nIt is on Friday.")
    html = reader.get(home).content.decode()
    assert "The meeting has &lt;em&gt;moved&lt;/em&gt;." in html
    assert "1 June 2021" in html


@pytest.fixture
def draft(db: None) -> Exercise:
    exercise = loaded(SMALL)
    exercise.closes_at = CLOSES
    exercise.save()
    return exercise


def test_publishing_on_screen_with_an_opening_to_come(draft: Exercise, reader: Client) -> None:
    client = staff_of(draft, Role.ADMINISTRATOR)
    edition = str(draft.editions.get().pk)
    assert reader.get(f"/exercises/{draft.slug}/").status_code == 404
    day = {"opens_on_day": "2", "opens_on_month": "6", "opens_on_year": "2021"}
    lonely = post(client, "publish", draft.slug, edition=edition, opens_time="09:00")
    assert "Enter the opening day, or leave out the time" in lonely.content.decode()
    done = post(client, "publish", draft.slug, edition=edition, opens_time="09:00", **day)
    assert done.status_code == 302, done.content.decode()[-3000:]
    draft.refresh_from_db()
    assert draft.opens_at == at("2021-06-02 09:00")
    assert "Wednesday 2 June 2021 at 9am" in reader.get(f"/exercises/{draft.slug}/").content.decode()


def test_publishing_without_a_day_opens_now(draft: Exercise) -> None:
    post(staff_of(draft, Role.COMMUNICATIONS), "publish", draft.slug, edition=str(draft.editions.get().pk))
    draft.refresh_from_db()
    assert draft.opens_at == at("2021-06-01 12:00")


def test_an_edition_of_another_exercise_cannot_be_chosen(draft: Exercise, norfolk: Exercise) -> None:
    answer = post(staff_of(draft, Role.COMMUNICATIONS), "publish", draft.slug, edition=str(norfolk.edition_id))
    assert answer.status_code == 422
    assert "Select one of the editions" in answer.content.decode()


def test_the_preview_is_the_public_pages_with_a_banner_and_links_that_stay_inside(draft: Exercise) -> None:
    client = staff_of(draft, Role.COMMUNICATIONS)
    public, inside = f"/exercises/{draft.slug}/", f"/staff/exercises/{draft.slug}/preview/"
    for page in ("", "document/", "document/a/", "document/print/", "how-to-respond/", "help/", "privacy/"):
        answer = client.get(f"{inside}{page}")
        html = answer.content.decode()
        assert answer.status_code == 200, page
        assert "Preview." in html
        assert f'"{public}' not in html
        assert f'"{inside}document/' in html
        assert "no-store" in answer.headers["Cache-Control"]
    assert client.get(f"{inside}document/q/").status_code == 404
    assert client.get(f"{inside}nowhere/at/all/").status_code == 404
    answering = client.get(f"{inside}answer/")
    assert answering.status_code == 200
    assert "Answering begins once the exercise is published" in answering.content.decode()
    assert "What would you like to find at a stop?" in answering.content.decode()


def test_the_preview_shows_the_newest_edition_and_the_public_the_published_one(
    norfolk: Exercise, communications: Client, reader: Client, tmp_path: Path
) -> None:
    newer = Path(shutil.copytree(NORFOLK, tmp_path / "newer"))
    exercise_file = newer / "exercise.yaml"
    exercise_file.write_text(exercise_file.read_text().replace("title: How we work", "title: How we would work", 1))
    loading.load(newer, change_note="A better title")
    assert "How we would work together" in communications.get(address("preview")).content.decode()
    assert "How we would" not in reader.get(reverse("engagement:exercise", args=[SLUG])).content.decode()
    for page in pages_of(norfolk)[3:]:
        inside = page.replace(f"/exercises/{SLUG}/", f"/staff/exercises/{SLUG}/preview/")
        assert communications.get(inside).status_code == 200, inside
    html = communications.get(f"/staff/exercises/{SLUG}/preview/options/2/?scenario=without-waveney").content.decode()
    assert "108,958" in html


def test_django_s_admin_shows_exercises_and_changes_none(norfolk: Exercise) -> None:
    client = signed_in(member(norfolk.organisation, Role.ADMINISTRATOR, is_superuser=True, is_staff=True))
    for name in ("engagement_exercise", "engagement_edition", "engagement_exerciseact", "footprints_place"):
        assert client.get(reverse(f"admin:{name}_changelist")).status_code == 200
    assert client.get(reverse("admin:engagement_exercise_add")).status_code == 403
    page = reverse("admin:engagement_exercise_change", args=[norfolk.pk])
    assert client.post(page, {"slug": "other"}).status_code == 403
    assert client.post(reverse("admin:engagement_exercise_delete", args=[norfolk.pk])).status_code == 403
