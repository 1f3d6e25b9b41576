"""The decision term of a case: suspended, extended, passed, and what it costs that the decision is late.

The half of the aggregate `DecisionCase` that is about time; it decides nothing on the application.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from msgspec.structs import asdict, replace

from services.decisions.domain.carried_term import CourtTerm
from services.decisions.domain.case_file import CaseState, Holder, check_undecided
from services.decisions.domain.decision_term import (
    Completion,
    CompletionRequest,
    DecisionTermResumed,
    DecisionTermSuspended,
    ResumedBecause,
    StatedFactsSupplemented,
    resumption,
)
from services.decisions.domain.late_entry import DecisionTermResumedEarlier, in_place_of, shortened
from services.decisions.domain.leaving_out import asked_again_too_late
from services.decisions.domain.moved_terms import CompletionTermMoved
from services.decisions.domain.notice_of_default import (
    DefaultState,
    NothingDue,
    Notice,
    NoticeOfDefaultReceived,
    PenaltyFixed,
    amount_of,
    check_notice,
    meaning_of,
    now_effective,
    penalty_of,
)
from services.decisions.domain.penalty import NewPenalty, PenaltyFixedAnew, PenaltyPaid, to_be_paid
from services.decisions.domain.running_term import RunningTerm
from services.decisions.domain.suspension import (
    DecisionTermSuspendedOtherwise,
    KindOfSuspension,
    OtherSuspensionEnded,
    check_beginning,
    check_end,
    running,
    without,
)
from services.decisions.domain.term_extension import (
    DecisionTermExtended,
    ExtensionToldTooLate,
    check_extension,
    term_without,
)
from shared.errors import NotInThisState, RuleBroken
from shared.eventlog.aggregate import Aggregate, event_id
from shared.law.moved_terms import Move
from shared.law.penalty import share_in_cents
from shared.law.terms import Extension, Suspension
from shared.privacy.sealed import Sealed
from shared.vocabulary import ExemptionType, StatedFacts, SuspensionKind


class CaseInTerm(Aggregate):
    """A case on which is to be decided within a term (Awb 4:13 to 4:18)."""

    exemption_type: ExemptionType | None = None
    municipality: str | None = None
    holder: Holder | None = None
    received_on: date | None = None
    applicants: int = 1
    """How many apply together (Awb 4:17(7))."""
    signed: bool = True
    """False: it came on paper without a signature, which has not come since (Awb 4:2(1))."""
    last_day: date | None = None
    suspended_from: date | None = None
    """First day that a request to complete suspends the decision term, while one does."""
    suspended_otherwise: tuple[KindOfSuspension, ...] = ()
    """What suspends it besides, at most one of each kind."""
    suspensions: tuple[Suspension, ...] = ()
    """The suspensions that have ended."""
    extension: Extension | None = None
    """The last of them (Awb 4:14(3))."""
    earlier_extensions: tuple[Extension, ...] = ()
    reopened: bool = False
    """Leaving it out was revoked on objection: no source that we know says what is left of the term."""
    ended_on: date | None = None
    """The day on which it was first decided, or ended otherwise."""
    decisions_taken: tuple[UUID, ...] = ()
    """Of every decision that was ever taken in the case, oldest first."""
    default: DefaultState = DefaultState()
    """What notices of default have set going."""
    default_went_over: bool = False
    """Whether that goes on in the case into which this one was converted."""
    converted_to: UUID | None = None
    court_term: CourtTerm | None = None
    """The day by which a court ordered to decide, as long as nothing was decided since."""
    completion: Completion = Completion()
    state: CaseState = CaseState.UNDECIDED
    handled: bool = False
    """Whether the desk dealt with it already: with its facts, an assessment, views that it asked, or its term."""

    def suspend_decision_term(
        self, *, request_number: int, requested_on: date, term_last_day: date, items: tuple[str, ...] = ()
    ) -> None:
        """Suspend the term from the day after the request to complete (Awb 4:15(1)(a)).

        A newer request takes the place of the one that runs. Raises NotInThisState when the case has ended.
        """
        self._must_be_undecided()
        begun = Suspension.until_lapsed(requested_on, term_last_day).first_day
        self.trigger_event(
            DecisionTermSuspended,
            request_number=request_number,
            requested_on=requested_on,
            term_last_day=term_last_day,
            items=items,
            asked_again_too_late=asked_again_too_late(self.completion.requests, items, requested_on),
            first_day=self.suspended_from or begun,
            term_suspended_from=min(filter(None, (self._suspended_besides(), self.suspended_from or begun))),
        )

    def supplement_stated_facts(
        self, *, supplemented_on: date, stated: StatedFacts, signed: bool = False
    ) -> None:
        """Take over what the applicant states now; a suspended term runs again from that day (Awb 4:15).

        It runs again from the day after the set term, when that was over by then; a request that was made after the
        supplement came, goes on. Raises NotInThisState when the case has ended.
        """
        self._must_be_undecided()
        latest, answered = self.completion.latest, self.completion.answered_on(supplemented_on)
        self.trigger_event(
            StatedFactsSupplemented, supplemented_on=supplemented_on, stated=stated, signed=signed
        )
        if latest is not None and self.suspended_from is not None and latest.requested_on <= supplemented_on:
            if answered is latest:
                self._resume(ResumedBecause.SUPPLEMENTED, supplemented_on)
            else:
                lapsed = Suspension.until_lapsed(latest.requested_on, latest.term_last_day)
                self._resume(ResumedBecause.LAPSED, lapsed.end)
        else:
            self._correct_suspension(answered, supplemented_on)

    def note_completion_term_lapsed(self, *, request_number: int, term_last_day: date) -> None:
        """Let the term run again from the day after the set term ended unused (Awb 4:15(1)(a)).

        Raises NotInThisState when that request no longer suspends it: answered, replaced by a newer one, or
        the case has ended.
        """
        self._must_be_undecided()
        latest = self.completion.latest
        if self.suspended_from is None or latest is None or latest.request_number != request_number:
            raise NotInThisState(
                "request_not_running", "that request no longer suspends the term (Awb 4:15(1)(a))"
            )
        self._resume(ResumedBecause.LAPSED, Suspension.until_lapsed(latest.requested_on, term_last_day).end)

    def move_completion_term(self, *, request_number: int, move: Move, moved_on: date) -> None:
        """Let the applicant complete the application until a later day (Awb 4:5(1), afdeling 2.3).

        Raises NotInThisState when the case has ended, or that request was answered or replaced.
        """
        self._must_be_undecided()
        latest = self.completion.latest
        answered = (ResumedBecause.SUPPLEMENTED, ResumedBecause.DECIDED)
        if latest is None or latest.request_number != request_number or latest.ended in answered:
            raise NotInThisState("request_not_running", "that request no longer waits (Awb 4:15(1)(a))")
        self.trigger_event(
            CompletionTermMoved,
            request_number=request_number,
            term_last_day=move.last_day,
            because=move.because,
            caused_by=move.caused_by,
            rule=move.rule,
            moved_on=moved_on,
        )

    def extend_decision_term(
        self, new_last_day: date, *, reasons: Sealed, extended_on: date, extended_by: str
    ) -> None:
        """Name a new reasonable term before the present one ends (Awb 4:14(3)); `reasons` are for the letter.

        Raises NotInThisState when the case has ended, RuleBroken with the code of the rule that stands in the
        way (see `term_extension`).
        """
        term = self._known_term()
        check_extension(term, new_last_day, extended_on)
        self.trigger_event(
            DecisionTermExtended,
            extended_on=extended_on,
            extended_by=extended_by,
            previous_last_day=term.last_day().last_day,
            last_day=new_last_day,
            sealed_reasons=reasons,
        )

    def note_extension_told(self, extended: DecisionTermExtended, told_on: date) -> None:
        """Record that the letter about the extension left after the term had ended (Awb 4:14(3)); nothing if in time.

        Nothing either once the case has ended; what extended the term after it falls with it or stands (`term_without`).
        """
        term = term_without(extended.extension, self.earlier_extensions, self._term, told_on)
        if self.state is not CaseState.UNDECIDED or term is None:
            return
        without = term.last_day()
        self.trigger_event(
            ExtensionToldTooLate,
            extended_by_event=extended.event_id,
            named_last_day=extended.last_day,
            told_on=told_on,
            remaining=term.extension,
            last_day=without.last_day,
            provisional=without.provisional,
        )
        self._note_effect_of_notice()

    def suspend_otherwise(
        self, begun: KindOfSuspension, *, reasons: Sealed, suspended_on: date, suspended_by: str
    ) -> None:
        """Record that the term is suspended by another article than that of a request to complete (Awb 4:15).

        An agreed suspension can have its end with it. Raises NotInThisState and RuleBroken with the code of
        the rule that stands in the way (see `suspension`).
        """
        term = self._known_term()
        check_beginning(begun, self.suspended_otherwise, term, suspended_on)
        self.trigger_event(
            DecisionTermSuspendedOtherwise,
            kind=begun.kind,
            first_day=begun.first_day,
            expected_end=begun.expected_end,
            ends_on=begun.ends_on,
            consent=begun.consent,
            term_suspended_from=min((*term.suspended_since, begun.first_day)),
            suspended_on=suspended_on,
            suspended_by=suspended_by,
            sealed_reasons=reasons,
        )
        if begun.ends_on is not None:
            self._resume_after(begun, begun.ends_on, suspended_by)

    def end_suspension(self, kind: SuspensionKind, *, resumed_on: date, today: date, ended_by: str) -> None:
        """Record since when a suspension no longer suspends the term, with the new last day (Awb 4:15(4)).

        Raises NotInThisState `suspension_not_running`, RuleBroken `suspension_ends_wrongly`.
        """
        term = self._known_term()
        ended = running(self.suspended_otherwise, kind)
        check_end(ended, resumed_on, term, today)
        self._resume_after(ended, resumed_on, ended_by)

    def note_notice_of_default(self, notice: Notice, *, announced_on: date | None, today: date) -> None:
        """Record a notice of default with what follows from it: nothing when it is premature (Awb 4:17(3)).

        `announced_on` is the first day on which a decision of the case was announced; None: none was. Raises RuleBroken and NotInThisState with the code of the rule that stands in the way (see
        `notice_of_default`).
        """
        if self.reopened and (self.ended_on is None or notice.received_on >= self.ended_on):
            raise RuleBroken("term_unknown", "no term is known after leaving out was revoked (Awb 7:11(2))")
        self._default_must_be_here()
        applied_on, ended_on = self._term.received_on, self._default_ended_on(announced_on)
        check_notice(notice, self.default, applied_on=applied_on, ended_on=ended_on, today=today)
        self._note_notice(notice)

    def fix_penalty(
        self, nothing_due: NothingDue | None, *, announced_on: date | None, decided_on: date, decided_by: str
    ) -> UUID:
        """Decide what penalty is due for the late decision, and return that decision's id (Awb 4:18).

        `announced_on` is the first day on which a decision of the case was announced; None: none was. Raises
        RuleBroken and NotInThisState with the code of the rule that stands in the way (see `notice_of_default`).
        """
        self._default_must_be_here()
        ended_on, decided = self._default_ended_on(announced_on), self.ended_on is not None
        default, days = penalty_of(self.default, ended_on=ended_on, decided=decided, today=decided_on)
        euros = 0 if nothing_due else amount_of(default, days)
        decision_id = event_id("decisions", self.id, self.version + 1)
        self.trigger_event(
            PenaltyFixed,
            decision_id=decision_id,
            decided_on=decided_on,
            decided_by=decided_by,
            notice_received_on=default.received_on,
            first_day=default.first_day,
            last_day=default.last_day_due(ended_on),
            days=days,
            amount_euros=euros,
            share_cents=self._share_of(euros),
            ground=nothing_due.ground if nothing_due else None,
            sealed_reasons=nothing_due.reasons if nothing_due else None,
            exemption_type=self.exemption_type,
            municipality=self.municipality,
            applicant_subject=self.holder.applicant_subject if self.holder else None,
        )
        return decision_id

    def fix_penalty_anew(self, new: NewPenalty) -> None:
        """Fix it at the amount that a ruling on objection names (Awb 4:19, 7:11(2)).

        Raises NotInThisState `penalty_not_fixed` when there is none.
        """
        penalty = self.default.penalty
        if penalty is None:
            raise NotInThisState("penalty_not_fixed", "no penalty was fixed (Awb 4:18)")
        self.trigger_event(
            PenaltyFixedAnew,
            decision_id=event_id("decisions", self.id, self.version + 1),
            replaces_decision_id=penalty.decision_id,
            share_cents=self._share_of(new.amount_euros),
            **asdict(new),
        )

    def pay_penalty(self, amount_euros: int, *, paid_on: date, recorded_by: str, today: date) -> None:
        """Record that all that is due of the penalty was paid (see `penalty`)."""
        penalty = to_be_paid(self.default.penalty, amount_euros, paid_on=paid_on, today=today)
        self.trigger_event(
            PenaltyPaid,
            decision_id=penalty.decision_id,
            paid_on=paid_on,
            amount_euros=amount_euros,
            recorded_by=recorded_by,
        )

    def _default_must_be_here(self) -> None:
        if self.default_went_over:
            raise NotInThisState(
                "default_went_over", "the default goes on in the case into which it was converted (Awb 4:17)"
            )

    def _default_ended_on(self, announced_on: date | None) -> date | None:
        """Since when no decision is waited for: announced (Awb 3:41(1)), or not due any more; None: it still is."""
        return announced_on if self.decisions_taken else self.ended_on

    def _share_of(self, euros: int) -> int | None:
        """What each of several applicants gets (Awb 4:17(7)); None: there is one, or nothing is due."""
        return share_in_cents(euros, self.applicants) if self.applicants > 1 and euros else None

    def _must_be_undecided(self) -> None:
        check_undecided(self.state)

    def _known_term(self) -> RunningTerm:
        """The term that is to be extended or suspended. Raises RuleBroken `term_unknown` where none is known."""
        self._must_be_undecided()
        if self.reopened:
            raise RuleBroken("term_unknown", "no term is known after leaving out was revoked (Awb 7:11(2))")
        return self._term

    @property
    def _term(self) -> RunningTerm:
        if self.received_on is None:
            raise ValueError("a case without its founding event")
        since = [suspension.first_day for suspension in self.suspended_otherwise]
        if self.suspended_from is not None:
            since.append(self.suspended_from)
        return RunningTerm(self.received_on, self.suspensions, tuple(since), self.extension)

    def _suspended_besides(self) -> date | None:
        """First day of what suspends the term besides a request to complete."""
        return min((suspension.first_day for suspension in self.suspended_otherwise), default=None)

    def _resume(self, because: ResumedBecause, resumed_on: date) -> None:
        if self.suspended_from is None:
            raise ValueError("only a suspended term resumes")
        resumed = resumption(because, resumed_on, suspended_from=self.suspended_from, term=self._term)
        self.trigger_event(DecisionTermResumed, still_suspended_from=self._suspended_besides(), **resumed)
        self._note_effect_of_notice()

    def _correct_suspension(self, answered: CompletionRequest | None, supplemented_on: date) -> None:
        """What came within a set term and was entered later ended that suspension on its receipt (Awb 4:15(1)(a))."""
        corrected = shortened(answered, supplemented_on)
        if answered is None or corrected is None:
            return
        noted, true = corrected
        term = replace(self._term, ended=in_place_of(noted, true, self.suspensions)).last_day()
        self.trigger_event(
            DecisionTermResumedEarlier,
            request_number=answered.request_number,
            suspended_from=noted.first_day,
            noted_as_resumed_on=noted.end,
            resumed_on=true.end,
            last_day=term.last_day,
            provisional=term.provisional,
            still_suspended_from=min(self._term.suspended_since, default=None),
        )
        self._note_effect_of_notice()

    def _resume_after(self, ended: KindOfSuspension, resumed_on: date, ended_by: str) -> None:
        after = self._term.after(Suspension(ended.first_day, resumed_on))
        others = [each.first_day for each in without(self.suspended_otherwise, ended.kind)]
        if self.suspended_from is not None:
            others.append(self.suspended_from)
        self.trigger_event(
            OtherSuspensionEnded,
            kind=ended.kind,
            suspended_from=ended.first_day,
            resumed_on=resumed_on,
            last_day=after.last_day,
            provisional=after.provisional,
            still_suspended_from=min(others, default=None),
            ended_by=ended_by,
        )
        self._note_effect_of_notice()

    def _note_notice(self, notice: Notice) -> None:
        self.trigger_event(NoticeOfDefaultReceived, **asdict(meaning_of(notice, self._term)))

    def _note_effect_of_notice(self) -> None:
        """A notice held premature while a suspension seemed to go on may have come after the term (Awb 4:17(3))."""
        notice = now_effective(self.default, self._term)
        if notice is not None:
            self._note_notice(notice)

    def _end_suspension(self, decided_on: date) -> None:
        """A decision that does not wait for the supplement ends the suspension, and says so."""
        if self.suspended_from is not None:
            self._resume(ResumedBecause.DECIDED, decided_on)
