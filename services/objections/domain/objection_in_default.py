"""An objection on which is decided too late: notices of default, and the penalty (Awb 4:16 to 4:20, 7:14).

The part of the aggregate `Objection` that is about what a late ruling costs; it decides nothing on the objection.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from msgspec.structs import asdict

from services.objections.domain.contested_decision import ContestedDecision
from services.objections.domain.late_ruling import (
    NO_DEFAULT,
    DefaultState,
    LateRulingNoticeReceived,
    Notice,
    check_notice,
    meaning_of,
    now_effective,
    term_last_day,
)
from services.objections.domain.late_ruling_penalty import (
    LateRulingPenaltyFixed,
    LateRulingPenaltyFixedAnew,
    LateRulingPenaltyPaid,
    NothingDue,
    penalty_to_fix,
    penalty_to_pay,
)
from services.objections.domain.proceedings import Proceedings
from services.objections.domain.ruling_term import RulingAdjourned, ruling_term
from services.objections.domain.ruling_told import day_told, defaults_until_told
from services.objections.domain.told_too_late import (
    LateStep,
    StepToldTooLate,
    Told,
    put_off_by,
    without_what_came_too_late,
)
from shared.eventlog.aggregate import event_id
from shared.privacy.sealed import Sealed


class ObjectionInDefault(Proceedings):
    """An objection on which is to be decided within a term (Awb 7:10)."""

    defaults: tuple[DefaultState, ...] = NO_DEFAULT
    """Of each term to decide: the first one, and one for each order of a court to decide anew."""
    ended_on: date | None = None
    """The day of the ruling or the withdrawal, where the act tells it."""

    def note_notice_of_default(
        self, notice: Notice, contested: ContestedDecision | None, *, told: Sequence[date], today: date
    ) -> None:
        """Record a notice of default with what follows from it: nothing when it is premature (Awb 4:17(3)).

        `told`: the days on which rulings on the objection were announced; until then a decision is due.
        Raises RuleBroken and NotInThisState with the code of the rule that stands in the way (see `late_ruling`).
        """
        ended_on = None
        if not self.undecided:
            ended_on = day_told(self.ended_on, told) if self.ended_on else self.received_on
        check_notice(notice, self.defaults[-1], objected_on=self.received_on, ended_on=ended_on, today=today)
        self._note_notice(notice, contested)

    def fix_penalty(
        self,
        nothing_due: NothingDue | None,
        contested: ContestedDecision | None,
        *,
        told: Sequence[date],
        decided_on: date,
        decided_by: str,
    ) -> None:
        """Decide what penalty is due for the late ruling (Awb 4:18); the decision on it can be contested.

        `told`: the days on which rulings on the objection were announced (see `ruling_told`).
        Raises RuleBroken and NotInThisState (see `late_ruling_penalty`).
        """
        late, days = penalty_to_fix(defaults_until_told(self.defaults, told), decided_on)
        self.trigger_event(
            LateRulingPenaltyFixed,
            case_id=self.case_id,
            decision_id=event_id("objections", self.id, self.version + 1),
            decided_on=decided_on,
            decided_by=decided_by,
            notice_received_on=late.notice_received_on,
            first_day=late.first_day,
            last_day=late.last_day_due,
            days=days,
            amount_euros=0 if nothing_due else late.amount(late.last_day_due),
            ground=nothing_due.ground if nothing_due else None,
            sealed_reasons=nothing_due.reasons if nothing_due else None,
            lodged_by=self.lodged_by,
            exemption_type=contested.exemption_type if contested else None,
            municipality=contested.municipality if contested else None,
        )

    def fix_penalty_anew(
        self, decision_id: UUID, amount_euros: int, *, objection_id: UUID, on: date, by: str
    ) -> None:
        """Fix it at the amount that the ruling on an objection against it names (Awb 4:18, 7:11(2))."""
        self.trigger_event(
            LateRulingPenaltyFixedAnew,
            case_id=self.case_id,
            decision_id=decision_id,
            objection_id=objection_id,
            decided_on=on,
            decided_by=by,
            amount_euros=amount_euros,
        )

    def pay_penalty(self, amount_euros: int, *, paid_on: date, recorded_by: str, today: date) -> None:
        """Record that all that is due of the penalty was paid (see `late_ruling_penalty`)."""
        penalty = penalty_to_pay(self.defaults, amount_euros, paid_on=paid_on, today=today)
        self.trigger_event(
            LateRulingPenaltyPaid,
            case_id=self.case_id,
            decision_id=penalty.decision_id,
            paid_on=paid_on,
            amount_euros=amount_euros,
            recorded_by=recorded_by,
        )

    # A notice held premature while a suspension seemed to go on may have come after the term (Awb 4:17(3))

    def repair_defect(
        self, repaired_on: date, supplement: Sealed | None, contested: ContestedDecision | None
    ) -> None:
        """Repair a defect, which ends the suspension on that day (Awb 6:6, 7:10(2))."""
        super().repair_defect(repaired_on, supplement, contested)
        self._note_effect_of_notice(contested)

    def lapse_repair_term(self, on: date, contested: ContestedDecision | None) -> None:
        """Note that the term to repair passed unused, which ends the suspension (Awb 6:6, 7:10(2))."""
        super().lapse_repair_term(on, contested)
        self._note_effect_of_notice(contested)

    def note_told(self, told: Told, told_on: date, contested: ContestedDecision | None) -> None:
        """Record that the letter about a committee or an adjournment left too late (Awb 7:10(3), (5), 7:13(2)).

        Nothing when it left in time, and nothing once it was decided.
        """
        left = without_what_came_too_late(told, told_on, self.term_changes, self.receipt, contested)
        term = ruling_term(self.receipt, contested, left) if left is not None else None
        if term is None or not self.undecided:
            return
        adjourned, deadline = isinstance(told, RulingAdjourned), term.deadline()
        self.trigger_event(
            StepToldTooLate,
            case_id=self.case_id,
            decision_id=self.decision_id,
            step=LateStep.ADJOURNMENT if adjourned else LateStep.COMMITTEE,
            told_by=told.event_id,
            told_on=told_on,
            put_off=put_off_by(told),
            decide_before=deadline.last_day,
            provisional=deadline.provisional,
        )
        self._note_effect_of_notice(contested)

    def _note_effect_of_notice(self, contested: ContestedDecision | None) -> None:
        term, state = self.ruling_term(contested), self.defaults[-1]
        if term is None or state.penalty is not None or self.term_changes.suspended_from is not None:
            return
        notice = now_effective(state, term.deadline().last_day)
        if notice is not None:
            self._note_notice(notice, contested)

    def _note_notice(self, notice: Notice, contested: ContestedDecision | None) -> None:
        last_day = term_last_day(
            self.ruling_term(contested), self.term_changes.suspended_from, notice.received_on
        )
        meaning, late = meaning_of(notice, last_day), self.defaults[-1].late
        self.trigger_event(
            LateRulingNoticeReceived,
            case_id=self.case_id,
            lodged_by=self.lodged_by,
            in_the_place_of=late.notice_received_on if late and not meaning.premature else None,
            ended_on=None if self.undecided else self.ended_on,
            **asdict(meaning),
        )
