import pytest
from django.test import RequestFactory
from django.urls import resolve

from accounts import navigation
from accounts.context import staff_navigation
from accounts.models import Role


@pytest.fixture
def registered(monkeypatch):
    monkeypatch.setattr(navigation, "_entries", {})
    navigation.register("People", "accounts_staff:people", roles={Role.ADMINISTRATOR}, order=20)
    navigation.register("Your sign-in", "mfa_index", order=30)
    navigation.register("Join", "accounts_staff:join", order=10)


def links(user, path="/"):
    request = RequestFactory().get(path)
    request.user = user
    return staff_navigation(request)["staff_navigation"]


def test_each_role_sees_its_own_links_in_their_order(cast, registered):
    assert [link.label for link in links(cast.administrator)] == ["Join", "People", "Your sign-in"]
    assert [link.label for link in links(cast.steering)] == ["Join", "Your sign-in"]
    assert not links(cast.stranger)


def test_the_nearest_link_is_marked_as_current(cast, registered):
    assert [link.label for link in links(cast.administrator, "/staff/people/northshire/") if link.current] == ["People"]
    assert [link.label for link in links(cast.administrator, "/staff/people/join/") if link.current] == ["Join"]
    assert not any(link.current for link in links(cast.administrator, "/elsewhere/"))


def test_a_page_that_does_not_show_the_links_pays_nothing_for_them(cast, registered, django_assert_num_queries):
    with django_assert_num_queries(0):
        shown = links(cast.administrator)
    with django_assert_num_queries(1):
        assert len(shown) == 3


def test_pages_of_an_exercise_are_linked_from_its_own_pages_only(cast, registered):
    navigation.register("Exercise", "engagement_staff:exercise", order=5, of_exercise=True)
    assert "Exercise" not in [link.label for link in links(cast.administrator)]
    path = "/staff/exercises/northshire-places/notice/"
    request = RequestFactory().get(path)
    request.user, request.resolver_match = cast.administrator, resolve(path)
    (link,) = [link for link in staff_navigation(request)["staff_navigation"] if link.label == "Exercise"]
    assert (link.url, link.current) == ("/staff/exercises/northshire-places/", True)


def test_the_people_of_an_organisation_are_not_taken_for_an_exercise(cast, registered):
    navigation.register("Exercise", "engagement_staff:exercise", order=5, of_exercise=True)
    path = "/staff/people/northshire/record/"
    request = RequestFactory().get(path)
    request.user, request.resolver_match = cast.administrator, resolve(path)
    shown = {link.label: link.current for link in staff_navigation(request)["staff_navigation"]}
    assert shown == {"Join": False, "People": True, "Your sign-in": False}
