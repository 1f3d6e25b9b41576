"""Clerks who go on asking for permits while their database fails, each act under a key of its own."""

from __future__ import annotations

from dataclasses import dataclass, field
from threading import Event, Thread
from typing import Self
from uuid import uuid4

from eventsourcing.persistence import PersistenceError
from sqlalchemy.exc import SQLAlchemyError

from shared.eventlog.act import IdempotencyClaim
from shared.eventlog.append import AlreadyAnswered
from shared.eventlog.log import EventLog
from tests.support.permits import Permit, an_act

ROUTE = "POST /permits"


@dataclass
class Clerk:
    """Repeats an act with its key until it is acknowledged, then does the next one."""

    log: EventLog
    name: str
    acknowledged: list[str] = field(default_factory=list)
    """The keys of what was done."""
    faults: list[str] = field(default_factory=list)
    """What the database said instead."""
    _home: Event = field(default_factory=Event)

    def __enter__(self) -> Self:
        """Begin."""
        self._thread = Thread(target=self._work)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """End with an act that is acknowledged."""
        self._home.set()
        self._thread.join()

    def _work(self) -> None:
        while not self._home.is_set():
            key = f"{self.name}-{len(self.acknowledged)}"
            while not self._done(key):
                self._home.wait(0.02)
            self.acknowledged.append(key)

    def _done(self, key: str) -> bool:
        """Each try makes another permit, so that an act which is done twice shows."""
        claim = IdempotencyClaim(self.name, ROUTE, key, "f00d", 201)
        try:
            self.log.save_act(an_act(command_id=uuid4(), claim=claim), Permit.ask(uuid4()))
        except AlreadyAnswered:
            return True
        except (PersistenceError, SQLAlchemyError) as fault:
            self.faults.append(type(fault).__name__)
            return False
        return True


def nothing_lost_nothing_doubled(log: EventLog, clerks: list[Clerk]) -> bool:
    """Every acknowledged act has its one permit, and there is no other."""
    done = sum(len(clerk.acknowledged) for clerk in clerks)
    answers = [log.stored_answer(clerk.name, ROUTE, key) for clerk in clerks for key in clerk.acknowledged]
    positions = {answer.position for answer in answers if answer is not None}
    return len(positions) == done == log.head()
