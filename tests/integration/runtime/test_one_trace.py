"""One trace from a request to what other services do about it: through log, relay, JetStream and reaction."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from starlette.testclient import TestClient

from services.applications.main import SERVICE as APPLICATIONS
from services.decisions.main import SERVICE as DECISIONS
from services.notifications.main import SERVICE as NOTIFICATIONS
from shared.contracts.envelope import FeedPage
from shared.eventlog.recorded import RecordedEvent
from shared.privacy.vault import open_vault
from shared.runtime.access import Role
from shared.runtime.bus import Bus
from shared.runtime.clock import FixedClock
from shared.runtime.feed_client import FeedSource
from shared.runtime.ids import ClockedIds
from shared.runtime.service import RunningService, build_service, front_door
from shared.runtime.settings import Settings
from shared.runtime.tokens import issuer_of
from tests.support import permits
from tests.support.application_users import NOW, PERSON, VAN, a_body
from tests.support.desk_over_http import Silent
from tests.support.messages import Desk, Producer
from tests.support.nats import eventually
from tests.support.recorded_spans import (
    RecordedSpans,
    id_of,
    linked_traces,
    parent_of,
    recorded_spans,
    service_of,
    trace_of,
)

TRACE = "0af7651916cd43dd8448eb211c80319c"
CALLER = "b7ad6b7169203331"
REACTION = "when_application_submitted_start_decision_term"
LETTER = "when_application_submitted_confirm_its_receipt"


@dataclass(frozen=True)
class Trio:
    """Three services on one bus, and how one applies."""

    door: TestClient
    token: str
    services: Mapping[str, RunningService]

    def apply(self, traceparent: str) -> UUID:
        """Hand in an application as a part of the caller's trace; its case."""
        answer = self.door.post(
            "/applications/v1/applications",
            json=a_body(),
            headers={
                "Authorization": f"Bearer {self.token}",
                "Idempotency-Key": str(uuid4()),
                "traceparent": traceparent,
            },
        )
        assert answer.status_code == 201, answer.text
        return UUID(answer.json()["id"])

    def events_of(self, service: str) -> list[RecordedEvent]:
        """What a service has recorded."""
        return self.services[service].context.log.events_after(0)


@dataclass(frozen=True)
class FeedOfSister:
    """The feed of one of the three, which may be built later; nothing is heard of others."""

    services: Mapping[str, RunningService]
    log: str

    def page(self, after: int, limit: int = 500) -> FeedPage:
        """Its page."""
        source: FeedSource = self.services[self.log].own_feed if self.log in self.services else Silent()
        return source.page(after, limit)


@contextmanager
def a_trio(folder: Path, bus: Bus | None) -> Iterator[Trio]:
    """Applications, decisions and notifications; with a bus they look at the feeds once, at their start."""
    settings = Settings(data=folder, nats="off", poll_seconds=0.05 if bus is None else 3600)
    clock, services = FixedClock(NOW), dict[str, RunningService]()
    vault = open_vault(settings.vault_database(), folder / "master.key")
    for definition in (APPLICATIONS, DECISIONS, NOTIFICATIONS):
        services[definition.name] = build_service(
            definition,
            settings,
            clock,
            ClockedIds(clock),
            vault,
            bus,
            feed_of=lambda log: FeedOfSister(services, log),
        )
    with TestClient(front_door(list(services.values()))) as door:
        yield Trio(door, issuer_of(settings).issue(Role.APPLICANT, "applicant-1"), services)
    vault.close()


def the_trace_of_an_application(trio: Trio) -> tuple[UUID, RecordedSpans]:
    """Apply as a part of a caller's trace, and wait until the letter that confirms it is sent."""
    with recorded_spans() as spans:
        case_id = trio.apply(f"00-{TRACE}-{CALLER}-01")
        eventually(
            lambda: bool(spans.named("send letter", "notifications") and spans.named(REACTION, "decisions")),
            60,
        )
    return case_id, spans


def test_one_trace_from_the_request_to_the_events_of_other_services(tmp_path: Path, bus: Bus) -> None:
    """Request, append, publication, reaction and its append, by JetStream; and the letter that follows."""
    with a_trio(tmp_path, bus) as trio:
        _, spans = the_trace_of_an_application(trio)
        stream = bus.ensure_stream("applications")
        message = bus.last_message("applications", stream)
        started = trio.events_of("decisions")[0]
        submitted = trio.events_of("applications")[0]
    request = spans.one("POST /applications", "applications")
    assert (trace_of(request), parent_of(request)) == (TRACE, CALLER)
    assert [service_of(one) for one in spans.part_of("append", request)] == ["applications"]
    stored = f"00-{TRACE}-{id_of(request)}-01"
    assert submitted.metadata.traceparent == stored
    (published,) = spans.part_of("publish applications", request)
    assert published.attributes is not None
    assert published.attributes["messaging.batch.message_count"] == 1
    assert message is not None
    assert message.headers["traceparent"] == stored
    (reaction,) = spans.part_of(REACTION, request)
    assert service_of(reaction) == "decisions"
    assert started.metadata.traceparent == f"00-{TRACE}-{id_of(reaction)}-01"
    assert [service_of(one) for one in spans.part_of("append", reaction)] == ["decisions"]
    (drawn_up,) = spans.part_of(LETTER, request)
    (sent,) = spans.part_of("send letter", drawn_up)
    assert [service_of(one) for one in spans.part_of("append", sent)] == ["notifications"]
    for personal in (PERSON, VAN, "Voorbeeldweg", "1234AB", "applicant-1", "/applications/v1"):
        assert personal not in spans.as_text()


def test_the_feed_carries_the_same_trace_as_the_bus(tmp_path: Path) -> None:
    """Without a message server nothing is published; the reactions stand where they would have stood."""
    with a_trio(tmp_path, None) as trio:
        _, spans = the_trace_of_an_application(trio)
    request = spans.one("POST /applications", "applications")
    assert spans.named("publish applications", "applications") == []
    assert [service_of(one) for one in spans.part_of(REACTION, request)] == ["decisions"]
    assert trace_of(spans.one("send letter", "notifications")) == TRACE


@pytest.mark.parametrize("by_bus", [True, False])
def test_a_batch_is_linked_to_the_traces_of_its_messages(
    producer: Producer, desk: Desk, bus: Bus, *, by_bus: bool
) -> None:
    """The relay publishes and the consumer receives several at once; what is done about each stays in its trace."""
    traces = [f"{number:032x}" for number in (1, 2, 3)]
    for number, trace in enumerate(traces, start=1):
        permit = permits.Permit.ask(permits.nth_id(number))
        permit.stamp(str(number))
        producer.log.save_act(permits.an_act(number, traceparent=f"00-{trace}-b7ad6b7169203331-01"), permit)
    relay = producer.relay(bus)
    consumer = desk.consumer(Silent() if by_bus else producer.feed, bus if by_bus else None)
    with recorded_spans() as spans:
        relay.step()
        for _ in range(20):
            if desk.position() < producer.log.head():
                consumer.step()
    assert linked_traces(spans.one("publish permits", "permits")) == traces
    received = spans.one("receive permits", "desk")
    assert linked_traces(received) == traces
    assert received.attributes is not None
    assert received.attributes["loket.way"] == ("bus" if by_bus else "feed")
    reactions = [one for one in spans.all() if one.name == "when_stamped_file_it"]
    assert [trace_of(one) for one in reactions] == traces
    assert {linked_traces(one)[0] for one in reactions} == {trace_of(received)}
    consumer.close()
