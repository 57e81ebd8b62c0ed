"""Secret links. A token is shown once; the database keeps only its hash."""

import hashlib
import secrets


def mint() -> str:
    """Return a new token of 32 random bytes, safe in an address."""
    return secrets.token_urlsafe(32)


def hash_token(token: str) -> str:
    """Return what is stored of a token: its SHA-256 in hex. Random tokens of this length need no salt."""
    return hashlib.sha256(token.encode()).hexdigest()
