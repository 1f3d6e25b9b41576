"""When an exemption can be renewed by its holder, and to whom a converted application falls."""

from __future__ import annotations

from datetime import date

import pytest

from services.applications.domain.conversion_terms import CONVERSION_TERMS
from services.applications.domain.exemption_application import ExemptionApplication
from services.applications.domain.renewal_terms import RENEWABLE, check_renewal
from shared.errors import RuleBroken
from shared.law.calendar import months_before
from shared.vocabulary import ExemptionType, Outcome, StatedFacts
from tests.unit.applications.test_exemption_application import (
    DECISION,
    NEW_CASE,
    TODAY,
    a_received_application,
)

UNTIL = date(2027, 8, 31)
FIRST_DAY = date(2027, 2, 28)
KIND = ExemptionType.NOT_AVAILABLE_EMISSION_FREE


def a_granted_application(until: date | None = UNTIL) -> ExemptionApplication:
    """Granted, and valid until the last day of August 2027."""
    application = a_received_application()
    application.close(DECISION, Outcome.GRANTED, TODAY, until)
    return application


@pytest.mark.parametrize("on", [FIRST_DAY, UNTIL])
def test_it_can_be_renewed_from_six_months_before_its_last_day(on: date) -> None:
    """The last day included; the sixth month before has no thirty-first day."""
    check_renewal(a_granted_application(), KIND, on)


@pytest.mark.parametrize(
    ("months", "earlier"),
    [(0, UNTIL), (6, FIRST_DAY), (8, date(2026, 12, 31)), (18, date(2026, 2, 28)), (42, date(2024, 2, 29))],
)
def test_months_are_counted_back_to_the_same_day(months: int, earlier: date) -> None:
    """Or to the last day of a shorter month, over the turn of the year and in a leap year too."""
    assert months_before(UNTIL, months) == earlier


@pytest.mark.parametrize(
    ("on", "code"), [(date(2027, 2, 27), "renewal_too_early"), (date(2027, 9, 1), "nothing_to_renew")]
)
def test_neither_earlier_nor_after_it_has_ended(on: date, code: str) -> None:
    """Then a new application is the way."""
    with pytest.raises(RuleBroken, match=code):
        check_renewal(a_granted_application(), KIND, on)


def test_what_was_refused_or_revoked_is_not_renewed_and_what_was_renewed_is() -> None:
    """The decision that stands counts."""
    refused = a_received_application()
    refused.close(DECISION, Outcome.REFUSED, TODAY)
    with pytest.raises(RuleBroken, match="nothing_to_renew"):
        check_renewal(refused, KIND, UNTIL)
    refused.note_later_decision(DECISION, Outcome.GRANTED, TODAY, UNTIL)
    check_renewal(refused, KIND, UNTIL)
    refused.note_later_decision(DECISION, Outcome.REVOKED, TODAY, UNTIL)
    with pytest.raises(RuleBroken, match="nothing_to_renew"):
        check_renewal(refused, KIND, UNTIL)


def test_of_an_older_grant_the_last_day_was_not_kept() -> None:
    """Nobody knows here whether it runs."""
    with pytest.raises(RuleBroken, match="nothing_to_renew"):
        check_renewal(a_granted_application(None), KIND, UNTIL)


def test_it_is_renewed_as_its_own_type() -> None:
    """Another type is another exemption."""
    with pytest.raises(RuleBroken, match="renews_other_type"):
        check_renewal(a_granted_application(), ExemptionType.GRID_CONGESTION, UNTIL)


@pytest.mark.parametrize(
    ("earlier", "granted_on", "renewed"),
    [
        (ExemptionType.HARDSHIP, date(2025, 12, 31), True),
        (ExemptionType.HARDSHIP, date(2026, 1, 1), False),
        (ExemptionType.PRIVATE_USE, date(2025, 12, 31), False),
    ],
)
def test_a_grant_for_grid_congestion_of_before_2026_is_renewed_as_one(
    earlier: ExemptionType, granted_on: date, renewed: bool
) -> None:
    """It was granted as hardship then; what was granted since has its own type."""
    application = a_received_application()
    application.close(DECISION, Outcome.GRANTED, granted_on, UNTIL)
    application.exemption_type = earlier
    if renewed:
        check_renewal(application, ExemptionType.GRID_CONGESTION, UNTIL)
        return
    with pytest.raises(RuleBroken, match="renews_other_type"):
        check_renewal(application, ExemptionType.GRID_CONGESTION, UNTIL)


def test_the_first_grant_says_since_when_it_stands() -> None:
    """A renewed decision in its place leaves the day; a refusal of which a grant takes the place has none before."""
    application = a_granted_application()
    application.note_later_decision(DECISION, Outcome.GRANTED, UNTIL, UNTIL)
    assert application.exemption_granted_on == TODAY
    application.note_later_decision(DECISION, Outcome.REVOKED, UNTIL, UNTIL)
    assert application.exemption_granted_on is None


@pytest.mark.parametrize("kind", sorted(set(ExemptionType) - RENEWABLE - {ExemptionType.DAY}))
def test_other_types_are_not_renewed(kind: ExemptionType) -> None:
    """No public source says that they are."""
    application = a_granted_application()
    application.exemption_type = kind
    with pytest.raises(RuleBroken, match="type_not_renewed"):
        check_renewal(application, kind, UNTIL)


def convert(
    application: ExemptionApplication, to_type: ExemptionType, on: date, municipality: str | None = None
) -> ExemptionApplication:
    """The desk converts it on that day, with a consent of the day."""
    return application.convert(
        NEW_CASE,
        to_type=to_type,
        municipality=municipality,
        consent_given_on=on,
        terms=CONVERSION_TERMS,
        by="handler-1",
        on=on,
    )


ECONOMIC = ExemptionType.BUSINESS_ECONOMIC
LAST_YEAR, THIS_YEAR = date(2025, 12, 1), date(2026, 1, 5)


def test_from_the_desk_to_a_municipality_and_back() -> None:
    """Hardship is decided on by a municipality, private use by the desk; the day of receipt stays."""
    to_municipality = convert(a_received_application(), ExemptionType.HARDSHIP, TODAY, "0344")
    assert to_municipality.municipality == "0344"
    back = convert(to_municipality, ExemptionType.PRIVATE_USE, TODAY)
    assert (back.municipality, back.received_on) == (None, to_municipality.received_on)


@pytest.mark.parametrize("to_type", [ExemptionType.GRID_CONGESTION, ECONOMIC])
def test_an_application_of_last_year_goes_on_under_the_policy_of_the_day(to_type: ExemptionType) -> None:
    """Both are national since 1 January 2026, and not before."""
    application = a_received_application(received_on=LAST_YEAR)
    assert convert(application, to_type, THIS_YEAR).municipality is None
    with pytest.raises(RuleBroken, match=r"type_not_offered|municipality_missing"):
        convert(a_received_application(received_on=LAST_YEAR), to_type, date(2025, 12, 31))


def test_a_local_application_goes_on_nationally_once_its_type_is_national() -> None:
    """Economic circumstances, on 1 January 2026: the same type is another exemption then."""
    local = a_received_application(ECONOMIC, "0344", StatedFacts(), LAST_YEAR)
    with pytest.raises(RuleBroken, match="not_convertible"):
        convert(local, ECONOMIC, date(2025, 12, 31), "0344")
    assert convert(local, ECONOMIC, THIS_YEAR).municipality is None
