"""Fields whose content is encrypted in the database, so that a copy of the database alone gives away no one."""

import json
from functools import lru_cache
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.exceptions import FieldError, ImproperlyConfigured
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models.lookups import Exact
from django.db.models.query_utils import DeferredAttribute


@lru_cache(maxsize=4)
def _cipher(keys: tuple[str, ...]) -> MultiFernet:
    if not keys:
        raise ImproperlyConfigured("ENCRYPTION_KEYS is empty: see docs/settings.md for how to make one.")
    return MultiFernet([Fernet(key) for key in keys])


def encrypt(text: str) -> str:
    """Encrypt with the first of ENCRYPTION_KEYS."""
    return _cipher(tuple(settings.ENCRYPTION_KEYS)).encrypt(text.encode()).decode()


def decrypt(stored: str) -> str:
    """Decrypt with whichever of ENCRYPTION_KEYS fits."""
    try:
        return _cipher(tuple(settings.ENCRYPTION_KEYS)).decrypt(stored.encode()).decode()
    except InvalidToken as error:
        raise ImproperlyConfigured("None of ENCRYPTION_KEYS opens this value: put its key back.") from error


class Sealed(str):
    """What the database holds of an encrypted field."""

    __slots__ = ()


class OpenedWhenRead(DeferredAttribute):
    """Decrypts a field of an object when it is first read: most pages have no use for it."""

    field: "EncryptedTextField"

    def __get__(self, instance: models.Model | None, cls: type[models.Model] | None = None) -> Any:
        value = super().__get__(instance, cls)
        if isinstance(value, Sealed):
            assert instance is not None
            value = instance.__dict__[self.field.attname] = self.field.opened(value)
        return value

    def __set__(self, instance: models.Model, value: Any) -> None:
        instance.__dict__[self.field.attname] = value


class EncryptedTextField(models.TextField):
    """Text that only this site can read. It cannot be searched or sorted; only `isnull` works in a query.

    Objects open it when it is read; `values` and `values_list` give it sealed.
    """

    description = "Encrypted text"
    descriptor_class = OpenedWhenRead

    def get_prep_value(self, value: Any) -> str | None:
        if isinstance(value, Sealed):  # sealed already, by whoever puts it under a newer key
            return str(value)
        text = super().get_prep_value(value)
        return encrypt(text) if text else text  # an empty text stays one: there is nothing to hide

    def from_db_value(self, value: str | None, expression: object, connection: object) -> Any:
        return None if value is None else Sealed(value)

    def opened(self, sealed: Sealed) -> Any:
        """Return what was sealed."""
        return decrypt(sealed) if sealed else ""

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name not in {"isnull", StillSealedAs.lookup_name}:
            raise FieldError(f"{self.name} is encrypted and cannot be looked up by {lookup_name!r}.")
        return super().get_lookup(lookup_name)


@EncryptedTextField.register_lookup
class StillSealedAs(Exact):
    """Whether the database still holds what was read from it, sealed: nobody has written meanwhile."""

    lookup_name = "still_sealed_as"

    def get_rhs_op(self, connection: object, rhs: str) -> str:
        return f"= {rhs}"


class EncryptedJSONField(EncryptedTextField):
    """A JSON object, encrypted as text; an empty one is kept as an empty text, for there is nothing to hide."""

    _pyi_private_set_type: Any
    _pyi_private_get_type: Any

    description = "Encrypted JSON"

    def get_prep_value(self, value: Any) -> str | None:
        if isinstance(value, Sealed):
            return str(value)
        if value in ({}, ""):  # as which an empty one lies in the database
            return ""
        return None if value is None else super().get_prep_value(json.dumps(value, cls=DjangoJSONEncoder))

    def opened(self, sealed: Sealed) -> Any:
        return json.loads(super().opened(sealed)) if sealed else {}

    def to_python(self, value: Any) -> Any:
        return value

    def value_to_string(self, obj: models.Model) -> str:
        return json.dumps(self.value_from_object(obj), cls=DjangoJSONEncoder)
