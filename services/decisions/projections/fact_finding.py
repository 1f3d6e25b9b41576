"""What the desk established in a case, and what the applicant was asked to say of it (following)."""

from __future__ import annotations

from datetime import date
from typing import Final
from uuid import UUID

import msgspec
from msgspec.structs import replace
from sqlalchemy import Column, Connection, Date, LargeBinary, String, Table, Uuid, insert, select, update

from services.decisions.domain.assessing import CaseAssessed, VehicleFactsNoted
from services.decisions.domain.decision_term import StatedFactsSupplemented
from services.decisions.domain.established_facts import (
    EstablishedFactsWithdrawn,
    FactsEstablished,
    overlaid,
    told,
)
from services.decisions.domain.evidence import Evidence, EvidenceNoted
from services.decisions.domain.hearing import ViewsAsked, ViewsReceived
from services.decisions.domain.judging import CriteriaJudged, StandingJudgement, judged_anew
from services.decisions.domain.moved_terms import ViewsTermMoved
from services.decisions.domain.supplied_facts import VehicleFactsSupplied
from services.decisions.projections import metadata
from shared.eventlog.aggregate import Event
from shared.eventlog.recorded import RecordedEvent
from shared.vocabulary import StatedFacts

fact_findings = Table(
    "fact_findings",
    metadata,
    Column("case_id", Uuid, primary_key=True),
    Column("established", LargeBinary, nullable=False),
    Column("differing", LargeBinary, nullable=False),
    Column("asked_on", Date),
    Column("asked_about", LargeBinary, nullable=False),
    Column("views_until", Date),
    Column("views_received_on", Date),
    Column("views_manner", String),
    Column("judgements", LargeBinary),
    Column("evidence", LargeBinary),
)

ENDS_AN_ASSESSMENT: Final = (
    VehicleFactsNoted,
    VehicleFactsSupplied,
    StatedFactsSupplemented,
    FactsEstablished,
    EstablishedFactsWithdrawn,
    CriteriaJudged,
)
NOTHING: Final = StatedFacts()


class StoredFinding(msgspec.Struct, frozen=True):
    """What was established and asked in a case, as the register has it."""

    case_id: UUID
    established: StatedFacts = NOTHING
    differing: StatedFacts = NOTHING
    """On which the standing assessment rests an unmet criterion, otherwise than the applicant supplied them."""
    asked_on: date | None = None
    asked_about: StatedFacts = NOTHING
    views_until: date | None = None
    views_received_on: date | None = None
    """Of the last views that came; None: none came since they were asked last."""
    views_manner: str | None = None
    judgements: tuple[StandingJudgement, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    """Documents that were attached, oldest first."""


class FactFindingRegister:
    """Follows the log and keeps `fact_findings`: a row for each case in which something was established or asked."""

    name = "fact_finding"
    tables = (fact_findings,)

    def apply(self, connection: Connection, event: RecordedEvent) -> None:
        case_id = event.event.originator_id
        before = finding_in(connection, case_id)
        after = _after(before or StoredFinding(case_id), event.event)
        if before is None and after != StoredFinding(case_id):
            connection.execute(insert(fact_findings).values(**_row(after)))
        elif before is not None and after != before:
            this = fact_findings.c.case_id == case_id
            connection.execute(update(fact_findings).where(this).values(**_row(after)))


def _after(found: StoredFinding, fact: Event) -> StoredFinding:
    """What stands in the row after an event of the case."""
    if isinstance(fact, ENDS_AN_ASSESSMENT):
        found = replace(found, differing=NOTHING)
    match fact:
        case FactsEstablished():
            return replace(found, established=overlaid(found.established, fact.facts))
        case EstablishedFactsWithdrawn():
            left = replace(found.established, **dict.fromkeys(fact.names))
            return replace(found, established=left)
        case CaseAssessed():
            return replace(found, differing=fact.differing)
        case ViewsAsked():
            return replace(
                found,
                asked_on=fact.asked_on,
                asked_about=fact.facts,
                views_until=fact.views_until,
                views_received_on=None,
                views_manner=None,
            )
        case _:
            return _after_views(found, fact)


def _after_views(found: StoredFinding, fact: Event) -> StoredFinding:
    """What was heard of the applicant since they were asked, or until when they can react."""
    match fact:
        case ViewsTermMoved():
            return replace(found, views_until=fact.views_until)
        case ViewsReceived():
            return replace(found, views_received_on=fact.received_on, views_manner=fact.manner.value)
        case _:
            return _after_evidence(found, fact)


def _after_evidence(found: StoredFinding, fact: Event) -> StoredFinding:
    """Which documents came, and what was judged on them."""
    match fact:
        case CriteriaJudged():
            return replace(found, judgements=judged_anew(found.judgements, fact))
        case EvidenceNoted():
            return replace(found, evidence=(*found.evidence, fact.document))
        case _:
            return found


def _row(found: StoredFinding) -> dict[str, object]:
    facts = {
        name: msgspec.json.encode(getattr(found, name))
        for name in ("established", "differing", "asked_about", "judgements", "evidence")
    }
    return msgspec.structs.asdict(found) | facts


def finding_in(connection: Connection, case_id: UUID) -> StoredFinding | None:
    """What was established and asked in a case; None: nothing."""
    row = connection.execute(select(fact_findings).where(fact_findings.c.case_id == case_id)).one_or_none()
    if row is None:
        return None
    values = dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for the row as a mapping
    for name in ("established", "differing", "asked_about"):
        values[name] = msgspec.json.decode(values[name], type=StatedFacts)
    judged, given = values["judgements"], values["evidence"]
    values["judgements"] = msgspec.json.decode(judged, type=tuple[StandingJudgement, ...]) if judged else ()
    values["evidence"] = msgspec.json.decode(given, type=tuple[Evidence, ...]) if given else ()
    return StoredFinding(**values)


def names_of(facts: StatedFacts) -> list[str]:
    """The facts by name alone."""
    return sorted(told(facts))
