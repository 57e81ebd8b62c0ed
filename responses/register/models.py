"""Stakeholders: organisations that a body keeps on its register, and what a response was tied to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Organisation, Role
from accounts.permissions import organisations_with
from common.fields import EncryptedJSONField, EncryptedTextField
from responses.register.names import KEY_LIMIT
from responses.submission.models import Response

if TYPE_CHECKING:
    from accounts.models import User

BY: dict[str, Any] = {"on_delete": models.PROTECT, "related_name": "+"}


class StakeholderQuerySet(models.QuerySet["Stakeholder"]):
    def visible_to(self, user: User, *roles: Role) -> StakeholderQuerySet:
        """Limit to registers of organisations where the user holds one of the roles."""
        return self.filter(organisation__in=organisations_with(user, *roles))

    def active(self) -> StakeholderQuerySet:
        """Leave out those that were retired."""
        return self.filter(retired_at__isnull=True)


class Stakeholder(models.Model):
    """An organisation on the register of a body that runs exercises. It is retired, never deleted."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="stakeholders", help_text="whose register it is on"
    )
    name = models.CharField(max_length=200)
    key = models.CharField(max_length=KEY_LIMIT, help_text="the name in one spelling; lists run in its order")
    type_key = models.SlugField(max_length=60, blank=True, help_text="of an exercise's types of organisation")
    type_label = models.CharField(max_length=200, blank=True, help_text="its words when it was chosen")
    notes = EncryptedTextField(blank=True, default="")
    version = models.PositiveIntegerField(default=0, help_text="counts changes, so that two people do not overwrite")
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, **BY)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, **BY)
    retired_at = models.DateTimeField(null=True, blank=True)
    retired_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, **BY)

    objects = StakeholderQuerySet.as_manager()

    class Meta:
        ordering = ["key", "id"]
        indexes = [models.Index(name="stakeholder_by_name", fields=["organisation", "key", "id"])]
        constraints = [
            models.CheckConstraint(name="stakeholder_is_named", condition=~Q(name="") & ~Q(key="")),
            models.CheckConstraint(
                name="stakeholder_retired_by_someone",
                condition=Q(retired_at__isnull=True, retired_by__isnull=True)
                | Q(retired_at__isnull=False, retired_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class StakeholderName(models.Model):
    """A name that a stakeholder goes by, its own among them: no two stakeholders of a register share one."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    stakeholder = models.ForeignKey(Stakeholder, on_delete=models.CASCADE, related_name="names")
    text = models.CharField(max_length=200)
    key = models.CharField(max_length=KEY_LIMIT)
    is_alias = models.BooleanField(default=True)

    class Meta:
        ordering = ["key"]
        constraints = [
            models.UniqueConstraint(name="stakeholder_name_once", fields=["organisation", "key"]),
            models.UniqueConstraint(
                name="stakeholder_one_name_of_its_own", fields=["stakeholder"], condition=Q(is_alias=False)
            ),
        ]

    def __str__(self) -> str:
        return self.text


class StakeholderArea(models.Model):
    """An area that a stakeholder covers, in the words of the exercise that it was chosen from."""

    stakeholder = models.ForeignKey(Stakeholder, on_delete=models.CASCADE, related_name="areas")
    key = models.SlugField(max_length=60)
    label = models.CharField(max_length=200)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(name="stakeholder_area_once", fields=["stakeholder", "key"])]

    def __str__(self) -> str:
        return self.label


class StakeholderContact(models.Model):
    """Whom to write to at a stakeholder: name, email and role, encrypted."""

    stakeholder = models.ForeignKey(Stakeholder, on_delete=models.CASCADE, related_name="contacts")
    details = EncryptedJSONField(help_text="name, email, role; only what is known")
    email_hash = models.CharField(max_length=64, blank=True, db_index=True, help_text="keyed, to find the address by")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                name="stakeholder_contact_once", fields=["stakeholder", "email_hash"], condition=~Q(email_hash="")
            ),
        ]

    def __str__(self) -> str:
        return f"contact {self.pk} of stakeholder {self.stakeholder_id}"

    @property
    def email(self) -> str:
        return str(self.details.get("email", ""))


class StakeholderMatch(models.Model):
    """Which stakeholder a response is from, as a person decided; none where it is from nobody on the register."""

    response = models.OneToOneField(Response, on_delete=models.CASCADE, related_name="stakeholder_match")
    stakeholder = models.ForeignKey(
        Stakeholder, on_delete=models.PROTECT, null=True, blank=True, related_name="matches"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, **BY)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"response {self.response_id} from stakeholder {self.stakeholder_id}"


class RegisterImport(models.Model):
    """A spreadsheet brought to the register: looked at first, then taken in as a whole or not at all."""

    class State(models.TextChoices):
        LOOKED_AT = "looked_at", "Looked at"
        DONE = "done", "Taken in"

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="register_imports")
    state = models.CharField(max_length=12, choices=State, default=State.LOOKED_AT)
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    rows = EncryptedJSONField(default=dict, help_text="what the file says, until it is taken in")
    counts = models.JSONField(default=dict, help_text="how many were added, changed, left as they were")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, **BY)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, **BY)

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="register_import_done_by_someone",
                condition=Q(state="looked_at", done_at__isnull=True, done_by__isnull=True)
                | Q(state="done", done_at__isnull=False, done_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.file_name
