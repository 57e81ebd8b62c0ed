"""Every address of the site, by room."""

from importlib.util import find_spec

from django.contrib import admin
from django.urls import URLResolver, include, path


def _rooms(route: str, *modules: str) -> list[URLResolver]:
    """Include the rooms that are built."""
    return [path(route, include(module)) for module in modules if find_spec(module)]


urlpatterns = [
    path("health/", include("common.urls")),
    path("account/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    *_rooms("exercises/<slug:slug>/answer/", "responses.urls"),
    *_rooms("staff/", "accounts.staff_urls", "engagement.staff_urls", "responses.staff_urls", "analysis.staff_urls"),
    *_rooms("", "footprints.urls", "engagement.urls"),
]
