"""Every address of the site, by room."""

from django.contrib import admin
from django.urls import include, path

from accounts.permissions import staff_page
from engagement.gallery import gallery
from responses.moderation.public_views import policy_page
from responses.privacy.views import held_and_why

urlpatterns = [
    path("exercises/<slug:slug>/answer/", include("responses.urls")),  # first, since most requests are for these pages
    path("exercises/<slug:slug>/responses/", include("responses.publication.urls")),
    path("exercises/<slug:slug>/moderation/", policy_page, name="moderation_policy"),
    path("exercises/<slug:slug>/what-is-held/", held_and_why, name="what_is_held"),
    path("health/", include("common.urls")),
    path("account/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    path("staff/components/", staff_page()(gallery), name="components"),
    path("staff/", include("accounts.staff_urls")),
    path("staff/", include("engagement.staff_urls")),
    path("staff/", include("footprints.staff_urls")),
    path("staff/", include("responses.staff_urls")),
    path("staff/", include("analysis.staff_urls")),
    path("", include("footprints.urls")),
    path("", include("engagement.urls")),
]
