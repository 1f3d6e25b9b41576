"""One running house for all generated tests of a worker, with one of everything in it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.furnished_house import Furnished, furnished
from tests.support.whole_house import House, whole_house


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """All six services on SQLite, with a message server beside them."""
    with whole_house(tmp_path_factory.mktemp("house")) as running:
        yield running


@pytest.fixture(scope="session")
def furniture(house: House) -> Furnished:
    """The same, with one of everything that can be read."""
    return furnished(house)
