"""Django's admin: exercises to look at. Content packs and staff pages change them, and keep a record."""

from __future__ import annotations

from django.contrib import admin

from accounts.admin import ReadOnlyAdmin
from engagement.models import Edition, Exercise, ExerciseAct, Notice, Option, Question, Section


@admin.register(Exercise)
class ExerciseAdmin(ReadOnlyAdmin):
    list_display = ["slug", "organisation", "state", "opens_at", "closes_at", "grace_hours"]
    list_filter = ["organisation", "state"]
    list_select_related = ["organisation"]
    search_fields = ["slug"]


@admin.register(Edition)
class EditionAdmin(ReadOnlyAdmin):
    list_display = ["exercise", "number", "title", "created_at", "published_at", "change_note"]
    list_filter = ["exercise"]
    list_select_related = ["exercise"]


@admin.register(ExerciseAct)
class ExerciseActAdmin(ReadOnlyAdmin):
    list_display = ["at", "exercise", "verb", "by", "reason"]
    list_filter = ["exercise", "verb"]
    list_select_related = ["exercise", "by"]


@admin.register(Notice)
class NoticeAdmin(ReadOnlyAdmin):
    list_display = ["posted_at", "exercise", "posted_by", "text"]
    list_filter = ["exercise"]
    list_select_related = ["exercise", "posted_by"]


@admin.register(Section)
class SectionAdmin(ReadOnlyAdmin):
    list_display = ["edition", "letter", "title"]
    list_filter = ["edition"]
    list_select_related = ["edition"]


@admin.register(Option)
class OptionAdmin(ReadOnlyAdmin):
    list_display = ["exercise", "number", "key"]
    list_filter = ["exercise"]
    list_select_related = ["exercise"]


@admin.register(Question)
class QuestionAdmin(ReadOnlyAdmin):
    list_display = ["exercise", "number", "key", "section_key"]
    list_filter = ["exercise"]
    list_select_related = ["exercise"]
