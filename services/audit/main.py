"""What the audit service is made of: a reader for each log, and what auditors ask."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Final

from services.audit.api import auditors
from services.audit.authorisation import AUTHORISATION
from services.audit.projections import metadata
from services.audit.projections.journal import (
    ALARMS_EXCUSED,
    READINGS_COMPARED,
    Journal,
    journal_entries,
    log_readings,
    positions_read,
)
from services.audit.workers.journal_fold import read_again
from services.audit.workers.journal_reader import JournalSource, LogReader, LogSource, RegisterSource
from services.audit.workers.register_entries import RegisterEntriesClient
from shared.runtime.feed_client import JournalClient
from shared.runtime.folding import Folds, JournalFold
from shared.runtime.service import ServiceContext, ServiceDefinition, ServiceParts

CHAINED_LOGS: Final = ("applications", "decisions", "objections", "notifications")
REGISTER: Final = "register"
LOGS: Final = (*CHAINED_LOGS, REGISTER)


def build(context: ServiceContext) -> ServiceParts:
    """Put the parts together."""
    journal = Journal(context.engine)
    readers = {log: LogReader(log, source, journal, context.clock.now) for log, source in _sources(context)}
    return ServiceParts(
        routers=[auditors.routes(journal, LOGS, CHAINED_LOGS)],
        workers=list(readers.values()),
        workers_rest=context.settings.poll_seconds,
        parked=lambda: {"journal_alarm": journal.alarms()},
        taken_in={log: _read_to(journal, log) for log in LOGS},
        readers=readers,
    )


def _sources(context: ServiceContext) -> Iterator[tuple[str, LogSource]]:
    base, token = context.settings.service_url, context.service_token
    for log in CHAINED_LOGS:
        journal = context.at_the_end.enter_context(closing(JournalClient(base(log), token)))
        yield log, JournalSource(journal)
    entries = context.at_the_end.enter_context(closing(RegisterEntriesClient(base(REGISTER), token)))
    yield REGISTER, RegisterSource(entries)


def _read_to(journal: Journal, log: str) -> Callable[[], int]:
    return lambda: journal.reading(log).position


SERVICE = ServiceDefinition(
    name="audit",
    title="Audit",
    metadata=metadata,
    migrations="services.audit.migrations",
    build=build,
    authorisation=AUTHORISATION,
    folds=Folds(
        journals=JournalFold(
            "journal",
            (journal_entries, log_readings),
            positions_read,
            lambda engine, *where: read_again(Journal(engine), *where),
        ),
        compared=(READINGS_COMPARED,),
        excused=ALARMS_EXCUSED,
    ),
    has_log=False,
)
