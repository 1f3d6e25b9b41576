"""What the catalogue tells applicants is what the other services act upon."""

from __future__ import annotations

import tomllib
from datetime import date, timedelta
from importlib.resources import files

from services.applications.domain.renewal_terms import MONTHS_AHEAD, RENEWABLE
from services.decisions.domain.catalogue import automatic_on, catalogue_on
from services.decisions.domain.descriptions import RenewalKind
from services.decisions.domain.policy import POLICIES
from services.register.projections.dated_rules import read_access_rules
from shared.vocabulary import ExemptionType

TODAY = date(2026, 3, 2)


def test_what_is_renewed_for_free_can_be_applied_for_as_a_renewal() -> None:
    """The same types, from the same month on."""
    renewals = {found.exemption_type: found.description.renewal for found in catalogue_on(TODAY)}
    free = {kind: renewal for kind, renewal in renewals.items() if renewal.kind is RenewalKind.FREE}
    assert free.keys() == RENEWABLE
    assert {renewal.from_months_before for renewal in free.values()} == {MONTHS_AHEAD}


def test_the_desk_and_the_access_check_know_the_same_wheelchair_codes() -> None:
    """By one switch: no van is waived at the zone and yet given an exemption, or neither of both."""
    codes = {
        policy.limits.wheelchair_codes
        for policy in POLICIES
        if policy.exemption_type is ExemptionType.ADAPTED_FOR_DISABILITY
    }
    assert codes == {read_access_rules().waivers.wheelchair_codes}


def test_the_automatic_exemption_ends_where_the_access_check_ends_it() -> None:
    """There it is a row of the transition regime."""
    rules = tomllib.loads((files("services.register") / "access_rules.toml").read_text("utf-8"))
    [row] = [
        row
        for row in rules["transition"]["row"]
        if row.get("first_admission_from") == date(2017, 1, 1) and row["vehicle"] == "rigid_truck"
    ]
    [automatic] = automatic_on(TODAY)
    assert row["first_day_without"] - timedelta(days=1) == automatic.last_day
