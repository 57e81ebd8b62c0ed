"""Who may do what. Every staff page and every staff queryset starts here."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect

from accounts.models import Membership, Organisation, Role, User

Person = User | AnonymousUser
View = Callable[..., HttpResponseBase]

PUBLISHERS = frozenset({Role.COMMUNICATIONS, Role.ADMINISTRATOR})
MODERATORS = frozenset({Role.COMMUNICATIONS})
KEYERS = frozenset({Role.COMMUNICATIONS})
READERS = frozenset({Role.COMMUNICATIONS, Role.ANALYST})
REPORTERS = frozenset({Role.COMMUNICATIONS, Role.ANALYST})
DOWNLOADERS = frozenset({Role.COMMUNICATIONS, Role.ANALYST, Role.STEERING})
EVERYONE = frozenset(Role)
NOBODY: frozenset[Role] = frozenset()


def all_roles(user: Person) -> dict[int, frozenset[Role]]:
    """Return the person's roles by organisation id: one query, remembered on the user object of this request."""
    if not user.is_authenticated:
        return {}
    if user.roles_by_organisation is None:
        known: dict[int, frozenset[Role]] = {}
        rows = Membership.objects.active().filter(user_id=user.pk).values_list("organisation_id", "role")
        for organisation_id, role in rows.order_by():
            known[organisation_id] = known.get(organisation_id, NOBODY) | {Role(role)}
        user.roles_by_organisation = known
    return user.roles_by_organisation


def roles_of(user: Person, organisation_id: int) -> frozenset[Role]:
    """Return the roles a person holds in one organisation."""
    return all_roles(user).get(organisation_id, NOBODY)


def holds(user: Person, *roles: Role) -> bool:
    """Whether the person holds one of the roles (any role, when none is named) in at least one organisation."""
    wanted = frozenset(roles) or EVERYONE
    return any(held & wanted for held in all_roles(user).values())


def organisations_with(user: Person, *roles: Role) -> QuerySet[Organisation]:
    """Return the organisations in which the person holds one of the roles (any role, when none is named)."""
    wanted = frozenset(roles) or EVERYONE
    ids = [organisation_id for organisation_id, held in all_roles(user).items() if held & wanted]
    return Organisation.objects.filter(pk__in=ids)


def can_publish(user: Person, organisation_id: int) -> bool:
    """Publish, extend and close exercises, and post notices."""
    return bool(roles_of(user, organisation_id) & PUBLISHERS)


def can_moderate(user: Person, organisation_id: int) -> bool:
    """Accept, hold, set aside and redact responses."""
    return bool(roles_of(user, organisation_id) & MODERATORS)


def can_key(user: Person, organisation_id: int) -> bool:
    """Key in what came by email, letter, paper form or meeting."""
    return bool(roles_of(user, organisation_id) & KEYERS)


def can_see_responses(user: Person, organisation_id: int) -> bool:
    """Read the words of responses, and the personal data among them."""
    return bool(roles_of(user, organisation_id) & READERS)


def can_report(user: Person, organisation_id: int) -> bool:
    """Ask for a report at any time; the steering group may only once the exercise is over."""
    return bool(roles_of(user, organisation_id) & REPORTERS)


def can_see_dashboard(user: Person, organisation_id: int) -> bool:
    """See counts by channel, type and day."""
    return bool(roles_of(user, organisation_id))


def can_download_report(user: Person, organisation_id: int) -> bool:
    """Open and download a report that is ready."""
    return bool(roles_of(user, organisation_id) & DOWNLOADERS)


def has_second_factor(user: Person) -> bool:
    """Whether the person has set up an authenticator app; remembered on the user object of this request."""
    if not user.is_authenticated:
        return False
    if user.second_factor is None:
        totp = Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.TOTP)
        user.second_factor = totp.exists()
    return user.second_factor


def signed_in(request: HttpRequest) -> User:
    """Return who is signed in, on a page that is guarded: a stranger here is a mistake of ours."""
    if not request.user.is_authenticated:
        raise PermissionDenied("Nobody is signed in.")
    return request.user


def staff_page(*roles: Role) -> Callable[[View], View]:
    """Open a page to staff who hold one of the roles in some organisation (any role, when none is named).

    A stranger is sent to sign in, staff without a second factor to set one up, and anybody else gets a 403. Whether
    the object on the page is theirs is for the page's own queryset to say, with a 404.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            refusal = refusal_of(request, *roles)
            return view(request, *args, **kwargs) if refusal is None else refusal

        return guarded

    return decorate


def refusal_of(request: HttpRequest, *roles: Role) -> HttpResponse | None:
    """Return the page a visitor gets instead of a staff page, or None when they may have it."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    if not holds(request.user):
        raise PermissionDenied("Your account has no role in any organisation.")
    if not settings.DEMO and not has_second_factor(request.user):
        return redirect("mfa_activate_totp")
    if not holds(request.user, *roles):
        raise PermissionDenied("Your role does not include this page.")
    return None
