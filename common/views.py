"""Health, for probes and for the people on call."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from common import health as signs


@never_cache
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """Tell how the whole site does: database, queue, worker, outbox. 503 when somebody has to look."""
    return _answer(signs.of_site())


@never_cache
@require_safe
def health_of_web(request: HttpRequest) -> JsonResponse:
    """
    Tell whether this web process can serve respondents: that takes the database alone.

    Load balancers ask here. A broker or a worker that is down must not take the pages away.
    """
    return _answer([signs.of_database()])


def _answer(parts: list[signs.Sign]) -> JsonResponse:
    ok = all(part.ok for part in parts)
    body = {"ok": ok, "parts": {part.name: {"ok": part.ok, **part.facts} for part in parts}}
    return JsonResponse(body, status=200 if ok else 503)
