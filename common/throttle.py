"""Rate limits, counted in Django's cache; with Redis over all web processes, without it in each."""

import hashlib
import ipaddress
import logging
import time

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

log = logging.getLogger(__name__)


def allow(bucket: str, *, limit: int, period: int) -> bool:
    """
    Count one more event in a bucket and say whether it is still within `limit` per `period` seconds.

    Limits are for abuse and not for people: set them so that a hospital behind one address does not reach them. When
    the cache cannot be reached everything is allowed, since a respondent comes before a rate limit.
    """
    window = int(time.time()) // period
    key = "throttle:" + hashlib.sha256(f"{bucket}:{period}:{window}".encode()).hexdigest()
    try:
        cache.add(key, 0, timeout=period)
        return cache.incr(key) <= limit
    except ValueError:  # the window ended between the two calls
        return True
    except Exception as error:
        log.warning("The cache cannot be reached, so nothing is throttled: %s", error)
        return True


def address_bucket(request: HttpRequest, name: str) -> str:
    """Return the bucket of this visitor's address for an act such as "submit"; the address itself is not kept."""
    return f"{name}:{salted_hmac('common.throttle', _network(client_address(request)), algorithm='sha256').hexdigest()}"


def mailbox_bucket(email: str) -> str:
    """Return the bucket of a mailbox, however its address is written; the address itself is not kept."""
    name, _, domain = "".join(email.split()).casefold().rpartition("@")
    mailbox = f"{name.partition('+')[0]}@{domain}"  # what follows a plus sign reaches the same mailbox
    return f"mail:{salted_hmac('common.throttle', mailbox, algorithm='sha256').hexdigest()}"


def client_address(request: HttpRequest) -> str:
    """Return the visitor's address, as the outermost of our own proxies saw it."""
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    trusted = settings.TRUSTED_PROXY_COUNT
    if trusted and len(forwarded) >= trusted:
        return forwarded[-trusted].strip()
    return request.META.get("REMOTE_ADDR", "")


def _network(address: str) -> str:
    """One household has a whole /64 of IPv6 addresses; count it as one."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(ipaddress.ip_network((parsed, 64), strict=False)) if parsed.version == 6 else address
