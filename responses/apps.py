from django.apps import AppConfig


class ResponsesConfig(AppConfig):
    name = "responses"

    def ready(self) -> None:
        from common import outbox
        from engagement.packs import sections
        from responses import emails
        from responses.drafts.reads import anything_answered
        from responses.kinds.base import kinds

        for name, kind in kinds().items():
            sections.expanders[name] = kind.expand
        sections.answered.append(anything_answered)
        outbox.register("responses.draft_link", emails.send_draft_link)
        outbox.register("responses.receipt", emails.send_receipt)
