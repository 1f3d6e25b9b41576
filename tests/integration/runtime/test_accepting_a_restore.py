"""`loket accept-restore`: an operator is told what was heard of a future that is no more, and lets a service go on."""

from __future__ import annotations

from pathlib import Path

import pytest

from services.restoring import tell_and_accept
from shared.eventlog.feed import Feed
from shared.runtime.authorisation import Authorisation
from shared.runtime.consumer import Consumer
from shared.runtime.service import ServiceDefinition, ServiceParts
from shared.runtime.settings import Settings
from shared.runtime.source_past import SourcePast
from tests.support import permits
from tests.support.messages import PUBLICATIONS, Desk, Producer

DESK = ServiceDefinition(
    name="desk",
    title="Desk",
    metadata=permits.metadata,
    migrations="",
    authorisation=Authorisation(),
    build=lambda _: ServiceParts(),
)


@pytest.fixture
def consumer(producer: Producer, desk: Desk, tmp_path: Path) -> Consumer:
    """The desk's, which has heard two stamps of which the log has only the first now."""
    (tmp_path / "restored").mkdir()
    restored = Producer(tmp_path / "restored")
    for each in (producer, restored):
        each.stamp("1")
    producer.stamp("2")
    past = SourcePast(desk.engine, permits.tables.consumers, "desk")
    consumer = desk.consumer(producer.feed, None, poll_seconds=0.0)
    consumer._past = past
    hear(consumer)
    consumer._source = Feed(restored.log, PUBLICATIONS)
    return consumer


def hear(consumer: Consumer) -> None:
    """Until there is nothing more to hear."""
    while consumer.step():
        pass


def told(tmp_path: Path, by: str | None = None, because: str | None = None) -> tuple[int, list[str]]:
    """The command: its exit code and what it says."""
    said: list[str] = []
    settings = Settings(data=tmp_path, nats="off", database_url="sqlite:///{data}/{service}.db")
    code = tell_and_accept(DESK, "permits", settings, by=by, because=because, say=said.append)
    return code, said


def test_before_anything_is_noticed_there_is_nothing_to_tell(consumer: Consumer, tmp_path: Path):
    """The service that hears has to have asked."""
    assert consumer.regression is None
    assert told(tmp_path, "operator-1", "why not") == (
        1,
        ["desk stands before no log of permits that was put back."],
    )


def test_what_was_lost_and_what_it_caused_is_told_and_nothing_changed(consumer: Consumer, tmp_path: Path):
    """Until somebody says who accepts it, and why."""
    hear(consumer)
    code, said = told(tmp_path)
    assert code == 1
    assert said[0] == "desk heard permits up to 4; it has the same past up to 2."
    assert said[1].startswith("lost: permits 4: nl.zero-emissiezones.test-stamped.v1 (")
    assert [line.split(" (")[0] for line in said[2:4]] == [
        "  which caused desk 3: test.permit-asked",
        "  which caused desk 4: test.permit-stamped",
    ]
    assert len(said) == 5
    hear(consumer)
    assert consumer.regression is not None


def test_once_accepted_the_service_goes_on(consumer: Consumer, desk: Desk, tmp_path: Path):
    """And it is accepted once."""
    hear(consumer)
    code, said = told(tmp_path, "operator-1", "disk of 2 March")
    assert (code, said[-1]) == (0, "Accepted: desk goes on from 2 of permits.")
    assert told(tmp_path, "operator-2", "again")[0] == 1
    hear(consumer)
    assert consumer.regression is None
    assert desk.position() == 2
