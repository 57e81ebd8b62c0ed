"""From the link in an invitation to a signed-in person with a second factor. No sign-in is needed to get here."""

from __future__ import annotations

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts import people
from accounts.errors import InvitationGone
from accounts.forms import JoinForm
from accounts.models import Invitation, User
from common.tokens import hash_token

SESSION_KEY = "invitation"


@never_cache
@require_safe
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Take the token out of the address, so that it stays out of logs, histories and shared screens."""
    hashed = hash_token(token)
    if not Invitation.objects.open().filter(token_hash=hashed).exists():
        return _gone(request)
    request.session[SESSION_KEY] = hashed
    return redirect("accounts_staff:join")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest) -> HttpResponseBase:
    """Take up the invitation: with a name and a password, or with the account that the address already has."""
    offers = Invitation.objects.open().filter(token_hash=request.session.get(SESSION_KEY, ""))
    offer = offers.select_related("organisation", "invited_by").first()
    if offer is None:
        return _gone(request)
    has_account = User.objects.filter(email=offer.email).exists()
    form = None if has_account else JoinForm(request.POST if request.method == "POST" else None, email=offer.email)
    if request.method == "POST" and (form is None or form.is_valid()):
        details = form.cleaned_data if form else {}
        try:
            user = people.accept(invitation=offer, **details)
        except InvitationGone:
            return _gone(request)
        return _sign_in(request, user, new=form is not None)
    context = {"invitation": offer, "form": form}
    return render(request, "accounts/join.html", context, status=422 if form and form.errors else 200)


def _sign_in(request: HttpRequest, user: User, *, new: bool) -> HttpResponseBase:
    """Sign a new person in and on to their second factor; one with an account signs in as they always do."""
    request.session.pop(SESSION_KEY, None)
    if request.user.is_authenticated and request.user.pk != user.pk:
        logout(request)
    if not new:
        messages.success(request, "You have accepted the invitation.")
        return redirect(settings.LOGIN_REDIRECT_URL)
    record_authentication(request, user, method="password", email=user.email)
    return perform_login(request, user, redirect_url=settings.LOGIN_REDIRECT_URL)


def _gone(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/invitation_gone.html", status=410)
