import pytest
from django.core.cache import cache

from common import throttle


def test_what_is_within_the_limit_is_allowed():
    assert [throttle.allow("a", limit=2, period=3600) for _ in range(3)] == [True, True, False]
    assert throttle.allow("b", limit=2, period=3600)


def test_a_cache_that_is_down_throttles_nobody(monkeypatch):
    def down(*args, **kwargs):
        raise ConnectionError

    monkeypatch.setattr(cache, "add", down)
    assert all(throttle.allow("a", limit=0, period=3600) for _ in range(3))


def test_the_address_itself_is_not_kept(rf):
    assert "203.0.113.9" not in throttle.address_bucket(rf.get("/", REMOTE_ADDR="203.0.113.9"), "submit")


def test_a_household_with_many_ipv6_addresses_counts_as_one(rf):
    one, other, stranger = (
        throttle.address_bucket(rf.get("/", REMOTE_ADDR=address), "submit")
        for address in ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", "2001:db8:1:3::1")
    )
    assert one == other != stranger


@pytest.mark.parametrize(
    ("proxies", "forwarded", "seen"),
    [
        (0, "198.51.100.7", "10.0.0.1"),
        (1, "198.51.100.7", "198.51.100.7"),
        (1, "made-up, 198.51.100.7", "198.51.100.7"),
        (2, "198.51.100.7, 10.0.0.2", "198.51.100.7"),
        (1, None, ""),
    ],
)
def test_only_our_own_proxies_are_believed(rf, settings, proxies, forwarded, seen):
    settings.TRUSTED_PROXY_COUNT = proxies
    headers = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}
    assert throttle.client_address(rf.get("/", REMOTE_ADDR="10.0.0.1", **headers)) == seen
