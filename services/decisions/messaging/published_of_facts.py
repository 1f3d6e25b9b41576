"""What leaves the decisions service about the facts of a case."""

from __future__ import annotations

from services.decisions.domain.established_facts import told
from services.decisions.domain.hearing import ViewsAsked
from shared.contracts import decisions as contracts
from shared.eventlog.feed import Publication
from shared.eventlog.recorded import RecordedEvent


def views_asked(recorded: RecordedEvent) -> contracts.ViewsAsked:
    """The contract for a question to the applicant; the facts by name alone."""
    fact = recorded.event
    if not isinstance(fact, ViewsAsked):
        raise TypeError(f"{fact.TOPIC} asks no views")
    return contracts.ViewsAsked(
        case_id=fact.originator_id,
        asked_on=fact.asked_on,
        views_until=fact.views_until,
        facts=tuple(told(fact.facts)),
        sealed_explanation=fact.sealed_explanation,
    )


OF_FACTS = (
    Publication(
        event=ViewsAsked,
        contract=contracts.ViewsAsked,
        consumers=("notifications",),
        to_contract=views_asked,
    ),
)
