"""What the desk can do with the claim on a case: take it in hand, release it, hand many over at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final
from uuid import UUID

from services.decisions.commands.desk import case_within
from services.decisions.domain.case_claim import CaseClaim, claim_id
from services.decisions.domain.case_file import CaseState
from shared.eventlog.act import Act
from shared.eventlog.aggregate import Event
from shared.eventlog.append import Append, Metadata
from shared.eventlog.log import AggregateNotFound, EventLog, Saved, VersionConflict
from shared.runtime.access import Principal, Role

ATTEMPTS: Final = 20
"""Each time somebody else was quicker; after that the conflict is told."""


class ClaimCommands:
    """Commands on claims; another municipality's case is not there."""

    def __init__(self, log: EventLog) -> None:
        self._log = log

    def claim(self, act: Act, *, case_id: UUID, within: Principal) -> Saved:
        """Take the case in hand; of two at the same moment the first one has it."""
        return on_the_present_claims(lambda: self._claim(act, case_id, within))

    def release(self, act: Act, *, case_id: UUID, within: Principal) -> Saved:
        """Give it back: one's own, or as a reviewer another's."""
        return on_the_present_claims(lambda: self._release(act, case_id, within))

    def hand_over(
        self, act: Act, *, from_subject: str, to_subject: str, case_ids: Sequence[UUID], within: Principal
    ) -> Saved:
        """Give the cases of one to another, all of them or none."""
        return on_the_present_claims(lambda: self._hand_over(act, from_subject, to_subject, case_ids, within))

    def _claim(self, act: Act, case_id: UUID, within: Principal) -> Saved:
        state, claim = self._claim_on(case_id, within)
        claim.claim(state=state, by=act.actor, on=act.today)
        return self._log.save_act(act, claim, case_id=case_id, chained=True)

    def _release(self, act: Act, case_id: UUID, within: Principal) -> Saved:
        state, claim = self._claim_on(case_id, within)
        as_reviewer = within.has(Role.REVIEWER)
        claim.release(state=state, by=act.actor, as_reviewer=as_reviewer, on=act.today)
        return self._log.save_act(act, claim, case_id=case_id)

    def _hand_over(
        self, act: Act, from_subject: str, to_subject: str, case_ids: Sequence[UUID], within: Principal
    ) -> Saved:
        """One append, in which every event names its own case."""
        events: list[Event] = []
        metadata: list[Metadata] = []
        for case_id in case_ids:
            state, claim = self._claim_on(case_id, within)
            claim.hand_over(state=state, claimed_by=from_subject, to=to_subject, by=act.actor, on=act.today)
            events += claim.pending()
            metadata.append(act.metadata(case_id))
        answer = act.answer_for(act.command_id, 0)
        position = self._log.append_events(events, Append(metadata=metadata, answer=answer))
        return Saved(act.command_id, 0, position)

    def _claim_on(self, case_id: UUID, within: Principal) -> tuple[CaseState, CaseClaim]:
        """The case's state and the claim on it, for somebody within whose scope the case is."""
        case = case_within(self._log, within, case_id, None)
        try:
            return case.state, self._log.load(CaseClaim, claim_id(case_id))
        except AggregateNotFound:
            return case.state, CaseClaim.open(case_id)


def on_the_present_claims(act: Callable[[], Saved]) -> Saved:
    """Act again each time that somebody else has claimed, released or handed over meanwhile."""
    for _ in range(ATTEMPTS - 1):
        try:
            return act()
        except VersionConflict:
            continue
    return act()
