"""What every test may use: see tests/support."""

from collections.abc import Iterator

import hypothesis
import pytest
from django.conf import settings
from django.core.cache import cache

from tests import factories

pytest_plugins = [
    f"tests.support.{name}" for name in ("parts", "order", "emptying", "worker", "browser", "charts", "mailserver")
]

# The same examples in every run, and no limit on how long one takes: what a change breaks is seen at that change, and
# a busy machine breaks nothing. New examples are looked for with ARGS="--hypothesis-profile=search".
hypothesis.settings.register_profile("search", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.register_profile(
    "steady", hypothesis.settings.get_profile("search"), derandomize=True, max_examples=40
)
hypothesis.settings.load_profile("steady")


@pytest.fixture(autouse=True)
def _fresh_editions() -> Iterator[None]:
    """Editions never change, so they are kept per process; after a test their ids come again."""
    factories.forget_editions()  # a request that a test did not wait for may have kept one since
    yield
    factories.forget_editions()


@pytest.fixture(autouse=True)
def _empty_cache() -> Iterator[None]:
    """Rate limits counted in one test do not reach the next."""
    yield
    if settings.REDIS_URL:
        # Not cache.clear(), which would empty the whole Redis, the queues of other processes included.
        client = cache._cache.get_client(write=True)
        for key in client.scan_iter(f"{cache.key_prefix}:*"):
            client.delete(key)
    else:
        cache.clear()
