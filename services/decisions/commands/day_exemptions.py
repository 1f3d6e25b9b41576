"""Day exemptions (dagontheffingen): decided at once, at most twelve whatever the number of requests at a time.

The decision of the case and the count of the vehicle are one append; who counted at the same moment as
another decides again, on the count as it then is.
"""

from __future__ import annotations

from typing import Final
from uuid import UUID

from services.decisions.domain.case_file import ReceivedApplication
from services.decisions.domain.day_exemption_quota import DayExemptionQuota, quota_id
from services.decisions.domain.decision_case import DecisionCase
from services.decisions.domain.policy import Policy, policy_on
from shared.eventlog.act import Act
from shared.eventlog.log import AggregateNotFound, EventLog, Saved, VersionConflict
from shared.vocabulary import ExemptionType, Outcome

ATTEMPTS: Final = 100
"""Each time somebody else was quicker; a stream takes no more requests than that at the same moment."""


class DayExemptionCommands:
    """Commands on day exemptions."""

    def __init__(self, log: EventLog) -> None:
        self._log = log

    def decide_at_once(self, act: Act, *, case_id: UUID, application: ReceivedApplication) -> Saved:
        """Open the case and decide on it, in one append with the count.

        What cannot be decided on (no day, an unknown vehicle, no policy yet) is left to a person.
        """
        for _ in range(ATTEMPTS - 1):
            try:
                return self._decide(act, case_id, application)
            except VersionConflict as conflict:
                if conflict.stream_id == case_id:
                    raise
        return self._decide(act, case_id, application)

    def _decide(self, act: Act, case_id: UUID, application: ReceivedApplication) -> Saved:
        case = DecisionCase.start_decision_term(case_id=case_id, application=application)
        try:
            policy = policy_on(application.received_on, ExemptionType.DAY)
        except LookupError:  # not offered yet on the day of receipt: nothing to decide by
            return self._log.save_act(act, case, case_id=case_id)
        quota = self._quota(application)
        outcome = case.decide_at_once(
            day_exemptions_used=quota.used if quota else None,
            policy=policy,
            decided_on=act.today,
            decided_by=act.actor,
        )
        if quota is None or outcome is not Outcome.GRANTED:
            return self._log.save_act(act, case, case_id=case_id, chained=True)
        self._count(quota, case_id, application, policy)
        return self._log.save_act(act, case, quota, case_id=case_id, chained=True)

    def _quota(self, application: ReceivedApplication) -> DayExemptionQuota | None:
        """The count for the vehicle, municipality and year; None when one of them is not known."""
        vehicle_id, municipality, day = (
            application.vehicle_id,
            application.municipality,
            application.stated.day,
        )
        if vehicle_id is None or municipality is None or day is None:
            return None
        try:
            return self._log.load(DayExemptionQuota, quota_id(vehicle_id, municipality, day.year))
        except AggregateNotFound:
            return DayExemptionQuota.open(vehicle_id, municipality, day.year)

    @staticmethod
    def _count(
        quota: DayExemptionQuota, case_id: UUID, application: ReceivedApplication, policy: Policy
    ) -> None:
        if application.stated.day is None:
            raise ValueError("a day exemption was granted without a day")
        quota.grant(case_id=case_id, day=application.stated.day, most=policy.limits.day_exemptions_per_year)
