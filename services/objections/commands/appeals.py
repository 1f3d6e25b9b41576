"""What can be asked about appeals: load, decide, save."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final, Protocol
from uuid import UUID

from services.objections.commands.appeal_terms import appeal_term_of
from services.objections.commands.interim_relief import LapsingRelief
from services.objections.commands.reached import again_when_overtaken
from services.objections.domain.appeal import Appeal, AppealEnding, Withdrawal
from services.objections.domain.appeal_instance import Appellant, Filing, Instance, RemedyTerm
from services.objections.domain.contested_decision import (
    ContestedCase,
    ContestedDecision,
    replacements_of,
)
from services.objections.domain.court_fee import FeeStep
from services.objections.domain.court_ruling import CourtRuling
from services.objections.domain.decision_anew import CourtOrder
from services.objections.domain.interim_relief import InterimRelief, ReliefLapse
from services.objections.domain.objection import Objection
from services.objections.domain.objection_acts import ObjectionState
from services.objections.domain.posting import PostingJudgement
from services.objections.domain.scope import Jurisdiction, Scope
from shared.contracts.notifications import LetterSentOnPaper, ObjectionLetterSent
from shared.errors import NotThere, RuleBroken
from shared.eventlog.act import Act
from shared.eventlog.append import DuplicateRow, RowWrite
from shared.eventlog.log import AggregateNotFound, EventLog, Saved, VersionConflict
from shared.law.terms import Channel
from shared.runtime.ids import IdSource

NO_SUCH_APPEAL: Final = ("appeal_not_found", "there is no such appeal for you")
"""Code and detail of the answer when there is none, or none within the scope: the same for both."""


class AppealedCases(Protocol):
    """What is known of the decisions that appeals are about, and the rows that an order to decide anew changes."""

    def find(self, decision_id: UUID) -> ContestedDecision | None: ...
    def whose(self, case_id: UUID, decision_id: UUID) -> Jurisdiction: ...
    def of_case(self, case_id: UUID) -> ContestedCase: ...
    def next_turn(self, case: ContestedCase) -> RowWrite: ...
    def reinstatement(self, decision_id: UUID, objection_id: UUID) -> RowWrite: ...
    def ruling_announced(self, objection_id: UUID) -> RemedyTerm: ...
    def ruling_announcement(self, sent: ObjectionLetterSent) -> RowWrite | None: ...
    def ruling_announcement_again(self, sent: LetterSentOnPaper) -> RowWrite | None: ...


@dataclass(frozen=True, slots=True)
class AppealNotice:
    """What the court tells of an appeal."""

    objection_id: UUID
    """On which the decision, or in higher appeal the ruling, is contested."""
    lodged_on: date
    court_reference: str | None
    appellant: Appellant | None = None
    posted_on: date | None = None
    channel: Channel | None = None
    """None: not by post, as far as was told."""


@dataclass(frozen=True, slots=True)
class HigherAppealNotice:
    """What the Afdeling tells of a higher appeal."""

    appeal_id: UUID
    """On which the contested ruling was given."""
    lodged_on: date
    court_reference: str | None
    appellant: Appellant | None = None
    posted_on: date | None = None
    channel: Channel | None = None


@dataclass(frozen=True, slots=True)
class CourtFeeTold:
    """What the court tells of its fee; the amount only where it was levied."""

    step: FeeStep
    on: date
    euros: int = 0


class AppealCommands:
    """One public method per command."""

    def __init__(self, log: EventLog, ids: IdSource, cases: AppealedCases, lapsing: LapsingRelief) -> None:
        self._log = log
        self._ids = ids
        self._cases = cases
        self._lapsing = lapsing

    def lodge_appeal(self, act: Act, notice: AppealNotice, scope: Scope) -> Saved:
        """Register an appeal against the decision on an objection; one at a time for each objection.

        Raises NotThere, NotInThisState or RuleBroken.
        """
        objection = self._objection(notice.objection_id, scope)
        objection.require_ruling()
        filing = Filing(
            appellant=notice.appellant,
            posted_on=notice.posted_on,
            channel=notice.channel,
            term=appeal_term_of(objection, self._cases),
        )
        return self._lodged(act, objection, notice, filing)

    def lodge_higher_appeal(self, act: Act, notice: HigherAppealNotice, scope: Scope) -> Saved:
        """Register a higher appeal against the ruling on an appeal (Awb 8:104, 8:105).

        Raises NotThere, NotInThisState or RuleBroken.
        """
        contested = self._appeal(notice.appeal_id, scope)
        filing = Filing(
            Instance.COUNCIL_OF_STATE,
            contested.id,
            notice.appellant,
            notice.posted_on,
            notice.channel,
            term=contested.contested_ruling(),
        )
        return self._lodged(act, self._log.load(Objection, contested.objection_id), notice, filing)

    def note_ruling_announced(self, act: Act, sent: ObjectionLetterSent) -> Saved | None:
        """Hear that a decision on an objection was announced, which begins the term to appeal (Awb 6:8)."""
        return self._noted(act, sent.case_id, self._cases.ruling_announcement(sent))

    def note_ruling_announced_again(self, act: Act, sent: LetterSentOnPaper) -> Saved | None:
        """Hear that its letter bounced and was sent on paper, from which the term runs (Awb 6:8)."""
        return self._noted(act, sent.case_id, self._cases.ruling_announcement_again(sent))

    def _noted(self, act: Act, case_id: UUID, row: RowWrite | None) -> Saved | None:
        return None if row is None else self._log.save_act(act, case_id=case_id, rows=[row])

    def note_fee(
        self,
        act: Act,
        appeal_id: UUID,
        scope: Scope,
        expected_version: int | None,
        told: CourtFeeTold,
    ) -> Saved:
        """Register what the court told of its fee. Raises NotThere, VersionConflict or RuleBroken."""
        appeal = self._at(appeal_id, scope, expected_version)
        appeal.note_fee(told.step, told.on, told.euros)
        return self._log.save_act(act, appeal, case_id=appeal.case_id)

    def judge_posting(
        self,
        act: Act,
        appeal_id: UUID,
        scope: Scope,
        expected_version: int | None,
        judgement: PostingJudgement,
    ) -> Saved:
        """Register whether it was posted in time. Raises NotThere, VersionConflict, NotInThisState or RuleBroken."""
        appeal = self._at(appeal_id, scope, expected_version)
        appeal.judge_posting(judgement, act.actor, act.today)
        return self._log.save_act(act, appeal, case_id=appeal.case_id)

    def note_hearing(
        self, act: Act, appeal_id: UUID, scope: Scope, expected_version: int | None, on: date
    ) -> Saved:
        """Register on which day the court hears it. Raises NotThere, VersionConflict, NotInThisState or RuleBroken."""
        appeal = self._at(appeal_id, scope, expected_version)
        appeal.note_hearing(on)
        return self._log.save_act(act, appeal, case_id=appeal.case_id)

    def _lodged(
        self, act: Act, objection: Objection, notice: AppealNotice | HigherAppealNotice, filing: Filing
    ) -> Saved:
        appeal = Appeal.lodge(
            id=self._ids.new(),
            case_id=objection.case_id,
            objection_id=objection.id,
            decision_id=objection.decision_id,
            lodged_on=notice.lodged_on,
            court_reference=notice.court_reference,
            filing=filing,
        )
        try:
            return self._log.save_act(act, appeal, case_id=objection.case_id)
        except DuplicateRow as running:
            raise RuleBroken(
                "appeal_pending", "an appeal on this objection is pending already (Awb 8:1)"
            ) from running

    def end_appeal(
        self, act: Act, appeal_id: UUID, scope: Scope, expected_version: int | None, ending: AppealEnding
    ) -> Saved:
        """Register how an appeal ended; with a court's order, the objection is pending again (Awb 8:72(4)).

        Interim relief that was granted lapses with it, in the same append, or later where the court says so (Awb 8:85(2)).
        """
        return again_when_overtaken(lambda: self._end(act, appeal_id, scope, expected_version, ending))

    def _end(
        self, act: Act, appeal_id: UUID, scope: Scope, expected_version: int | None, ending: AppealEnding
    ) -> Saved:
        appeal = self._at(appeal_id, scope, expected_version)
        appeal.end(ending)
        because = (
            ReliefLapse.PROCEEDINGS_WITHDRAWN if isinstance(ending, Withdrawal) else ReliefLapse.COURT_RULED
        )
        until = ending.relief_until if isinstance(ending, CourtRuling) else None
        lapsed = self._lapsing.with_end(appeal.objection_id, ending.on, because, until)
        if not isinstance(ending, CourtRuling) or ending.order is None:
            return self._log.save_act(act, appeal, *lapsed, case_id=appeal.case_id)
        order = CourtOrder(appeal.id, ending.on, ending.order.named_day)
        return self._decided_anew(act, appeal, order, lapsed)

    def _decided_anew(
        self, act: Act, appeal: Appeal, order: CourtOrder, lapsed: Iterable[InterimRelief]
    ) -> Saved:
        """The ruling and its order in one append.

        What replaced the contested decision meanwhile is contested too: so it was at the court (Awb 6:19). An
        objection that is pending anew already, on the order that the higher court was asked about, stays so. After
        direct appeal the decision on the application is the one to take anew (Awb 7:1a), and nothing here.
        """
        objection = self._log.load(Objection, appeal.objection_id)
        if objection.undecided or objection.state is ObjectionState.SENT_TO_COURT:
            return self._log.save_act(act, appeal, *lapsed, case_id=appeal.case_id)
        case = self._cases.of_case(objection.case_id)
        objection.order_decision_anew(order)
        for renewal in replacements_of(objection.decision_id, case.decisions):
            objection.attach_renewed_decision(renewal)
        rows = [self._cases.next_turn(case)]
        contested = self._cases.find(objection.decision_id)
        if contested is not None and contested.revoked_on_objection == objection.id:
            rows.append(self._cases.reinstatement(objection.decision_id, objection.id))
        return self._log.save_act(
            act, appeal, objection, *lapsed, case_id=objection.case_id, rows=rows, chained=True
        )

    def case_of(self, appeal_id: UUID, scope: Scope) -> UUID:
        """The case that an appeal is about: under a key of it the edge seals what the court ruled.

        Raises NotThere outside the scope.
        """
        return self._appeal(appeal_id, scope).case_id

    def _objection(self, objection_id: UUID, scope: Scope) -> Objection:
        try:
            objection = self._log.load(Objection, objection_id)
        except AggregateNotFound as missing:
            raise _no_objection() from missing
        if not scope.admits(None, self._cases.whose(objection.case_id, objection.decision_id)):
            raise _no_objection()
        return objection

    def _at(self, appeal_id: UUID, scope: Scope, expected_version: int | None) -> Appeal:
        """The appeal at the version named. Raises NotThere, then VersionConflict."""
        appeal = self._appeal(appeal_id, scope)
        if expected_version is not None and expected_version != appeal.version:
            raise VersionConflict(appeal.id, expected_version, appeal.version)
        return appeal

    def _appeal(self, appeal_id: UUID, scope: Scope) -> Appeal:
        try:
            appeal = self._log.load(Appeal, appeal_id)
        except AggregateNotFound as missing:
            raise NotThere(*NO_SUCH_APPEAL) from missing
        if not scope.admits(None, self._cases.whose(appeal.case_id, appeal.decision_id)):
            raise NotThere(*NO_SUCH_APPEAL)
        return appeal


def _no_objection() -> NotThere:
    return NotThere("objection_not_found", "there is no such objection for you")
