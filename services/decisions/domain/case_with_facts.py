"""The facts of a case: registered, stated, supplied and established, and what the applicant says of those.

The part of the aggregate `DecisionCase` that gathers what is decided on (Awb 3:2); it decides nothing itself.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date, datetime
from uuid import UUID

from services.decisions.domain.assessing import CaseAssessed, VehicleFactsNoted, advised, fitting, resting_on
from services.decisions.domain.case_file import CaseState, DecisionGrounds
from services.decisions.domain.case_with_third_parties import CaseWithThirdParties
from services.decisions.domain.criteria import registered_otherwise
from services.decisions.domain.established_facts import (
    EstablishedFactsWithdrawn,
    Establishment,
    FactsEstablished,
    Standing,
    check_established,
    check_withdrawn,
    contradicting,
    overlaid,
    told,
)
from services.decisions.domain.evidence import Evidence, EvidenceNoted, check_documents
from services.decisions.domain.hearing import (
    ViewsAsked,
    ViewsManner,
    ViewsReceived,
    ViewsRequest,
    check_asking,
    check_receipt,
)
from services.decisions.domain.judging import (
    CriteriaJudged,
    Judgement,
    StandingJudgement,
    check_judging,
    check_not_judged,
    judged_otherwise,
)
from services.decisions.domain.moved_terms import ViewsTermMoved
from services.decisions.domain.policy import Policy, judged_on
from services.decisions.domain.supplied_facts import VehicleFactsSupplied, check_supplied
from services.decisions.domain.threshold_set import ThresholdsInForce
from services.decisions.domain.thresholds import CaseFacts
from shared.errors import RuleBroken
from shared.law.moved_terms import Move, Outage, TermFor, move_after
from shared.privacy.sealed import Sealed
from shared.vocabulary import ExemptionType, Outcome, StatedFacts, VehicleFacts


class CaseWithFacts(CaseWithThirdParties):
    """A case of which the facts are gathered and assessed."""

    facts: CaseFacts = CaseFacts(VehicleFacts())
    """What the criteria read: the combination of all below."""
    facts_known: bool = False
    registered: VehicleFacts = VehicleFacts()
    """What the vehicle register said."""
    supplied: VehicleFacts = VehicleFacts()
    """What the desk supplied beside it."""
    stated: StatedFacts = StatedFacts()
    """What the applicant states."""
    established: StatedFacts = StatedFacts()
    """What the desk established in its place."""
    standing: tuple[Standing, ...] = ()
    """The same by who established it when, and on what it rests."""
    judgements: tuple[StandingJudgement, ...] = ()
    """What case handlers judged, each until it was judged anew."""
    evidence: tuple[Evidence, ...] = ()
    """Documents that were attached, oldest first."""
    views: ViewsRequest | None = None
    """What the applicant was asked last to give views on."""
    assessed: DecisionGrounds | None = None
    advice: Outcome | None = None
    better_fit: ExemptionType | None = None
    """Of the standing assessment: another type that would be granted."""
    better_fit_reason: str | None = None
    differing: StatedFacts = StatedFacts()
    """On which the assessment rests an unmet criterion, otherwise than the applicant supplied them."""

    def note_vehicle_facts(self, *, source: str, fetched_at: datetime, facts: VehicleFacts) -> None:
        """Add the register's answer to the case file."""
        self.trigger_event(VehicleFactsNoted, source=source, fetched_at=fetched_at, facts=facts)

    def supply_vehicle_facts(
        self, facts: VehicleFacts, *, basis: Sealed, supplied_on: date, supplied_by: str
    ) -> None:
        """Add what the register is silent on, by a person who says what it rests on (Awb 3:2).

        Raises NotInThisState when decided, RuleBroken before the register has answered and for a fact that it
        knows.
        """
        self._must_be_undecided()
        self._must_have_facts()
        check_supplied(facts, self.registered)
        self.trigger_event(
            VehicleFactsSupplied,
            facts=facts,
            supplied_on=supplied_on,
            supplied_by=supplied_by,
            sealed_basis=basis,
        )

    def establish_facts(
        self, establishment: Establishment, *, established_on: date, established_by: str
    ) -> None:
        """Establish facts in the place of what the applicant stated, or did not state (Awb 3:2).

        Raises NotInThisState when decided, RuleBroken when nothing is established that was not so already, and
        `document_not_of_case`.
        """
        self._must_be_undecided()
        check_not_judged(told(establishment.facts), judged_on(established_on))
        check_established(
            establishment, overlaid(self.stated, registered_otherwise(self.facts)), self.established
        )
        check_documents([establishment.document] if establishment.document else (), self.evidence)
        self.trigger_event(
            FactsEstablished,
            facts=establishment.facts,
            basis=establishment.basis,
            document=establishment.document,
            established_on=established_on,
            established_by=established_by,
            sealed_reasons=establishment.reasons,
        )

    def carry_established_facts_over(self, converted: CaseWithFacts) -> None:
        """Take over what the desk established in the case that goes on in this one, as who established it did.

        The applicant's views on it do not come along: another decision rests on it now (Awb 4:7, 4:11(b)).
        """
        for each in converted.standing:
            self.trigger_event(
                FactsEstablished,
                facts=each.establishment.facts,
                basis=each.establishment.basis,
                document=each.establishment.document,
                established_on=each.established_on,
                established_by=each.established_by,
                sealed_reasons=each.establishment.reasons,
                carried_over_from=converted.id,
            )

    def judge(self, judgements: tuple[Judgement, ...], *, judged_by: str, on: date) -> None:
        """Judge criteria that no record answers, of this type or of a better-fitting one (Awb 3:2, 3:4, 3:46).

        Raises NotInThisState when decided, RuleBroken for a criterion that the policy of that day has nobody judge,
        and `document_not_of_case`.
        """
        self._must_be_undecided()
        check_judging([one.criterion for one in judgements], judged_on(on))
        check_documents((name for one in judgements for name in one.documents), self.evidence)
        self.trigger_event(CriteriaJudged, judgements=judgements, judged_on=on, judged_by=judged_by)

    def carry_judgements_over(self, converted: CaseWithFacts) -> None:
        """Take over what was judged in the case that goes on in this one, as who judged it did."""
        for each in converted.judgements:
            self.trigger_event(
                CriteriaJudged,
                judgements=(each.judgement,),
                judged_on=each.judged_on,
                judged_by=each.judged_by,
                carried_over_from=converted.id,
            )

    def note_evidence(self, document: Evidence) -> None:
        """Remember that a document was attached; an assessment stands. Raises NotInThisState when decided."""
        self._must_be_undecided()
        self.trigger_event(EvidenceNoted, document=document)

    def carry_evidence_over(self, converted: CaseWithFacts) -> None:
        """Take over which documents were attached to the case that goes on in this one."""
        for each in converted.evidence:
            self.trigger_event(EvidenceNoted, document=each, carried_over_from=converted.id)

    def withdraw_established_facts(
        self, names: Collection[str], *, reasons: Sealed, withdrawn_on: date, withdrawn_by: str
    ) -> None:
        """Let what the applicant states count again.

        Raises NotInThisState when decided, RuleBroken `fact_not_established`.
        """
        self._must_be_undecided()
        check_withdrawn(names, self.established)
        self.trigger_event(
            EstablishedFactsWithdrawn,
            names=tuple(sorted(set(names))),
            withdrawn_on=withdrawn_on,
            withdrawn_by=withdrawn_by,
            sealed_reasons=reasons,
        )

    def ask_views_on_facts(
        self, explanation: Sealed, *, views_until: date, asked_on: date, asked_by: str
    ) -> None:
        """Let the applicant give views on all that was established otherwise than they supplied it (Awb 4:7).

        Raises NotInThisState `views_asked` and when decided, RuleBroken `views_term_too_short`.
        """
        self._must_be_undecided()
        differing = self.otherwise_than_supplied()
        check_asking(self.views, differing, views_until, asked_on)
        self.trigger_event(
            ViewsAsked,
            facts=differing,
            asked_on=asked_on,
            asked_by=asked_by,
            views_until=views_until,
            sealed_explanation=explanation,
        )

    def move_views_after(self, outage: Outage, moved_on: date) -> None:
        """Move the term for views of which the outage covers the last day (Awb afdeling 2.3); nothing when none is."""
        for until, move_term in self._terms_for_views():
            move = move_after(outage, until, TermFor.VIEWS)
            if move is not None:
                move_term(move, moved_on)

    def move_views_to_paper(self, move: Move, *, told_by: UUID, moved_on: date) -> None:
        """Move the term that was told by that event, whose letter went out on paper later; nothing for another.

        The intention to revoke goes on paper from the start.
        """
        if self.views is not None and self.views.asked_by_event == told_by:
            self._move_views_on_facts(move, moved_on)
        self.move_third_party_to_paper(move, told_by=told_by, moved_on=moved_on)

    def _terms_for_views(self) -> list[tuple[date, Callable[[Move, date], None]]]:
        """The last days that are known, each with what moves it."""
        terms: list[tuple[date, Callable[[Move, date], None]]] = []
        if self.views is not None:
            terms.append((self.views.views_until, self._move_views_on_facts))
        if self.intention is not None:
            terms.append((self.intention.views_until, self.move_term_of_intention))
        return [*terms, *self.terms_of_third_parties()]

    def _move_views_on_facts(self, move: Move, moved_on: date) -> None:
        """Nothing once they were given or it was decided."""
        views = self.views
        waits = views is not None and not views.given and self.state is CaseState.UNDECIDED
        if views is None or not waits or move.last_day <= views.views_until:
            return
        self.trigger_event(
            ViewsTermMoved,
            previous_last_day=views.views_until,
            views_until=move.last_day,
            because=move.because,
            caused_by=move.caused_by,
            rule=move.rule,
            moved_on=moved_on,
        )

    def note_views_on_facts(
        self, views: Sealed, *, manner: ViewsManner, received_on: date, today: date, noted_by: str
    ) -> None:
        """Record what the applicant says of them; also after the term, as long as nothing was decided (Awb 4:9).

        Raises NotInThisState `views_not_asked` and when decided, RuleBroken `views_out_of_time`.
        """
        self._must_be_undecided()
        check_receipt(self.views, received_on, today)
        self.trigger_event(
            ViewsReceived, received_on=received_on, manner=manner, noted_by=noted_by, sealed_views=views
        )

    def assess(
        self, *, thresholds: ThresholdsInForce | None, policy: Policy, assessed_by: str, on: date
    ) -> None:
        """Answer every criterion, as of a legal day, and name the better-fitting type when it is not granted.

        `thresholds` are those in force. Raises NotInThisState when decided, RuleBroken
        `vehicle_facts_awaited` before the register has answered (Awb 3:2).
        """
        self._must_be_undecided()
        self._must_have_facts()
        answer = advised(self.facts, thresholds, policy, on, self.judgements, self.evidence)
        fit = fitting(self.facts, thresholds, policy.exemption_type, answer["advice"], on)
        differing = resting_on(
            self.otherwise_than_supplied(), answer["grounds"], self.stated, thresholds, policy
        )
        self.trigger_event(CaseAssessed, assessed_by=assessed_by, differing=differing, **answer, **fit)

    def otherwise_than_supplied(self) -> StatedFacts:
        """The facts otherwise than the applicant supplied them: by the register, or as the desk established them."""
        recorded = overlaid(registered_otherwise(self.facts), contradicting(self.established, self.stated))
        return overlaid(recorded, judged_otherwise(self.facts))

    def _must_have_facts(self) -> None:
        if not self.facts_known:
            raise RuleBroken("vehicle_facts_awaited", "the vehicle register has not answered yet (Awb 3:2)")
