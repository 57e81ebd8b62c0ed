"""The staff pages of a response, by name."""

from django.urls import reverse

from responses.submission.models import Response


def url(staff, name, *args):
    return reverse(f"responses_staff:{name}", args=[staff.exercise.slug, *args])


def pages(staff, sent):
    answer = sent.answers.get()
    return {
        "queue": url(staff, "queue"),
        "response": url(staff, "response", sent.reference),
        "redact": url(staff, "redact", sent.reference, answer.pk),
        "bulk": url(staff, "bulk"),
        "key_in": url(staff, "key_in"),
        "key_in_new": url(staff, "key_in_new"),
    }


def post(client, staff, sent, act, **said):
    version = said.pop("version", Response.objects.get(pk=sent.pk).version)
    return client.post(url(staff, "response", sent.reference), {"act": act, "version": version, **said})
