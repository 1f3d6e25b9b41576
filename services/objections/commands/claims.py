"""What the desk can do with the claim on an objection: take it in hand, release it, hand many over at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final
from uuid import UUID

from services.objections.commands.reached import DecisionsHeard, Place, ReachedObjections
from services.objections.domain.objection import Objection
from services.objections.domain.objection_claim import ObjectionClaim, claim_id
from services.objections.domain.scope import Scope
from shared.eventlog.act import Act
from shared.eventlog.aggregate import Event
from shared.eventlog.append import Append, Metadata
from shared.eventlog.log import AggregateNotFound, EventLog, Saved, VersionConflict

ATTEMPTS: Final = 20
"""Each time somebody else was quicker; after that the conflict is told."""


class ClaimCommands:
    """Commands on claims; another municipality's objection is not there."""

    def __init__(self, log: EventLog, cases: DecisionsHeard) -> None:
        self._log = log
        self._reached = ReachedObjections(log, cases)

    def claim(self, act: Act, objection_id: UUID, scope: Scope) -> Saved:
        """Take the objection in hand; of two at the same moment the first one has it."""
        return _on_the_present_claims(lambda: self._claim(act, objection_id, scope))

    def release(self, act: Act, objection_id: UUID, scope: Scope, *, as_reviewer: bool) -> Saved:
        """Give it back: one's own, or as a reviewer another's."""
        return _on_the_present_claims(
            lambda: self._release(act, objection_id, scope, as_reviewer=as_reviewer)
        )

    def hand_over(
        self, act: Act, *, from_subject: str, to_subject: str, objection_ids: Sequence[UUID], scope: Scope
    ) -> Saved:
        """Give the objections of one to another, all of them or none."""
        return _on_the_present_claims(
            lambda: self._hand_over(act, from_subject, to_subject, objection_ids, scope)
        )

    def _claim(self, act: Act, objection_id: UUID, scope: Scope) -> Saved:
        objection, claim = self._claim_on(objection_id, scope)
        deciders = self._reached.handling(act, objection).deciders
        claim.claim(objection, by=act.actor, deciders=deciders, on=act.today)
        return self._log.save_act(act, claim, case_id=objection.case_id, chained=True)

    def _release(self, act: Act, objection_id: UUID, scope: Scope, *, as_reviewer: bool) -> Saved:
        objection, claim = self._claim_on(objection_id, scope)
        claim.release(objection, by=act.actor, as_reviewer=as_reviewer, on=act.today)
        return self._log.save_act(act, claim, case_id=objection.case_id)

    def _hand_over(
        self, act: Act, from_subject: str, to_subject: str, objection_ids: Sequence[UUID], scope: Scope
    ) -> Saved:
        """One append, in which every event names its own case."""
        events: list[Event] = []
        metadata: list[Metadata] = []
        for objection_id in objection_ids:
            objection, claim = self._claim_on(objection_id, scope)
            claim.hand_over(
                objection,
                claimed_by=from_subject,
                to=to_subject,
                deciders=self._reached.handling(act, objection).deciders,
                by=act.actor,
                on=act.today,
            )
            events += claim.pending()
            metadata.append(act.metadata(objection.case_id))
        answer = act.answer_for(act.command_id, 0)
        position = self._log.append_events(events, Append(metadata=metadata, answer=answer))
        return Saved(act.command_id, 0, position)

    def _claim_on(self, objection_id: UUID, scope: Scope) -> tuple[Objection, ObjectionClaim]:
        """The objection and the claim on it, for somebody within whose scope it is."""
        objection = self._reached.at(Place(objection_id, scope, None))
        try:
            return objection, self._log.load(ObjectionClaim, claim_id(objection_id))
        except AggregateNotFound:
            return objection, ObjectionClaim.open(objection)


def _on_the_present_claims(act: Callable[[], Saved]) -> Saved:
    """Act again each time that somebody else has claimed, released or handed over meanwhile."""
    for _ in range(ATTEMPTS - 1):
        try:
            return act()
        except VersionConflict:
            continue
    return act()
