"""What leaves the decisions service about facts is their names, and how the applicant was heard on them."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from services.decisions.domain.decision_case import DecisionCase
from services.decisions.messaging.published import decision_taken
from services.decisions.messaging.published_of_facts import views_asked
from shared.eventlog.append import Metadata
from shared.eventlog.recorded import RecordedEvent
from shared.vocabulary import NotHeardGround, RoadTaxRate
from tests.support.cases import CASE, HANDLER, new_events
from tests.support.hearings import (
    ASKED_ON,
    NOT_HEARD,
    ONE_DAY,
    VIEWS_UNTIL,
    a_private_case,
    ask_views,
    assess_private_use,
    establish,
    give_views,
    refuse,
)
from tests.support.proceedings import SEALED_REASONS

METADATA = Metadata(HANDLER, "case_handler", ASKED_ON, UUID(int=1), UUID(int=2))


def last_of(case: DecisionCase) -> RecordedEvent:
    """The last event, as the log has it."""
    return RecordedEvent(new_events(case)[-1], 1, datetime(2026, 2, 2, 9, tzinfo=UTC), METADATA)


def a_contradicted_case() -> DecisionCase:
    """Refusal is advised on a fact that the applicant supplied otherwise."""
    case = a_private_case(exclusively_private=True)
    establish(case, road_tax_rate=RoadTaxRate.BUSINESS)
    assess_private_use(case)
    return case


def heard(case: DecisionCase) -> tuple[bool | None, NotHeardGround | None]:
    """What the contract of the refusal says of it."""
    taken = decision_taken(last_of(case))
    assert taken.established == ("road_tax_rate",)
    return taken.views_given, taken.not_heard_because


def test_what_is_asked_names_the_facts_and_the_day():
    """The explanation goes on sealed."""
    case = a_contradicted_case()
    ask_views(case)
    asked = views_asked(last_of(case))
    assert (asked.case_id, asked.asked_on, asked.views_until) == (CASE, ASKED_ON, VIEWS_UNTIL)
    assert (asked.facts, asked.sealed_explanation) == (("road_tax_rate",), SEALED_REASONS)


def test_a_refusal_says_whether_views_were_given():
    """Awb 4:7."""
    case = a_contradicted_case()
    ask_views(case)
    give_views(case, ASKED_ON)
    refuse(case)
    assert heard(case) == (True, None)


def test_a_refusal_says_that_none_were_given():
    """The term passed."""
    case = a_contradicted_case()
    ask_views(case)
    refuse(case, VIEWS_UNTIL + ONE_DAY)
    assert heard(case) == (False, None)


def test_a_refusal_says_why_none_could_be_given():
    """Awb 4:11; not the reasons, which stay here."""
    case = a_contradicted_case()
    refuse(case, not_heard=NOT_HEARD)
    assert heard(case) == (None, NotHeardGround.URGENT)
