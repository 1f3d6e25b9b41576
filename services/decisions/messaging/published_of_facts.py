"""What leaves the decisions service about the facts of a case."""

from __future__ import annotations

from services.decisions.domain.established_facts import told
from services.decisions.domain.hearing import ViewsAsked
from services.decisions.domain.moved_terms import RevocationViewsTermMoved, ViewsTermMoved
from services.decisions.domain.third_parties import ThirdPartyViewsAsked, ThirdPartyViewsTermMoved
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


def third_party_views_asked(recorded: RecordedEvent) -> contracts.ThirdPartyViewsAsked:
    """The contract for a question to another than the applicant."""
    fact = recorded.event
    if not isinstance(fact, ThirdPartyViewsAsked):
        raise TypeError(f"{fact.TOPIC} asks no third party for views")
    return contracts.ThirdPartyViewsAsked(
        case_id=fact.originator_id,
        person=fact.person,
        asked_on=fact.asked_on,
        views_until=fact.views_until,
        sealed_explanation=fact.sealed_explanation,
    )


def views_term_moved(recorded: RecordedEvent) -> contracts.ViewsTermMoved:
    """The contract for a later last day for views, of whatever kind."""
    fact = recorded.event
    if not isinstance(fact, ViewsTermMoved | RevocationViewsTermMoved):
        raise TypeError(f"{fact.TOPIC} moves no term for views")
    return contracts.ViewsTermMoved(
        case_id=fact.originator_id,
        views_until=fact.views_until,
        moved_on=fact.moved_on,
        because=fact.because.value,
        rule=fact.rule,
    )


def third_party_views_term_moved(recorded: RecordedEvent) -> contracts.ThirdPartyViewsTermMoved:
    """The contract for a later last day for the views of another than the applicant."""
    fact = recorded.event
    if not isinstance(fact, ThirdPartyViewsTermMoved):
        raise TypeError(f"{fact.TOPIC} moves no term of a third party")
    return contracts.ThirdPartyViewsTermMoved(
        case_id=fact.originator_id,
        person=fact.person,
        views_until=fact.views_until,
        moved_on=fact.moved_on,
        because=fact.because.value,
        rule=fact.rule,
    )


OF_FACTS = (
    *(
        Publication(
            event=event,
            contract=contracts.ViewsTermMoved,
            consumers=("notifications",),
            to_contract=views_term_moved,
        )
        for event in (ViewsTermMoved, RevocationViewsTermMoved)
    ),
    Publication(
        event=ViewsAsked,
        contract=contracts.ViewsAsked,
        consumers=("notifications",),
        to_contract=views_asked,
    ),
    Publication(
        event=ThirdPartyViewsAsked,
        contract=contracts.ThirdPartyViewsAsked,
        consumers=("notifications",),
        to_contract=third_party_views_asked,
    ),
    Publication(
        event=ThirdPartyViewsTermMoved,
        contract=contracts.ThirdPartyViewsTermMoved,
        consumers=("notifications",),
        to_contract=third_party_views_term_moved,
    ),
)
