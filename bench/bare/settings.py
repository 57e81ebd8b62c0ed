"""Bare Django: no middleware, one app, and the site's own database, connections, templates engine and compression."""

from config.settings import (  # noqa: F401
    ALLOWED_HOSTS,
    DATABASES,
    DEFAULT_AUTO_FIELD,
    DEMO,
    ENCRYPTION_KEYS,
    LANGUAGE_CODE,
    LOGGING,
    SECRET_KEY,
    TIME_ZONE,
    USE_I18N,
    USE_TZ,
)

INSTALLED_APPS = ["bench.bare"]
MIDDLEWARE: list[str] = []
ROOT_URLCONF = "bench.bare.urls"
WSGI_APPLICATION = "bench.bare.wsgi.application"
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}]
