"""Audit over real logs: read, verified, explained, and alarmed when a log is tampered with."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from threading import Barrier
from uuid import UUID, uuid4

import httpx
import pytest
from sqlalchemy import Engine, text
from starlette.testclient import TestClient

from services.audit.main import LOGS, SERVICE
from services.audit.projections import metadata
from services.audit.projections.journal import Journal as AuditJournal
from services.audit.projections.journal import OvertakenReading, Reading
from services.audit.workers.journal_check import FaultKind
from services.audit.workers.journal_reader import JournalSource, LogReader, RegisterSource
from shared.contracts.envelope import JournalPage
from shared.contracts.register import RegisterAct, RegisterEntry, RegisterEntryPage
from shared.database import open_engine, writing
from shared.eventlog.act import Act
from shared.eventlog.feed import Journal
from shared.eventlog.log import EventLog
from shared.privacy.vault import open_vault
from shared.runtime.access import Role
from shared.runtime.clock import FixedClock
from shared.runtime.feed_client import FeedUnreachable
from shared.runtime.ids import ClockedIds
from shared.runtime.migrations import schema_differences, upgrade
from shared.runtime.service import build_service
from shared.runtime.settings import Settings
from shared.runtime.tokens import issuer_of
from tests.support import permits
from tests.support.permits import ManualClock, Permit

NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)
CASE, OTHER_CASE = UUID(int=1), UUID(int=2)


@dataclass
class AuditedLog:
    """A log of permits, and the reader that audit has for it."""

    log: EventLog
    engine: Engine
    clock: ManualClock
    reader: LogReader

    def act(self, case_id: UUID | None, caused_by: UUID | None = None, stamps: int = 0) -> list[UUID]:
        """A permit in that case, with stamps by the same act; ids of its events."""
        self.clock.move(minutes=1)
        permit = Permit.ask(uuid4())
        for _ in range(stamps):
            permit.stamp()
        act = Act("handler-1", "case_handler", self.clock(), uuid4(), uuid4(), caused_by)
        saved = self.log.save_act(act, permit, case_id=case_id)
        return [recorded.event.event_id for recorded in self.log.stream(saved.resource_id)]

    def tamper(self, statement: str) -> None:
        """Change the stored log behind everybody's back."""
        with writing(self.engine) as connection:
            connection.execute(text(statement))


@pytest.fixture
def audited(tmp_path: Path, journal: AuditJournal) -> Iterator[AuditedLog]:
    """A log named decisions that audit has not read yet."""
    engine, clock = open_engine(f"sqlite:///{tmp_path}/permits.db"), ManualClock(NOON)
    permits.create_tables(engine)
    log = EventLog("decisions", engine, permits.metadata, clock, [permits.PermitRows()])
    reader = LogReader("decisions", JournalSource(Journal(log)), journal, clock)
    yield AuditedLog(log, engine, clock, reader)
    engine.dispose()


@pytest.fixture
def audit_engine(tmp_path: Path) -> Iterator[Engine]:
    """Audit's own database, where the service will look for it."""
    engine = open_engine(Settings(data=tmp_path).database_of("audit"))
    upgrade(engine, "services.audit.migrations")
    yield engine
    engine.dispose()


@pytest.fixture
def journal(audit_engine: Engine) -> AuditJournal:
    """The journal over all logs."""
    return AuditJournal(audit_engine)


@dataclass
class Auditor:
    """Somebody who asks the running service."""

    http: TestClient
    settings: Settings

    def get(self, path: str, role: Role = Role.AUDITOR, **query: str) -> httpx.Response:
        """A read in that role."""
        token = issuer_of(self.settings).issue(
            role, "auditor-1", "0344" if role is Role.MUNICIPALITY else None
        )
        answer: httpx.Response = self.http.get(
            path, params=query, headers={"Authorization": f"Bearer {token}"}
        )
        return answer


@pytest.fixture
def auditor(tmp_path: Path, audit_engine: Engine) -> Iterator[Auditor]:
    """The service over HTTP; its own readers do not run."""
    settings, clock = Settings(data=tmp_path, nats="off"), FixedClock(NOON + timedelta(days=1))
    vault = open_vault(settings.vault_database(), tmp_path / "master.key")
    service = build_service(SERVICE, settings, clock, ClockedIds(clock, Random(1)), vault)
    yield Auditor(TestClient(service.app), settings)
    service.stop()
    vault.close()


@pytest.mark.usefixtures("real_migrations")
def test_the_migrations_make_the_declared_tables(engine: Engine) -> None:
    """On both kinds of database."""
    upgrade(engine, "services.audit.migrations")
    assert schema_differences(engine, metadata) == []


def test_the_journal_reads_on_where_it_was(engine: Engine, audited: AuditedLog) -> None:
    """On both kinds of database, page after page, each act once."""
    upgrade(engine, "services.audit.migrations")
    journal = AuditJournal(engine)
    reader = LogReader("decisions", JournalSource(Journal(audited.log)), journal, audited.clock)
    for _ in range(2):
        audited.act(CASE, stamps=2)
        while reader.step():
            pass
    assert [entry.position for entry in journal.of_case(CASE)] == [1, 2, 3, 4, 5, 6]
    assert journal.reading("decisions").hash == audited.log.head_hash()
    assert reader.pending() == 0


