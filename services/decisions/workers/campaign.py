"""The reassessment campaign: reissues the decision of every affected case, exactly once.

It goes through the refused cases in order of id, in chunks; a chunk is one append of many streams.
What makes it exact: the facts row's version is the optimistic lock of each case, the unique
`reissues` row forbids a second renewal, the chunk's own row moves the cursor in the same
transaction, and the guard stops a worker whose campaign another has completed. Killed anywhere,
it continues where the last committed chunk ended.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from services.decisions.domain.disposition import (
    DISPOSITIONS,
    Disposition,
    NewThresholds,
    RecordedCase,
    disposition,
    standing,
)
from services.decisions.domain.policy import Policy, policy_of_version
from services.decisions.domain.reassessment import TYPE, Campaign, ForAPerson, Reassessment
from services.decisions.domain.renewal import reissue
from services.decisions.domain.thresholds import ThresholdRow
from services.decisions.projections.case_facts import refused_cases_after
from services.decisions.projections.reassessments import (
    StoredReassessment,
    campaign_runs,
    reissued_case_ids,
    running_count,
    running_in_turn,
)
from services.decisions.projections.reassessments import reassessment as reassessment_row
from services.decisions.projections.threshold_sets import threshold_set
from shared.eventlog.act import Act
from shared.eventlog.aggregate import Event, event_id
from shared.eventlog.append import Append, DuplicateRow, Guard, GuardFailed, Metadata, StaleRow
from shared.eventlog.log import VersionConflict
from shared.runtime.crash import crash_point
from shared.runtime.service import ServiceContext
from shared.runtime.tracing import span


class MissedCases(Exception):
    """The closing sweep found cases that should have been reissued: a defect, to be looked at."""

    def __init__(self, case_ids: Sequence[UUID]) -> None:
        super().__init__(f"{len(case_ids)} case(s) left behind, first {case_ids[0]}")


class CampaignWorker:
    """Runs reassessments one at a time, in order of entry into force."""

    name = "campaign"

    def __init__(self, context: ServiceContext, chunk_size: int) -> None:
        self._context = context
        self._chunk_size = chunk_size

    def step(self) -> bool:
        """Do one chunk, or complete the campaign; False when none runs, or the one in turn is paused.

        An append that is refused because a case changed meanwhile stores nothing: the next step
        reads the chunk again.
        """
        with self._context.log.read() as connection:
            running = running_in_turn(connection)
        if running is None:
            return False
        try:
            self._advance(running)
        except (StaleRow, VersionConflict, GuardFailed):
            return True
        except DuplicateRow:
            if self._stands_where_it_stood(running):
                raise
        return True

    def pending(self) -> int:
        """Campaigns to be completed; a paused one, and those after it, wait for a person."""
        with self._context.log.read() as connection:
            return running_count(connection)

    def next_due(self) -> datetime | None:
        """A campaign starts with its set's entry into force; it has no timer of its own."""
        return None

    def _stands_where_it_stood(self, running: StoredReassessment) -> bool:
        """False when another worker has moved the campaign on: the rows that were there are its rows."""
        with self._context.log.read() as connection:
            return reassessment_row(connection, running.reassessment_id) == running

    def _advance(self, running: StoredReassessment) -> None:
        """One chunk from the row's cursor; only when the stream is as far as the row, and no further."""
        reassessment = self._context.log.load(Reassessment, running.reassessment_id, running.version)
        with self._context.log.read() as connection:
            chunk = refused_cases_after(
                connection, TYPE, running.cursor, self._chunk_size, decided_before=running.started_position
            )
        crash_point("campaign.chunk_selected")
        if chunk:
            with span("reassess a chunk", self._context.name, attributes={"loket.cases": len(chunk)}):
                self._reassess(chunk, reassessment)
            crash_point("campaign.chunk_done")
        elif left := self._left_behind(running, reassessment):
            raise MissedCases(left)
        else:
            with span("complete a reassessment", self._context.name):
                self._complete(running, reassessment)

    def _reassess(self, chunk: Sequence[RecordedCase], reassessment: Reassessment) -> None:
        thresholds, policy, campaign = _of(reassessment)
        act = self._context.act_of(self.name, caused_by=event_id("decisions", reassessment.id, 1))
        rows = [(case, standing(case, thresholds, policy)) for case in chunk]
        earlier = self._earlier_thresholds(chunk)
        renewals: list[Event] = [
            reissue(case, thresholds, policy, campaign, act.today, earlier.get(case.threshold_set_id, ()))
            for case, row in rows
            if DISPOSITIONS[row] is Disposition.REISSUE
        ]
        reassessment.record_chunk(
            upto_case_id=chunk[-1].case_id,
            considered=len(chunk),
            reissued=len(renewals),
            for_a_person=[
                ForAPerson(case.case_id, row)
                for case, row in rows
                if DISPOSITIONS[row] is Disposition.FOR_A_PERSON
            ],
        )
        crash_point("campaign.before_append")
        self._append(
            [*renewals, *reassessment.pending()], act, reassessment.id, [campaign_runs(reassessment.id)]
        )

    def _earlier_thresholds(
        self, chunk: Sequence[RecordedCase]
    ) -> Mapping[UUID | None, tuple[ThresholdRow, ...]]:
        """The rows of the sets that the decisions of a chunk rest on, by set."""
        set_ids = {case.threshold_set_id for case in chunk if case.threshold_set_id is not None}
        with self._context.log.read() as connection:
            return {
                set_id: stored.rows
                for set_id in sorted(set_ids)
                if (stored := threshold_set(connection, set_id)) is not None
            }

    def _append(
        self, events: Sequence[Event], act: Act, reassessment_id: UUID, guards: Sequence[Guard] = ()
    ) -> None:
        metadata = [_about(event, act, reassessment_id) for event in events]
        self._context.log.append_events(
            events,
            Append(
                metadata=metadata,
                rows=self._context.log.inline_rows(events, metadata, act.at),
                guards=guards,
            ),
        )

    def _left_behind(self, running: StoredReassessment, reassessment: Reassessment) -> list[UUID]:
        """The closing sweep over the refused cases from before P; it must find nothing."""
        thresholds, policy, _ = _of(reassessment)
        left: list[UUID] = []
        cursor: UUID | None = None
        with self._context.log.read() as connection:
            while cases := refused_cases_after(
                connection, TYPE, cursor, self._chunk_size, decided_before=running.started_position
            ):
                left += [
                    case.case_id
                    for case in cases
                    if disposition(case, thresholds, policy) is Disposition.REISSUE
                ]
                cursor = cases[-1].case_id
        return left

    def _complete(self, running: StoredReassessment, reassessment: Reassessment) -> None:
        with self._context.log.read() as connection:
            reissued = reissued_case_ids(connection, running.reassessment_id)
        digest = hashlib.sha256(b"".join(case_id.bytes for case_id in reissued)).hexdigest()
        reassessment.complete(digest=digest)
        # No guard: it would read the row as this very append leaves it; the row's version is the lock.
        crash_point("campaign.before_completion")
        act = self._context.act_of(
            self.name, caused_by=event_id("decisions", reassessment.id, reassessment.version - 1)
        )
        self._append(reassessment.pending(), act, reassessment.id)
        crash_point("campaign.completed")


def _of(reassessment: Reassessment) -> tuple[NewThresholds, Policy, Campaign]:
    if reassessment.thresholds is None or reassessment.campaign is None:
        raise ValueError("a reassessment without its founding event")
    return reassessment.thresholds, policy_of_version(reassessment.policy_version), reassessment.campaign


def _about(event: Event, act: Act, reassessment_id: UUID) -> Metadata:
    own = event.originator_id == reassessment_id
    return act.metadata(None if own else event.originator_id)
