"""What was said before a decision is told as it was recorded, by whom it is; the words stay sealed (Awb 4:7 to 4:9)."""

from __future__ import annotations

from services.decisions.domain.hearing import ViewsManner
from services.decisions.domain.views_given import ViewsOn, views_given
from shared.privacy.sealed import Sealed, SealedKind
from shared.vocabulary import Outcome, RevocationGround, RoadTaxRate
from tests.support.cases import CASE, HANDLER, new_events
from tests.support.hearings import (
    ASKED_ON,
    PRIVATE_USE,
    VIEWS_UNTIL,
    a_private_case,
    ask_views,
    assess_private_use,
    give_views,
)
from tests.support.proceedings import SEALED_REASONS

LESSOR = Sealed(CASE, SealedKind.APPLICANT, b"the lessor")


def test_of_whom_each_is_and_on_what():
    """By the applicant, another, and the holder; an other one by number, with name and address."""
    case = a_private_case(exclusively_private=True, road_tax_rate=RoadTaxRate.PRIVATE)
    ask_views(case)
    give_views(case, ASKED_ON)
    case.note_third_party(LESSOR, reasons=SEALED_REASONS, noted_on=ASKED_ON, noted_by=HANDLER)
    case.ask_views_of_third_party(
        1, SEALED_REASONS, views_until=VIEWS_UNTIL, asked_on=ASKED_ON, asked_by=HANDLER
    )
    said = {"manner": ViewsManner.WRITTEN, "received_on": ASKED_ON, "today": ASKED_ON, "noted_by": HANDLER}
    case.note_views_of_third_party(1, SEALED_REASONS, **said)
    assess_private_use(case)
    case.decide(Outcome.GRANTED, policy=PRIVATE_USE, decided_on=ASKED_ON, decided_by=HANDLER)
    case.intend_revocation(
        RevocationGround.WRONG_DATA,
        views_until=VIEWS_UNTIL,
        reasons=SEALED_REASONS,
        intended_on=ASKED_ON,
        intended_by=HANDLER,
    )
    case.note_views(SEALED_REASONS, **said)
    given = views_given(new_events(case))
    assert [(one.on, one.number, one.person) for one in given] == [
        (ViewsOn.FACTS, None, None),
        (ViewsOn.THIRD_PARTY, 1, LESSOR),
        (ViewsOn.REVOCATION, None, None),
    ]
    assert {one.words for one in given} == {SEALED_REASONS}