def test_a_log_longer_than_a_page(audited: AuditedLog, journal: AuditJournal) -> None:
    """A step is one page; the reader says that there is more."""
    audited.act(CASE, stamps=600)
    assert audited.reader.step()
    assert audited.reader.pending() == 101
    assert not audited.reader.step()
    assert journal.reading("decisions").position == 601


def test_two_readers_of_one_log_store_each_act_once(audited: AuditedLog, journal: AuditJournal) -> None:
    """The second finds that the log was read on, and stores nothing."""
    audited.act(CASE)
    before = journal.reading("decisions")
    audited.reader.step()
    with pytest.raises(OvertakenReading):
        journal.enter(before, Reading("decisions", 1, bytes(32), 1), journal.of_case(CASE))


def test_a_service_that_is_silent_is_asked_again(journal: AuditJournal) -> None:
    """Nothing is stored, nothing raised: the next poll comes."""

    class Silent:
        def page(self, after: int, limit: int = 500) -> JournalPage:
            raise FeedUnreachable("decisions: ConnectError")

    reader = LogReader("decisions", JournalSource(Silent()), journal, lambda: NOON)
    assert not reader.step()
    assert journal.reading("decisions").position == 0
    assert not reader.feed_reachable


def test_what_is_not_read_has_an_age(audited: AuditedLog) -> None:
    """That of the oldest entry; a log of which an alarm stopped the reading grows older like any other."""
    assert audited.reader.oldest_waiting() is None
    audited.act(CASE, stamps=1)
    since = audited.clock()
    audited.act(CASE)
    assert audited.reader.oldest_waiting() == since
    audited.reader.step()
    assert audited.reader.oldest_waiting() is None
    assert audited.reader.feed_reachable
    audited.act(CASE, stamps=1)
    audited.tamper("DELETE FROM events WHERE position = 4")
    audited.reader.step()
    audited.reader.step()
    assert audited.reader.oldest_waiting() == audited.clock()


def test_the_age_is_measured_by_log(auditor: Auditor) -> None:
    """Nobody answers here, so that it grows from the start for each."""
    shown = auditor.http.get("/metrics").text
    for log in LOGS:
        (age,) = re.findall(rf'loket_consumer_lag_seconds{{log="{log}",service="audit"}} (\S+)', shown)
        assert float(age) >= 0
        assert f'loket_consumer_position{{log="{log}",service="audit"}} 0.0' in shown


