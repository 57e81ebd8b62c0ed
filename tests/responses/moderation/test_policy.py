"""The moderation policy: read from the pack, published, and the only source of reasons."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from engagement.packs.loading import load
from engagement.packs.reading import PackError
from responses.moderation import moderation, policy, redaction
from responses.moderation.errors import ReasonNeeded, ReasonUnknown
from responses.moderation.models import DECISIONS, Act, Policy
from responses.submission.models import Response
from tests import factories
from tests.engagement.conftest import SMALL
from tests.responses.moderation import making
from tests.responses.moderation.addresses import post, url

pytestmark = pytest.mark.django_db
OWN = """
text: |
  ## Our own rules
  We read **everything**.
reasons:
  - {key: gossip, label: Tells tales, explanation: It tells tales of somebody., acts: [hold, leave_out, redact, return]}
"""


def own_policy(exercise):
    reason = {"key": "gossip", "label": "Tells tales", "explanation": "It tells tales of somebody."}
    acts = ["hold", "leave_out", "redact", "return"]
    return Policy.objects.create(edition=exercise.edition, text="## Ours", reasons=[{**reason, "acts": acts}])


def test_everybody_can_read_the_policy_and_finds_it_at_the_foot_of_the_exercise(db):
    northshire = factories.northshire()
    client = Client()
    address = f"/exercises/{northshire.slug}/moderation/"
    assert f'href="{address}"' in client.get(f"/exercises/{northshire.slug}/").content.decode()
    page = client.get(address).content.decode()
    assert "How responses are moderated" in page
    assert all(reason.label in page for reason in policy.of(northshire).reasons)
    assert "That takes two people" in page


def test_a_pack_with_a_policy_is_loaded_with_it_and_a_later_edition_may_change_it(tmp_path):
    folder = shutil.copytree(SMALL, tmp_path / "pack")
    (folder / "moderation.yaml").write_text(OWN, "utf-8")
    first = load(folder, open_for=10).edition
    assert [reason.key for reason in policy.of_edition(first.pk).reasons] == ["gossip"]
    (folder / "moderation.yaml").write_text(OWN.replace("Tells tales", "Tells long tales"), "utf-8")
    second = load(folder, change_note="The label was wrong")
    assert second.changes == ("moderation policy changed",)
    assert policy.of_edition(first.pk).reasons[0].label == "Tells tales"


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        ("acts: [hold, leave_out, redact, return]", "acts: [hold]", "no reason for leave_out, redact, return"),
        ("key: gossip", "key: ordinary", "one of the site's own"),
        ("acts: [hold,", "acts: [burn,", "reasons.0.acts.0"),
        ("label: Tells tales, ", "", "label is missing"),
        ("text: |", "words: |", "words is not a key"),
    ],
)
def test_a_policy_with_a_fault_is_refused_with_the_line(tmp_path, before, after, fault):
    folder = shutil.copytree(SMALL, tmp_path / "pack")
    (folder / "moderation.yaml").write_text(OWN.replace(before, after), "utf-8")
    with pytest.raises(PackError, match=r"moderation.yaml, line \d") as refusal:
        load(folder)
    assert fault in refusal.value.message


def test_forms_offer_the_reasons_of_the_policy_and_no_others(staff):
    own_policy(staff.exercise)
    sent = making.response(staff.exercise, "words")
    client = staff.client_of("cora")
    pages = [url(staff, "response", sent.reference), url(staff, "redact", sent.reference, sent.answers.get().pk)]
    for address in pages:
        assert set(re.findall(r'value="(gossip|spam|personal_data)"', client.get(address).content.decode())) == {
            "gossip"
        }
    assert post(client, staff, sent, "hold", reason="spam").status_code == 422
    assert post(client, staff, sent, "hold", reason="gossip").status_code == 302


def test_a_reason_for_one_act_is_no_reason_for_another(staff):
    sent = making.response(staff.exercise, "words")
    client = staff.client_of("cora")
    answer = post(client, staff, sent, "propose", reason="query")
    assert answer.status_code == 422
    assert "The policy has this reason to hold a response" in answer.content.decode()
    assert post(client, staff, sent, "hold", reason="query").status_code == 302


def test_an_act_keeps_its_reason_in_the_words_of_the_day(staff):
    row = own_policy(staff.exercise)
    sent = making.response(staff.exercise, "words")
    moderation.hold(sent.pk, version=0, by=staff.cora, reason="gossip")
    row.reasons = [{**row.reasons[0], "label": "Something else"}]
    row.save()
    assert Act.objects.get().get_reason_display() == "Tells tales"
    assert "Tells tales" in staff.client_of("anil").get(url(staff, "response", sent.reference)).content.decode()
    with pytest.raises(ReasonUnknown):
        moderation.hold(making.response(staff.exercise, "w").pk, version=0, by=staff.cora, reason="made-up")


def test_no_decision_is_possible_without_a_reason_neither_here_nor_in_the_database(staff):
    sent = making.response(staff.exercise, "words")
    answer, cora = sent.answers.get(), staff.cora
    for act in (
        lambda: moderation.accept(sent.pk, version=0, by=cora, reason=""),
        lambda: moderation.return_to_queue(sent.pk, version=0, by=cora, reason="", note="Why"),
        lambda: redaction.redact(answer, "[[words]]", version=0, by=cora, reason=""),
        lambda: redaction.unredact(answer, version=0, by=cora, reason=""),
    ):
        with pytest.raises(ReasonNeeded):
            act()
    for verb in DECISIONS:
        with pytest.raises(IntegrityError), transaction.atomic():
            Act.objects.create(response=sent, version=1, at=timezone.now(), by=cora, verb=verb)


def test_nothing_but_a_second_person_s_agreement_writes_that_a_response_is_left_out(staff):
    """Bulk pages accept only, whatever is posted; and only one place in the code sets the standing."""
    sent = making.response(staff.exercise, pick="this")
    said = {"response": f"{sent.pk}-0", "act": "leave_out", "standing": "left_out", "reason": "spam"}
    staff.client_of("cora").post(url(staff, "bulk"), said)
    assert Response.objects.get(pk=sent.pk).standing == "accepted"
    sets = re.compile(r"^(?!.*(filter|exclude|Q)\().*\bstanding=(Response\.)?Standing\.LEFT_OUT", re.MULTILINE)
    writers = [
        path.as_posix() for path in sorted(Path("responses").rglob("*.py")) if sets.search(path.read_text("utf-8"))
    ]
    assert writers == ["responses/moderation/moderation.py"]
