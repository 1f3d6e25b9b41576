"""What the decisions service does when a court is gone to, decides itself, or grants something for the time being."""

from __future__ import annotations

from contextlib import suppress

from services.decisions.commands import CourtCommands, ProceedingsCommands
from services.decisions.domain.decision_by_court import DecidedByCourt
from services.decisions.domain.interim_access import InterimRelief, ReliefContent
from services.decisions.messaging.crossing import nothing_when
from shared.contracts.envelope import Message
from shared.contracts.objections import (
    AppealEnded,
    AppealLodged,
    DirectAppealAnswered,
    InterimReliefGranted,
    InterimReliefLapsed,
    LateDecisionOrdered,
)
from shared.errors import NotInThisState
from shared.eventlog.act import Act
from shared.eventlog.log import AggregateNotFound, Saved
from shared.runtime.consumer import Reaction


class WhenCourtsRule:
    """Every reaction makes one append with the act it is given, or none."""

    def __init__(self, proceedings: ProceedingsCommands, courts: CourtCommands) -> None:
        self._proceedings = proceedings
        self._courts = courts

    @nothing_when(AggregateNotFound)
    def when_appeal_lodged_note_it(self, _: Message, contract: AppealLodged, act: Act) -> Saved | None:
        """A renewal meanwhile is sent to the court, which deals with it (Awb 6:19(3))."""
        return self._proceedings.note_pending_appeal(
            act, case_id=contract.case_id, appeal_id=contract.appeal_id, lodged_on=contract.lodged_on
        )

    @nothing_when(AggregateNotFound)
    def when_direct_appeal_answered_note_that_the_court_has_it(
        self, _: Message, contract: DirectAppealAnswered, act: Act
    ) -> Saved | None:
        """The objection ends here and the appeal begins, in one append: one of them covers a renewal (Awb 6:19)."""
        if contract.appeal_id is None:
            return None
        return self._proceedings.note_sent_to_court(
            act,
            case_id=contract.case_id,
            objection_id=contract.objection_id,
            appeal_id=contract.appeal_id,
            lodged_on=contract.received_on or contract.decided_on,
        )

    @nothing_when(AggregateNotFound)
    def when_appeal_ended_note_it_and_take_over_what_the_court_decided(
        self, _: Message, contract: AppealEnded, act: Act
    ) -> Saved | None:
        """From here on a renewal carries a remedy of its own again; what a court decided itself, the case is.

        Without a decision in whose place the ruling could come, it is noted alone.
        """
        if contract.exemption is not None:
            ruling = DecidedByCourt(
                contract.appeal_id,
                contract.ruled_on or act.today,
                contract.exemption,
                contract.valid_until,
                contract.sent_on,
            )
            with suppress(NotInThisState):
                return self._courts.take_over_from_court(
                    act, case_id=contract.case_id, ruling=ruling, ending=contract.ending
                )
        return self._proceedings.note_appeal_end(
            act, case_id=contract.case_id, appeal_id=contract.appeal_id, ending=contract.ending
        )

    @nothing_when(AggregateNotFound, NotInThisState)
    def when_late_decision_ordered_note_its_last_day(
        self, _: Message, contract: LateDecisionOrdered, act: Act
    ) -> Saved | None:
        """A court gave a last day to decide on the application (Awb 8:55d(1)); of an objection it is kept there."""
        if contract.objection_id is not None:
            return None
        return self._proceedings.note_court_term(
            act,
            case_id=contract.case_id,
            appeal_id=contract.appeal_id,
            sent_on=contract.sent_on,
            last_day=contract.last_day,
        )

    @nothing_when(AggregateNotFound, NotInThisState)
    def when_interim_relief_granted_give_access(
        self, _: Message, contract: InterimReliefGranted, act: Act
    ) -> Saved | None:
        """Who is to be treated as a holder has access for the time being; a suspended grant gives none (Awb 8:81)."""
        relief = InterimRelief(
            contract.relief_id,
            contract.ruled_on,
            ReliefContent(contract.content),
            contract.last_day,
            contract.decision_id,
        )
        return self._courts.give_interim_access(act, case_id=contract.case_id, relief=relief)

    @nothing_when(AggregateNotFound)
    def when_interim_relief_lapsed_end_access(
        self, _: Message, contract: InterimReliefLapsed, act: Act
    ) -> Saved | None:
        """It ends with the proceedings, or earlier (Awb 8:85, 8:87)."""
        return self._courts.end_interim_access(
            act, case_id=contract.case_id, relief_id=contract.relief_id, lapsed_on=contract.lapsed_on
        )

    def by_objections(self) -> dict[type, Reaction]:
        """The reactions to what objections tells."""
        return {
            AppealLodged: self.when_appeal_lodged_note_it,
            DirectAppealAnswered: self.when_direct_appeal_answered_note_that_the_court_has_it,
            AppealEnded: self.when_appeal_ended_note_it_and_take_over_what_the_court_decided,
            LateDecisionOrdered: self.when_late_decision_ordered_note_its_last_day,
            InterimReliefGranted: self.when_interim_relief_granted_give_access,
            InterimReliefLapsed: self.when_interim_relief_lapsed_end_access,
        }
