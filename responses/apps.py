from django.apps import AppConfig


class ResponsesConfig(AppConfig):
    """Drafts, submission, keying in and moderation."""

    name = "responses"

    def ready(self) -> None:
        """Join the registries of the rooms below."""
        from accounts import navigation
        from accounts.permissions import KEYERS, READERS
        from common import csrf, health, outbox
        from engagement import lifecycle, staff_reads, views
        from engagement.packs import sections
        from responses import emails
        from responses.drafts import labels
        from responses.drafts.reads import anything_answered
        from responses.intake.meetings import hosts
        from responses.kinds.base import kinds
        from responses.ledger import watching
        from responses.moderation import emails as to_authors
        from responses.moderation import telling
        from responses.moderation.packing import Moderation
        from responses.privacy import views as privacy
        from responses.publication import staff_views as publication
        from responses.publication import views as published
        from responses.register import joining
        from responses.submission import timing

        for name, kind in kinds().items():
            sections.expanders[name] = kind.expand
        sections.answered.append(anything_answered)
        sections.pack_sections.append(Moderation())
        csrf.labellers.append(labels.of_request)
        lifecycle.dates_followed.append(timing.follow)
        outbox.register(timing.AGAIN, timing.look_again)
        outbox.register("responses.draft_link", emails.send_draft_link)
        outbox.register("responses.receipt", emails.send_receipt)
        outbox.register("responses.withdrawn", emails.send_withdrawal)
        outbox.register(telling.TOLD, to_authors.send_told)
        outbox.register(telling.ANSWERED, to_authors.send_answer)
        outbox.register(hosts.KIND, hosts.send_email)
        health.more_signs.append(watching.of_ledger)
        views.more_pages.append(published.page_of)
        staff_reads.more_pages.append(publication.page_of)
        staff_reads.more_pages.append(privacy.page_of)
        navigation.register("Responses", "responses_staff:queue", roles=READERS, order=40, of_exercise=True)
        navigation.register("Key in", "responses_staff:key_in", roles=KEYERS, order=50, of_exercise=True)
        navigation.register("Copies", "responses_staff:copies", roles=READERS, order=65, of_exercise=True)
        navigation.register("Ledger", "responses_staff:ledger", roles=READERS, order=70, of_exercise=True)
        navigation.register("Import", "responses_staff:imports", roles=KEYERS, order=54, of_exercise=True)
        navigation.register("Mail", "responses_staff:mail", roles=KEYERS, order=52, of_exercise=True)
        joining.join()
