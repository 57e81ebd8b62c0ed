"""Invented responses of the same seed are made once."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from engagement.packs import loading
from responses.submission.models import Response
from tests import factories

pytestmark = pytest.mark.django_db


def test_the_same_seed_twice_is_told_in_a_sentence_and_adds_nothing() -> None:
    slug = loading.load(factories.NORFOLK, open_for=10, opened_days_ago=10).edition.exercise.slug
    call_command("seed_responses", slug, "--count=5", "--seed=3", stdout=StringIO())
    with pytest.raises(CommandError, match="are there already"):
        call_command("seed_responses", slug, "--count=5", "--seed=3", stdout=StringIO())
    assert Response.objects.count() == 5
    call_command("seed_responses", slug, "--count=5", "--seed=4", stdout=StringIO())
    assert Response.objects.count() == 10
