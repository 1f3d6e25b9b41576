"""The course of an objection before the ruling: its receipt, the term to decide, and the repair of defects."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import date
from typing import Final, Self
from uuid import UUID

from msgspec.structs import replace

from services.objections.domain.admissibility import Receipt, within_term
from services.objections.domain.committee import Committee, check_hearers
from services.objections.domain.committee_advice import (
    CommitteeAdvice,
    check_independent,
    require_announced,
)
from services.objections.domain.contested_decision import ContestedDecision
from services.objections.domain.decision_anew import CourtOrder, of_anew
from services.objections.domain.handling import Handling
from services.objections.domain.hearing import (
    Hearing,
    HearingHeld,
    HearingPlanned,
    HearingWaived,
    HeldHearing,
    Invitation,
    NewFactsFound,
    Waiver,
    check_held,
    check_invitation,
    check_new_facts,
    check_waiver,
    documents_until,
    file_open_from,
)
from services.objections.domain.hearing_wish import NOT_ASKED, HearingWish, check_basis
from services.objections.domain.objection_acts import ObjectionLodged, ObjectionState, ObjectionWithdrawn
from services.objections.domain.objection_transitions import require_step
from services.objections.domain.parties import THE_APPLICANT, Parties, check_defects
from services.objections.domain.penalty_dispute import PenaltyDecisionAttached
from services.objections.domain.premature import decision_to_come
from services.objections.domain.repair import (
    NoticeDefect,
    ObjectionRepaired,
    RepairRequest,
    RepairRequested,
    RepairTermLapsed,
    check_request,
    repairable,
)
from services.objections.domain.replaced_decision import Given
from services.objections.domain.ruling_term import (
    CommitteeAnnounced,
    LastDay,
    PostponementAgreed,
    RulingAdjourned,
    TermChanges,
    check_adjournment,
    check_committee,
    check_postponement,
    last_day,
    ruling_term,
)
from shared.eventlog.aggregate import Aggregate, Event
from shared.law.ruling_terms import RulingTerm
from shared.law.terms import Channel, Suspension
from shared.privacy.sealed import Sealed
from shared.vocabulary import Outcome

UNDECIDED: Final = frozenset({ObjectionState.HELD, ObjectionState.PENDING, ObjectionState.CONSEQUENCE_FOUND})
"""The states without an end of the proceedings (aanhangig)."""


class Proceedings(Aggregate):
    """What is recorded of an objection, and what happens on the way to the ruling.

    The fields without a default come from the founding event, by name. How it ends is said in `objection`.
    """

    case_id: UUID
    decision_id: UUID
    lodged_by: str | None
    channel: Channel
    received_on: date
    posted_on: date | None
    received_elsewhere_on: date | None = None
    entered_by: str | None = None
    """Who of the desk entered it; None: it was lodged electronically, or before that was recorded."""
    objector: Sealed | None = None
    """Another interested party than the applicant (Awb 1:2); None: the applicant objects."""
    representative: Sealed | None = None
    """Who acts for the objector (Awb 2:1); None: nobody does."""
    asks_direct_appeal: bool = False
    """Whether the notice asks to consent to direct appeal (Awb 7:1a(1))."""
    state: ObjectionState = ObjectionState.PENDING
    renewals: Mapping[UUID, Outcome] = field(default_factory=dict)
    """Later decisions that the objection is by law also directed at, with their outcome."""
    ruled_in: UUID | None = None
    """The decision in which the ruling was given, or that followed from it."""
    lateness_excused: bool = False
    posted_in_time: bool | None = None
    """As a person judged it, where no postmark tells (Awb 6:9(2))."""
    elsewhere_disregarded: bool = False
    """Whether its receipt by another body does not count, as a person judged (Awb 6:15(3))."""
    ruled_after_end: UUID | None = None
    taken_up_in: UUID | None = None
    """The reassessment under way because of the finding, as far as was heard."""
    term_changes: TermChanges = TermChanges()
    """What made the term to decide longer (Awb 7:10)."""
    repair: RepairRequest | None = None
    """The latest request to repair a defect (Awb 6:6)."""
    hearing: Hearing = Hearing()
    """How the hearing stands (Awb 7:2)."""
    told_of_hearing: frozenset[int] = frozenset()
    """Who was told what was said in their absence, since somebody was last heard (Awb 7:6(3))."""
    hearing_wish: HearingWish = NOT_ASKED
    """Whether the objector wants to be heard (Awb 7:3(c), (d))."""
    advice: CommitteeAdvice | None = None
    """The latest advice of a committee (Awb 7:13)."""
    committee: Committee | None = None
    """Who is in the committee that advises (Awb 7:13(1)); None: not told."""
    anew: CourtOrder | None = None
    """The latest order of a court to decide anew (Awb 8:72(4))."""
    penalties: tuple[UUID, ...] = ()
    """Decisions on the penalty for the late decision that the objection covers too (Awb 4:19)."""
    annulled_in: UUID | None = None
    """The decision in which the annulled ruling was given; None: it stood in no decision on the exemption."""
    gave: Given | None = None
    """What the ruling put in the place of the contested decision; None: nothing."""
    annulled_gave: Given | None = None
    """What the annulled ruling had put in its place, where that was carried out."""

    @classmethod
    def lodge(  # noqa: PLR0913  each is a fact of the founding event
        cls,
        *,
        id: UUID,
        case_id: UUID,
        decision_id: UUID,
        receipt: Receipt,
        grounds: Sealed,
        lodged_by: str | None,
        contested: ContestedDecision | None,
        parties: Parties = THE_APPLICANT,
        asks_direct_appeal: bool = False,
    ) -> Self:
        """Receive an objection; that its decision is not known here yet does not harm it.

        Against a decision that is still to come it is held until that was taken (Awb 6:10).
        """
        held = decision_id == decision_to_come(case_id)
        return cls.found(
            ObjectionLodged,
            id=id,
            case_id=case_id,
            decision_id=decision_id,
            received_on=receipt.received_on,
            channel=receipt.channel,
            posted_on=receipt.posted_on,
            grounds=grounds,
            lodged_by=lodged_by,
            decision_heard_of=contested is not None and contested.taken,
            within_term=within_term(receipt, contested),
            received_elsewhere_on=receipt.received_elsewhere_on,
            entered_by=parties.entered_by,
            objector=parties.objector,
            representative=parties.representative,
            state=ObjectionState.HELD if held else ObjectionState.PENDING,
            asks_direct_appeal=asks_direct_appeal,
        )

    @property
    def receipt(self) -> Receipt:
        """How and when it arrived."""
        return Receipt(
            self.channel,
            self.received_on,
            self.posted_on,
            self.received_elsewhere_on,
            self.posted_in_time,
            self.elsewhere_disregarded,
        )

    @property
    def by_another(self) -> bool:
        """Whether another than the applicant objects (Awb 1:2)."""
        return self.objector is not None

    @property
    def undecided(self) -> bool:
        """Whether the proceedings run (aanhangig)."""
        return self.state in UNDECIDED

    @property
    def decided(self) -> bool:
        """Whether there is a decision on the objection."""
        ended_otherwise = {ObjectionState.WITHDRAWN, ObjectionState.SENT_TO_COURT}
        return not self.undecided and self.state not in ended_otherwise

    @property
    def directed_at(self) -> frozenset[UUID]:
        """The contested decision, and those that it is by law directed at too (Awb 4:19, 6:19)."""
        return frozenset({self.decision_id, *self.renewals, *self.penalties})

    @property
    def standing_decision(self) -> UUID:
        """What is in the place of the contested decision by now: the ruling, also an annulled one, or a renewal."""
        renewed = next(reversed(tuple(self.renewals)), self.decision_id)
        return self.ruled_in or self.annulled_in or renewed

    def ruling_term(self, contested: ContestedDecision | None) -> RulingTerm | None:
        """The term to decide (Awb 7:10); None while the last day to object is not known."""
        return ruling_term(self.receipt, contested, self.term_changes)

    def repair_defect(
        self, repaired_on: date, supplement: Sealed | None, contested: ContestedDecision | None
    ) -> None:
        """Repair what was asked, in time (Awb 6:6); the desk enters what came by post.

        Raises NotInThisState when nothing was asked, RuleBroken outside the set term.
        """
        require_step(self.state, ObjectionRepaired)
        request = repairable(self.repair, repaired_on)
        suspension = Suspension.until_supplemented(request.requested_on, repaired_on)
        self.trigger_event(
            ObjectionRepaired,
            case_id=self.case_id,
            repaired_on=repaired_on,
            requested_on=request.requested_on,
            supplement=supplement,
            **self._resumed(suspension, contested),
        )

    def attach_penalty_decision(
        self,
        decision_id: UUID,
        receipt: Receipt,
        grounds: Sealed,
        lodged_by: str | None,
        appeal_id: UUID | None = None,
    ) -> None:
        """Cover a decision on the penalty that is disputed (Awb 4:19(1)): here, or in the appeal that is pending."""
        require_step(self.state, PenaltyDecisionAttached)
        self.trigger_event(
            PenaltyDecisionAttached,
            case_id=self.case_id,
            decision_id=decision_id,
            received_on=receipt.received_on,
            channel=receipt.channel,
            posted_on=receipt.posted_on,
            grounds=grounds,
            lodged_by=lodged_by,
            appeal_id=appeal_id,
        )

    # What time does

    def lapse_repair_term(self, on: date, contested: ContestedDecision | None) -> None:
        """Note that the term to repair passed unused (Awb 6:6); nothing when none has."""
        if not self.undecided or self.repair is None or not self.repair.passed(on):
            return
        suspension = Suspension.until_lapsed(self.repair.requested_on, self.repair.term_last_day)
        self.trigger_event(
            RepairTermLapsed,
            case_id=self.case_id,
            requested_on=self.repair.requested_on,
            term_last_day=self.repair.term_last_day,
            **self._resumed(suspension, contested),
        )

    # What its handler does. Each raises NotInThisState, NotYours or RuleBroken.

    def announce_committee(self, by: Handling) -> None:
        """Tell the objector that a committee advises: from six weeks the term becomes twelve (Awb 7:13(2))."""
        term = self._prepared(CommitteeAnnounced, by)
        check_committee(self.term_changes, term, by.on)
        changes = replace(self.term_changes, committee_announced_on=by.on)
        self.trigger_event(
            CommitteeAnnounced,
            case_id=self.case_id,
            decision_id=self.decision_id,
            announced_on=by.on,
            announced_by=by.handler,
            **last_day(ruling_term(self.receipt, by.contested, changes)),
        )

    def adjourn_ruling(self, until: date, by: Handling) -> None:
        """Put the decision off to a named day, once and before the term ends (Awb 7:10(3))."""
        term = self._prepared(RulingAdjourned, by)
        was = check_adjournment(self.term_changes, term, by.on, until)
        self.trigger_event(
            RulingAdjourned,
            case_id=self.case_id,
            decision_id=self.decision_id,
            adjourned_on=by.on,
            adjourned_by=by.handler,
            was=was,
            decide_before=until,
        )

    def agree_postponement(self, until: date, consented_on: date, by: Handling) -> None:
        """Put the decision off to a named day with the objector's consent (Awb 7:10(4))."""
        term = self._prepared(PostponementAgreed, by)
        was = check_postponement(self.term_changes, term, by.on, until, consented_on)
        self.trigger_event(
            PostponementAgreed,
            case_id=self.case_id,
            decision_id=self.decision_id,
            recorded_on=by.on,
            recorded_by=by.handler,
            consented_on=consented_on,
            was=was,
            decide_before=until,
        )

    def request_repair(self, missing: tuple[NoticeDefect, ...], term_last_day: date, by: Handling) -> None:
        """Give the objector the chance to repair a defect (Awb 6:6), which suspends the term (Awb 7:10(2))."""
        self._prepared(RepairRequested, by)
        check_request(self.repair, by.on, term_last_day)
        check_defects(missing, represented=self.representative is not None, by_post=self.lodged_by is None)
        self.trigger_event(
            RepairRequested,
            case_id=self.case_id,
            decision_id=self.decision_id,
            requested_on=by.on,
            requested_by=by.handler,
            missing=missing,
            term_last_day=term_last_day,
            suspends=not self.term_changes.set_by_court,
        )

    def plan_hearing(self, invitation: Invitation, by: Handling) -> None:
        """Invite the objector to a hearing (Awb 7:2), in the place of an earlier invitation."""
        self._prepared(HearingPlanned, by)
        check_invitation(invitation.day, by.on)
        self.trigger_event(
            HearingPlanned,
            case_id=self.case_id,
            decision_id=self.decision_id,
            planned_on=by.on,
            planned_by=by.handler,
            at=invitation.at,
            form=invitation.form,
            sealed_place=invitation.place,
            documents_until=documents_until(invitation.day),
            file_open_from=file_open_from(invitation.day),
        )

    def hold_hearing(self, held: HeldHearing, by: Handling) -> None:
        """Record that the objector was heard (Awb 7:5, 7:7)."""
        self._prepared(HearingHeld, by)
        check_held(self.hearing, held, by.deciders, by.on)
        if held.by_committee:
            require_announced(self.term_changes.committee_announced_on)
            check_independent(held.held_by, by.handler)
            check_hearers(self.committee, held.held_by)
        self.trigger_event(
            HearingHeld,
            case_id=self.case_id,
            held_on=held.held_on,
            held_by=held.held_by,
            recorded_by=by.handler,
            sealed_record=held.record,
            by_committee=held.by_committee,
        )
        if held.withdrawn:
            self.trigger_event(
                ObjectionWithdrawn,
                case_id=self.case_id,
                withdrawn_on=held.held_on,
                anew_appeal_id=of_anew(self.anew)["anew_appeal_id"],
                at_hearing=True,
            )

    def find_new_facts(self, facts: Sealed, by: Handling) -> None:
        """Note facts that came up after the hearing: without another one, or a ground not to, no ruling (Awb 7:9)."""
        self._prepared(NewFactsFound, by)
        check_new_facts(self.hearing)
        self.trigger_event(
            NewFactsFound,
            case_id=self.case_id,
            found_on=by.on,
            found_by=by.handler,
            sealed_facts=facts,
        )

    def waive_hearing(self, waiver: Waiver, by: Handling) -> None:
        """Leave the hearing out (Awb 7:3); a later ground takes the place of an earlier one."""
        self._prepared(HearingWaived, by)
        check_waiver(self.hearing)
        check_basis(self.hearing_wish, waiver.ground, by.on)
        self.trigger_event(
            HearingWaived,
            case_id=self.case_id,
            ground=waiver.ground,
            waived_on=by.on,
            waived_by=by.handler,
            sealed_reasons=waiver.reasons,
        )

    def _prepared(self, act: type[Event], by: Handling) -> RulingTerm | None:
        """The term to decide, for an act on the way to the ruling by another person (Awb 10:3(3))."""
        require_step(self.state, act)
        by.require_another_person()
        return self.ruling_term(by.contested)

    def _resumed(self, suspension: Suspension, contested: ContestedDecision | None) -> LastDay:
        """The last day to decide with that suspension (Awb 7:10(2))."""
        return last_day(ruling_term(self.receipt, contested, self.term_changes.resumed(suspension)))
