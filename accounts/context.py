from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from accounts.navigation import links_for


def staff_navigation(request: HttpRequest) -> dict[str, Any]:
    """Offer the staff header's links; nothing is looked up unless a template uses them."""
    return {"staff_navigation": SimpleLazyObject(lambda: links_for(request))}
