"""Django's admin: the outbox, to see what waits or failed and to have it tried again."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from common import outbox
from common.models import OutboxMessage


@admin.register(OutboxMessage)
class OutboxMessageAdmin(admin.ModelAdmin):
    """Read only, without the payload: it may hold an address."""

    list_display = ["kind", "created_at", "available_at", "attempts", "done_at", "failed_at", "last_error"]
    list_filter = ["kind", ("failed_at", admin.EmptyFieldListFilter), ("done_at", admin.EmptyFieldListFilter)]
    readonly_fields = [
        "uid",
        "kind",
        "created_at",
        "available_at",
        "claimed_at",
        "attempts",
        "done_at",
        "failed_at",
        "last_error",
    ]
    exclude = ["payload"]
    ordering = ["-id"]
    show_full_result_count = False
    actions = ["try_again"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: OutboxMessage | None = None) -> bool:
        return False

    @admin.action(description="Try the failed ones again")
    def try_again(self, request: HttpRequest, messages: QuerySet[OutboxMessage]) -> None:
        """Put what failed for good back into the queue."""
        self.message_user(request, f"{outbox.try_again(messages)} messages will be tried again.")
