import re
from datetime import UTC, date, datetime

from common import clock, tokens


def test_the_clock_can_be_held():
    moment = datetime(2021, 5, 28, 22, 30, tzinfo=UTC)
    with clock.held(moment):
        assert clock.now() == moment
    assert clock.now() > moment


def test_today_is_a_day_in_london():
    with clock.held(datetime(2021, 5, 28, 23, 30, tzinfo=UTC)):
        assert clock.today() == date(2021, 5, 29)


def test_a_request_is_judged_by_when_it_began(rf):
    request = rf.get("/")
    request.received_at = datetime(2021, 5, 28, tzinfo=UTC)
    assert clock.received(request) == request.received_at


def test_a_request_carries_when_it_began(client):
    moment = datetime(2021, 5, 28, tzinfo=UTC)
    with clock.held(moment):
        response = client.get("/nothing-here/")
    assert clock.received(response.wsgi_request) == moment


def test_tokens_are_long_random_and_stored_as_a_hash():
    token = tokens.mint()
    assert re.fullmatch(r"[\w-]{43}", token)
    assert token != tokens.mint()
    assert re.fullmatch(r"[0-9a-f]{64}", tokens.hash_token(token))
