"""Django's admin, for those who run the whole site. Day-to-day work on people is done at /staff/people/."""

from __future__ import annotations

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.http import HttpRequest

from accounts.models import Membership, Organisation, StaffAct, User


@admin.register(Organisation)
class OrganisationAdmin(admin.ModelAdmin):
    list_display = ["name", "slug", "controller", "contact_email"]
    search_fields = ["name", "slug"]

    def get_readonly_fields(self, request: HttpRequest, obj: Organisation | None = None) -> list[str]:
        """Fix the controller once it is named: published editions carry it, and a content pack checks it."""
        return ["controller"] if obj else []


@admin.register(User)
class StaffUserAdmin(UserAdmin):
    ordering = ["email"]
    list_display = ["email", "name", "is_active", "is_superuser", "last_login"]
    list_filter = ["is_active", "is_superuser"]
    search_fields = ["email", "name"]
    readonly_fields = ["last_login", "date_joined"]
    filter_horizontal = ()
    fieldsets = [
        (None, {"fields": ["email", "name", "password"]}),
        ("Access", {"fields": ["is_active", "is_staff", "is_superuser"]}),
        ("Dates", {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [
        (None, {"classes": ["wide"], "fields": ["email", "name", "usable_password", "password1", "password2"]})
    ]

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Refuse: acts stay on record under the name of who did them, so accounts are closed and not deleted."""
        return False


class ReadOnlyAdmin(admin.ModelAdmin):
    """A table to look at. What changes it leaves a record, and Django's admin would not."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Refuse."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Refuse."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Refuse."""
        return False


@admin.register(Membership)
class MembershipAdmin(ReadOnlyAdmin):
    list_display = ["user", "organisation", "role", "since", "ended_at", "ended_by"]
    list_filter = ["organisation", "role"]
    list_select_related = ["user", "organisation", "ended_by"]
    search_fields = ["user__email", "user__name"]


@admin.register(StaffAct)
class StaffActAdmin(ReadOnlyAdmin):
    list_display = ["at", "organisation", "verb", "email", "by", "note"]
    list_filter = ["organisation", "verb"]
    list_select_related = ["organisation", "by"]
    search_fields = ["email", "by__email"]
