import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.test import RequestFactory

from accounts import permissions
from accounts.models import Membership, Role
from common import clock
from tests.accounts.factories import MembershipFactory, member

MAY = {
    "can_publish": {"communications", "administrator"},
    "can_moderate": {"communications"},
    "can_key": {"communications"},
    "can_see_responses": {"communications", "analyst"},
    "can_report": {"communications", "analyst"},
    "can_see_dashboard": {"communications", "analyst", "steering", "administrator"},
    "can_download_report": {"communications", "analyst", "steering"},
}


@pytest.mark.parametrize("predicate", MAY)
def test_each_role_may_do_its_own_things_in_its_own_organisation(cast, predicate):
    may = getattr(permissions, predicate)
    allowed = {
        who
        for who in ("administrator", "communications", "analyst", "steering", "outsider", "stranger")
        if may(getattr(cast, who), cast.northshire.pk)
    }
    assert allowed == MAY[predicate]


def test_roles_cost_one_query_for_all_organisations(cast, django_assert_num_queries):
    MembershipFactory(user=cast.analyst, organisation=cast.elsewhere, role=Role.STEERING)
    with django_assert_num_queries(1):
        assert permissions.roles_of(cast.analyst, cast.northshire.pk) == {Role.ANALYST}
        assert permissions.roles_of(cast.analyst, cast.elsewhere.pk) == {Role.STEERING}
        assert permissions.roles_of(cast.analyst, 0) == frozenset()


def test_a_stranger_costs_no_query(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert not permissions.can_publish(AnonymousUser(), 1)
        assert not permissions.has_second_factor(AnonymousUser())


def test_a_role_that_ended_counts_for_nothing(cast):
    Membership.objects.filter(user=cast.analyst).update(ended_at=clock.now(), ended_by=cast.administrator)
    assert permissions.roles_of(cast.analyst, cast.northshire.pk) == frozenset()
    assert not permissions.organisations_with(cast.analyst).exists()


def test_organisations_are_found_by_role(cast):
    both = member(cast.northshire, Role.ANALYST)
    MembershipFactory(user=both, organisation=cast.elsewhere, role=Role.STEERING)
    assert set(permissions.organisations_with(both)) == {cast.northshire, cast.elsewhere}
    assert set(permissions.organisations_with(both, Role.ANALYST, Role.COMMUNICATIONS)) == {cast.northshire}
    assert set(permissions.organisations_with(both, Role.ADMINISTRATOR)) == set()
    assert set(permissions.organisations_with(cast.stranger)) == set()


@permissions.staff_page(Role.ANALYST)
def analysts_page(request):
    return HttpResponse("figures")


def visit(user, page=analysts_page):
    request = RequestFactory().get("/staff/figures/", {"day": "1"})
    request.user = user
    return page(request)


def test_a_staff_page_opens_to_its_role(cast):
    assert visit(cast.analyst).content == b"figures"


def test_a_stranger_is_sent_to_sign_in_and_then_back(cast):
    assert visit(cast.stranger).url == "/account/login/?next=/staff/figures/%3Fday%3D1"


@pytest.mark.parametrize("who", ["administrator", "communications", "steering", "outsider"])
def test_a_staff_page_is_refused_to_other_roles(cast, who):
    with pytest.raises(PermissionDenied):
        visit(getattr(cast, who))


def test_a_page_for_all_staff_opens_to_any_role_and_to_nobody_without_one(cast):
    page = permissions.staff_page()(lambda request: HttpResponse("hello"))
    assert visit(cast.steering, page).status_code == 200
    with pytest.raises(PermissionDenied):
        visit(member(cast.northshire), page)


def test_staff_without_a_second_factor_are_sent_to_set_one_up(cast):
    new = member(cast.northshire, Role.ANALYST, second_factor=False)
    assert visit(new).url == "/account/2fa/totp/activate/"


def test_recovery_codes_alone_are_no_second_factor(cast):
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    new = member(cast.northshire, Role.ANALYST, second_factor=False)
    RecoveryCodes.activate(new)
    assert visit(new).status_code == 302


def test_a_demonstration_asks_for_no_second_factor(cast, settings):
    settings.DEMO = True
    assert visit(member(cast.northshire, Role.ANALYST, second_factor=False)).content == b"figures"
