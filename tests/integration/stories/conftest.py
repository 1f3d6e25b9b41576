"""All services in this process, hearing of each other by their feeds."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.whole_house import House, whole_house


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """One for every story: each has a case of its own. It looks at the feeds all the time, and so ends with them."""
    with whole_house(tmp_path_factory.mktemp("stories"), nats="off", poll_seconds=0.02) as running:
        yield running