def test_all_logs_are_asked_at_once(auditor: Auditor, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where several do not answer, who measures waits once and not for each."""
    together = Barrier(len(LOGS))

    def asked(reader: LogReader) -> None:
        together.wait(30)

    monkeypatch.setattr(LogReader, "oldest_waiting", asked)
    assert auditor.http.get("/metrics").status_code == 200


@pytest.mark.parametrize(
    ("statement", "kind"),
    [
        ("UPDATE events SET state = X'7B7D' WHERE position = 2", FaultKind.CHAIN_BROKEN),
        ("DELETE FROM events WHERE position = 2", FaultKind.POSITION_GAP),
    ],
)
def test_tampering_is_alarmed_and_shown(
    audited: AuditedLog, journal: AuditJournal, auditor: Auditor, statement: str, kind: FaultKind
) -> None:
    """Reading of that log stops for good before the fault."""
    audited.act(CASE, stamps=3)
    audited.tamper(statement)
    audited.reader.step()
    audited.act(CASE)
    audited.reader.step()
    shown = {line["log"]: line for line in auditor.get("/logs").json()["items"]}
    assert shown["decisions"]["alarm"]["kind"] == kind.value
    assert (shown["decisions"]["alarm"]["position"], shown["decisions"]["verifiedTo"]) == (2, 1)
    assert shown["objections"]["alarm"] is None
    assert journal.alarms() == 1


def test_a_cut_tail_is_alarmed(audited: AuditedLog, journal: AuditJournal) -> None:
    """The log ends before where audit has read."""
    audited.act(CASE, stamps=3)
    audited.reader.step()
    audited.tamper("DELETE FROM events WHERE position > 2")
    audited.tamper("UPDATE log_head SET position = 2")
    audited.reader.step()
    alarm = journal.reading("decisions").alarm
    assert alarm is not None
    assert (alarm.kind, alarm.position) == (FaultKind.SHORTENED.value, 4)


def test_the_timeline_of_a_non_objector(audited: AuditedLog, journal: AuditJournal, auditor: Auditor) -> None:
    """From another case's act over acts without a case, to the own letter and the register's entry."""
    objection, finding = audited.act(OTHER_CASE, stamps=1)
    proposed, in_force = audited.act(None, caused_by=finding, stamps=1)
    (reissued,) = audited.act(CASE, caused_by=in_force)
    (letter,) = audited.act(CASE, caused_by=reissued)
    (elsewhere,) = audited.act(OTHER_CASE)
    audited.reader.step()
    entry = a_register_entry(letter, audited.clock())
    LogReader("register", RegisterSource(entry), journal, audited.clock).step()
    timeline = auditor.get(f"/cases/{CASE}/timeline").json()
    acts = {item["eventId"]: item for item in timeline["items"]}
    chain = [str(each) for each in (objection, finding, proposed, in_force, reissued, letter)]
    assert list(acts) == [*chain, str(entry.entry_id)]
    assert str(elsewhere) not in acts
    last = acts[str(entry.entry_id)]
    assert last["because"] == list(reversed(chain))
    assert (last["causedBy"], last["link"], last["ofThisCase"]) == (str(letter), "caused_by", True)
    assert (last["title"], last["dutchTitle"]) == ("Access entered", "toegangsrecht ingeschreven")
    assert acts[str(in_force)]["link"] == "same_act"
    assert [line["position"] for line in timeline["logs"]] == [0, 7, 0, 0, 1]


def test_the_timeline_as_known_at_an_instant(audited: AuditedLog, auditor: Auditor) -> None:
    """A prefix: the same bytes whenever it is asked, and nothing recorded later."""
    (first,) = audited.act(CASE)
    then = audited.clock()
    audited.reader.step()
    path, known_at = f"/cases/{CASE}/timeline", then.isoformat()
    at_once = auditor.get(path, knownAt=known_at)
    audited.act(CASE, stamps=2)
    audited.reader.step()
    assert auditor.get(path, knownAt=known_at).content == at_once.content
    assert [item["eventId"] for item in at_once.json()["items"]] == [str(first)]
    assert len(auditor.get(path).json()["items"]) == 4
    earlier = (then - timedelta(minutes=5)).isoformat()
    assert auditor.get(path, knownAt=earlier).json()["code"] == "case_not_found"
    ahead = auditor.get(path, knownAt=(NOON + timedelta(days=2)).isoformat())
    assert (ahead.status_code, ahead.json()["errors"][0]["field"]) == (400, "query.knownAt")


def test_walking_both_ways(audited: AuditedLog, auditor: Auditor) -> None:
    """Causes nearest first; effects direct and through others."""
    (cause,) = audited.act(None)
    (left,) = audited.act(CASE, caused_by=cause)
    (right,) = audited.act(OTHER_CASE, caused_by=cause)
    (last,) = audited.act(CASE, caused_by=left)
    audited.reader.step()
    causes = auditor.get(f"/events/{last}/causes").json()
    effects = auditor.get(f"/events/{cause}/effects").json()
    assert [act["eventId"] for act in causes["items"]] == [str(left), str(cause)]
    assert [act["eventId"] for act in effects["items"]] == [str(left), str(right), str(last)]
    assert (causes["complete"], effects["complete"]) == (True, True)


def test_an_unread_cause_is_said_to_be_missing(audited: AuditedLog, auditor: Auditor) -> None:
    """The chain ends there and says that it is not complete."""
    (orphan,) = audited.act(CASE, caused_by=uuid4())
    audited.reader.step()
    assert auditor.get(f"/events/{orphan}/causes").json() == {"items": [], "complete": False}


def test_unknown_cases_and_events_are_not_there(auditor: Auditor) -> None:
    """404 with a code of its own."""
    assert auditor.get(f"/cases/{uuid4()}/timeline").json()["code"] == "case_not_found"
    assert auditor.get(f"/events/{uuid4()}/causes").json()["code"] == "event_not_found"


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.AUDITOR])
@pytest.mark.parametrize("path", [f"/cases/{CASE}/timeline", f"/events/{CASE}/effects", "/logs"])
def test_only_auditors_read(auditor: Auditor, role: Role, path: str) -> None:
    """Every other role is refused."""
    assert auditor.get(path, role=role).status_code == 403


@dataclass
class OneEntry:
    """A register with one entry."""

    entry: RegisterEntry

    @property
    def entry_id(self) -> UUID:
        """Its id."""
        return self.entry.entry_id

    def page(self, after: int, limit: int = 500) -> RegisterEntryPage:
        """The entry, unless it was read."""
        entries = () if after else (self.entry,)
        return RegisterEntryPage("register", entries, head=1)


def a_register_entry(caused_by: UUID, at: datetime) -> OneEntry:
    """The letter gave access."""
    return OneEntry(
        RegisterEntry(
            position=1,
            entry_id=UUID(int=600),
            act=RegisterAct.ACCESS_ENTERED,
            case_id=CASE,
            decision_id=UUID(int=50),
            caused_by=caused_by,
            correlation_id=UUID(int=9),
            zone="national",
            effective_on=date(2026, 7, 1),
            valid_until=date(2027, 7, 1),
            recorded_at=at + timedelta(minutes=1),
        )
    )
