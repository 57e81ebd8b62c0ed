from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from accounts.permissions import has_second_factor


class StaffAdminSite(AdminSite):
    """Django's admin behind the same sign-in as every staff page: its own would skip the second factor."""

    site_header = "Administration"
    site_title = "Administration"

    def has_permission(self, request: HttpRequest) -> bool:
        """Only superusers with a second factor."""
        user = request.user
        return user.is_active and user.is_superuser and (settings.DEMO or has_second_factor(user))

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Send strangers to the site's own sign-in page, and superusers to what they still lack."""
        if self.has_permission(request):
            return redirect("admin:index")
        if not request.user.is_authenticated:
            return redirect_to_login(request.GET.get("next") or reverse("admin:index"))
        if not request.user.is_superuser:
            raise PermissionDenied("Django's admin is for administrators of the whole site.")
        return redirect("mfa_activate_totp")
