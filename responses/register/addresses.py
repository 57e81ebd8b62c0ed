"""Email addresses that can be looked up without being readable: a keyed hash stands for each."""

from __future__ import annotations

import hashlib
import hmac

from django.conf import settings

PURPOSE = b"responses.register.addresses:"


def tidy(address: str) -> str:
    """Return the one spelling under which an address is looked up."""
    return "".join(address.split()).casefold()


def hash_of(address: str) -> str:
    """Return what stands for an address in the database; nothing for no address."""
    return _hash(settings.SECRET_KEY, address) if tidy(address) else ""


def hashes_of(address: str) -> list[str]:
    """Return all that may stand for an address: keys that were in use before count until they are taken out."""
    if not tidy(address):
        return []
    return [_hash(key, address) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]


def _hash(key: str, address: str) -> str:
    return hmac.new(key.encode(), PURPOSE + tidy(address).encode(), hashlib.sha256).hexdigest()
