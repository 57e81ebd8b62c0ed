"""What every page may say."""

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, object]:
    """The site's name, and whether it is a demonstration (a banner on every page says so)."""
    return {"demo": settings.DEMO, "site_name": settings.SITE_NAME}
