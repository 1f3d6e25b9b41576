"""Day exemptions (dagontheffingen): decided at once, at most twelve whatever the number of requests at a time.

The decision of the case and the count of the vehicle are one append; who counted at the same moment as
another decides again, on the count as it then is.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Final
from uuid import UUID

from services.decisions.domain.case_file import CaseState, ReceivedApplication
from services.decisions.domain.day_exemption_quota import DayExemptionQuota, quota_id
from services.decisions.domain.decision_case import DecisionCase
from services.decisions.domain.lower_bounds import lower_bound_on
from services.decisions.domain.policy import Policy, policy_on
from shared.errors import NotThere
from shared.eventlog.act import Act
from shared.eventlog.log import AggregateNotFound, EventLog, Saved, VersionConflict
from shared.runtime.access import Principal, Role
from shared.vocabulary import ExemptionType, Outcome

ATTEMPTS: Final = 100
"""Each time somebody else was quicker; a stream takes no more requests than that at the same moment."""


class DayExemptionCommands:
    """Commands on day exemptions."""

    def __init__(self, log: EventLog) -> None:
        self._log = log

    def decide_at_once(self, act: Act, *, case_id: UUID, application: ReceivedApplication) -> Saved:
        """Open the case and decide on it, in one append with the count.

        What cannot be decided on (no day, no signature, an unknown vehicle, no policy yet) is left to a person.
        """
        return on_the_present_count(lambda: self._decide(act, case_id, application), case_id)

    def cancel(self, act: Act, *, case_id: UUID, by: Principal) -> Saved:
        """Give a day exemption back before its day; it no longer counts, and gives no access.

        By its applicant, or by the desk of its municipality; for others the case is not there.
        """
        return on_the_present_count(lambda: self._cancel(act, case_id, by), case_id)

    def _cancel(self, act: Act, case_id: UUID, by: Principal) -> Saved:
        case = self._log.load(DecisionCase, case_id)
        if not _may_cancel(by, case):
            raise AggregateNotFound(f"DecisionCase {case_id}")
        place = _place_of_count(case.vehicle_id, case.municipality, case.facts.stated.day)
        if case.exemption_type is not ExemptionType.DAY or place is None:
            raise NotThere("day_exemption_not_found", "no day exemption of this case counts")
        quota = self._log.load(DayExemptionQuota, quota_id(*place))
        quota.cancel(case_id=case_id, today=act.today)
        return self._log.save_act(act, quota, case_id=case_id)

    def _decide(self, act: Act, case_id: UUID, application: ReceivedApplication) -> Saved:
        case = DecisionCase.start_decision_term(case_id=case_id, application=application)
        if not application.signed:  # nobody can be held to it yet: a person decides (Awb 4:2(1), 4:5(1))
            return self._log.save_act(act, case, case_id=case_id)
        return decide_and_count(self._log, act, case)


def decide_and_count(log: EventLog, act: Act, case: DecisionCase) -> Saved:
    """Decide as of the day of receipt, and count what is granted, in one append."""
    try:
        policy = policy_on(case.received_on or act.today, ExemptionType.DAY)
    except LookupError:  # not offered yet on the day of receipt: nothing to decide by
        return log.save_act(act, case, case_id=case.id)
    quota = quota_of(log, case.vehicle_id, case.municipality, case.facts.stated.day)
    outcome = case.decide_at_once(
        day_exemptions_used=quota.used if quota else None,
        policy=policy,
        decided_on=act.today,
        decided_by=act.actor,
    )
    if quota is None or outcome is not Outcome.GRANTED:
        return log.save_act(act, case, case_id=case.id, chained=True)
    _count(quota, case, policy)
    return log.save_act(act, case, quota, case_id=case.id, chained=True)


def waits_for_the_vehicle(case: DecisionCase) -> bool:
    """Whether a day exemption could not be decided on at once because its municipality asks an emission class."""
    day = case.facts.stated.day
    at_once = case.exemption_type is ExemptionType.DAY and case.signed
    if not at_once or case.state is not CaseState.UNDECIDED or day is None:
        return False
    return lower_bound_on(case.municipality, day) is not None


def quota_of(
    log: EventLog, vehicle_id: UUID | None, municipality: str | None, day: date | None
) -> DayExemptionQuota | None:
    """The count for the vehicle, municipality and year; None when one of them is not known."""
    place = _place_of_count(vehicle_id, municipality, day)
    if place is None:
        return None
    try:
        return log.load(DayExemptionQuota, quota_id(*place))
    except AggregateNotFound:
        return DayExemptionQuota.open(*place)


def counted_after(log: EventLog, case: DecisionCase, *, stood: bool) -> list[DayExemptionQuota]:
    """The count with a day exemption that was granted, or given back, after its first decision; else nothing.

    `stood`: whether it was granted before that: it counts then, or its holder gave it back.
    """
    day, decision_id = case.facts.stated.day, case.decision_id
    if case.exemption_type is not ExemptionType.DAY or case.state is not CaseState.GRANTED or stood:
        return []
    quota = quota_of(log, case.vehicle_id, case.municipality, day)
    if quota is None or day is None or decision_id is None:
        return []
    quota.grant_on_objection(case_id=case.id, decision_id=decision_id, day=day)
    return [quota]


def others_that_count(log: EventLog, case: DecisionCase) -> int | None:
    """How many day exemptions count besides that of the case; None: it is of another type, or they are not known."""
    if case.exemption_type is not ExemptionType.DAY:
        return None
    quota = quota_of(log, case.vehicle_id, case.municipality, case.facts.stated.day)
    return None if quota is None else quota.besides(case.id)


def _count(quota: DayExemptionQuota, case: DecisionCase, policy: Policy) -> None:
    day, decision_id = case.facts.stated.day, case.decision_id
    if day is None or decision_id is None:
        raise ValueError("a day exemption was granted without a day")
    most = policy.limits.day_exemptions_per_year
    quota.grant(case_id=case.id, decision_id=decision_id, day=day, most=most)


def _place_of_count(
    vehicle_id: UUID | None, municipality: str | None, day: date | None
) -> tuple[UUID, str, int] | None:
    """Vehicle, municipality and calendar year; None when one of them is not known."""
    if vehicle_id is None or municipality is None or day is None:
        return None
    return vehicle_id, municipality, day.year


def _may_cancel(by: Principal, case: DecisionCase) -> bool:
    return (by.has(Role.APPLICANT) and case.is_of(by.subject)) or (
        by.has(Role.CASE_HANDLER) and by.deals_with(case.municipality)
    )


def on_the_present_count(act: Callable[[], Saved], case_id: UUID) -> Saved:
    """Act again each time that somebody else has counted meanwhile; another conflict passes."""
    for _ in range(ATTEMPTS - 1):
        try:
            return act()
        except VersionConflict as conflict:
            if conflict.stream_id == case_id:
                raise
    return act()
