"""Facts that the desk establishes, and views on them, told in sentences; no I/O."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from services.decisions.domain.decision_case import DecisionCase
from services.decisions.domain.established_facts import Establishment, FactBasis
from services.decisions.domain.evidence import Evidence
from services.decisions.domain.hearing import NotHeard, ViewsManner
from services.decisions.domain.policy import policies_of
from shared.vocabulary import ExemptionType, NotHeardGround, Outcome, StatedFacts
from tests.support.cases import CASE, FETCHED_AT, HANDLER, a_van, an_application, settled
from tests.support.proceedings import SEALED_REASONS

[PRIVATE_USE] = policies_of(ExemptionType.PRIVATE_USE)
ASKED_ON: Final = date(2026, 2, 2)
VIEWS_UNTIL: Final = ASKED_ON + timedelta(days=14)
ONE_DAY: Final = timedelta(days=1)
DOCUMENT: Final = "d" * 64
ATTACHED: Final = Evidence(DOCUMENT, "circumstances", ASKED_ON)
NOT_HEARD: Final = NotHeard(NotHeardGround.URGENT, SEALED_REASONS)


def a_private_case(**stated: object) -> DecisionCase:
    """Somebody applied because of private use and attached a document; the register has answered: a van."""
    application = an_application(ExemptionType.PRIVATE_USE, stated=StatedFacts(**stated))  # type: ignore[arg-type]  # fields by name
    case = DecisionCase.start_decision_term(case_id=CASE, application=application)
    case.note_vehicle_facts(source="register", fetched_at=FETCHED_AT, facts=a_van())
    case.note_evidence(ATTACHED)
    return settled(case)


def establish(case: DecisionCase, on: date = ASKED_ON, **facts: object) -> None:
    """The desk establishes these facts by a document, which it names where it is attached."""
    known = StatedFacts(**facts)  # type: ignore[arg-type]  # fields by name
    named = DOCUMENT if ATTACHED in case.evidence else None
    establishment = Establishment(known, FactBasis.DOCUMENT, SEALED_REASONS, named)
    case.establish_facts(establishment, established_on=on, established_by=HANDLER)


def withdraw(case: DecisionCase, *names: str, on: date = ASKED_ON) -> None:
    """The desk no longer holds on to them."""
    case.withdraw_established_facts(names, reasons=SEALED_REASONS, withdrawn_on=on, withdrawn_by=HANDLER)


def ask_views(case: DecisionCase, until: date = VIEWS_UNTIL, on: date = ASKED_ON) -> None:
    """The desk asks the applicant for views on what differs."""
    case.ask_views_on_facts(SEALED_REASONS, views_until=until, asked_on=on, asked_by=HANDLER)


def give_views(case: DecisionCase, received_on: date, today: date | None = None) -> None:
    """The applicant gives them; without another day they are recorded on the day itself."""
    case.note_views_on_facts(
        SEALED_REASONS,
        manner=ViewsManner.ORAL,
        received_on=received_on,
        today=today or received_on,
        noted_by=HANDLER,
    )


def assess_private_use(case: DecisionCase, on: date = ASKED_ON) -> Outcome | None:
    """Every criterion of private use is answered; returns what that advises."""
    case.assess(thresholds=None, policy=PRIVATE_USE, assessed_by=HANDLER, on=on)
    return case.advice


def refuse(case: DecisionCase, on: date = ASKED_ON, not_heard: NotHeard | None = None) -> None:
    """The desk refuses, as the assessment advises."""
    case.decide(Outcome.REFUSED, policy=PRIVATE_USE, decided_on=on, decided_by=HANDLER, not_heard=not_heard)
