"""Give the bare side the same half-filled answers: JSON of answers on standard input, the responses' ids on output."""

import json
import os
import sys

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "bench.bare.settings"
django.setup()

from bench.bare.models import BareAnswer, BareResponse  # noqa: E402


def main() -> None:
    """Insert a response for each set of answers."""
    ids = []
    for answers in json.load(sys.stdin):
        response = BareResponse.objects.create(name="A respondent")
        BareAnswer.objects.bulk_create(
            BareAnswer(response=response, name=name, text=text) for name, text in answers.items()
        )
        ids.append(response.pk)
    json.dump(ids, sys.stdout)


if __name__ == "__main__":
    main()
