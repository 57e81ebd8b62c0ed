"""Responses, acts and what came in, to be looked at in Django's admin and never changed there."""

from __future__ import annotations

from django.contrib import admin

from accounts.admin import ReadOnlyAdmin
from responses.intake.models import Original
from responses.ledger.models import Export, Seal
from responses.moderation.models import Act
from responses.submission.models import Response


@admin.register(Response)
class ResponseAdmin(ReadOnlyAdmin):
    """Who and when; the words are on the staff pages, for those whose role includes them."""

    list_display = ["reference", "exercise", "channel", "kind", "standing", "timing", "received_at"]
    list_filter = ["exercise", "standing", "channel", "timing"]
    search_fields = ["reference"]
    list_select_related = ["exercise"]
    show_full_result_count = False
    exclude = ["draft", "submission_key", "confidentiality_reason"]


@admin.register(Act)
class ActAdmin(ReadOnlyAdmin):
    list_display = ["response", "version", "verb", "reason", "by", "at"]
    list_filter = ["verb", "reason"]
    search_fields = ["response__reference"]
    list_select_related = ["response", "by"]
    show_full_result_count = False


@admin.register(Original)
class OriginalAdmin(ReadOnlyAdmin):
    """The hash and the name; the file itself is handed out by the staff pages alone."""

    list_display = ["name", "response", "content_type", "size", "sha256", "added_by", "added_at"]
    search_fields = ["name", "sha256", "response__reference"]
    list_select_related = ["response", "added_by"]
    show_full_result_count = False
    exclude = ["file", "draft"]


@admin.register(Seal)
class SealAdmin(ReadOnlyAdmin):
    list_display = ["exercise", "number", "made_at", "digest"]
    list_filter = ["exercise"]
    show_full_result_count = False


@admin.register(Export)
class ExportAdmin(ReadOnlyAdmin):
    """Who took what out of the ledger, and what for."""

    list_display = ["exercise", "kind", "response", "by", "at", "reason"]
    list_filter = ["exercise", "kind"]
    list_select_related = ["exercise", "response", "by"]
    show_full_result_count = False
