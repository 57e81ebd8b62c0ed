"""What gunicorn serves. A misconfigured site does not start: it says what is wrong, and the remedy."""

import os

from django.core.checks import ERROR, run_checks
from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_wsgi_application()

if errors := [problem for problem in run_checks() if problem.level >= ERROR]:
    raise ImproperlyConfigured("\n".join(str(problem) for problem in errors))
