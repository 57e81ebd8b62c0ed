from __future__ import annotations

import pytest

from tests.responses.ledger import making
from tests.responses.ledger.making import Ledger


@pytest.fixture
def ledger(db: None) -> Ledger:
    return making.ledger()
