"""NHS.UK front end for django-crispy-forms: a template pack called "nhsuk", fast enough to render on every request."""
