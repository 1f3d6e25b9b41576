"""What happens on the way to the ruling on an objection: load, decide, save."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.objections.commands.interim_relief import LapsingRelief
from services.objections.commands.reached import DecisionsHeard, Place, ReachedObjections
from services.objections.domain.committee import Committee
from services.objections.domain.committee_advice import CommitteeAdvice
from services.objections.domain.handling import Handling
from services.objections.domain.heard_apart import HeardApart, HearingAccount
from services.objections.domain.hearing import HeldHearing, Invitation, Waiver
from services.objections.domain.interim_relief import ReliefLapse
from services.objections.domain.objection import Objection
from services.objections.domain.reconsideration import Assessment
from services.objections.domain.repair import NoticeDefect
from shared.eventlog.act import Act
from shared.eventlog.log import EventLog, Saved
from shared.privacy.sealed import Sealed


@dataclass(frozen=True, slots=True)
class Repair:
    """What came to repair a defect, and on which day."""

    received_on: date
    supplement: Sealed | None


@dataclass(frozen=True, slots=True)
class HeardParty:
    """What an invited party thinks of the objection, and how they were heard."""

    number: int
    heard_on: date
    record: Sealed
    orally: bool = False
    apart: HeardApart | None = None


class ProceedingsCommands:
    """One public method per command."""

    def __init__(self, log: EventLog, cases: DecisionsHeard, lapsing: LapsingRelief) -> None:
        self._log = log
        self._lapsing = lapsing
        self._reached = ReachedObjections(log, cases)

    def announce_committee(self, act: Act, place: Place) -> Saved:
        """Tell the objector that a committee advises (Awb 7:13(2))."""
        return self._handled(act, place, lambda objection, by: objection.announce_committee(by))

    def compose_committee(
        self, act: Act, place: Place, committee: Committee, *, chair_independent: bool
    ) -> Saved:
        """Note who is in the committee (Awb 7:13(1))."""
        return self._handled(
            act,
            place,
            lambda objection, by: objection.compose_committee(
                committee, by, chair_independent=chair_independent
            ),
        )

    def receive_advice(self, act: Act, place: Place, advice: CommitteeAdvice) -> Saved:
        """Record what the committee advised (Awb 7:13(6))."""
        return self._handled(act, place, lambda objection, by: objection.receive_advice(advice, by))

    def adjourn_ruling(self, act: Act, place: Place, until: date) -> Saved:
        """Adjourn the decision on the objection (Awb 7:10(3))."""
        return self._handled(act, place, lambda objection, by: objection.adjourn_ruling(until, by))

    def agree_postponement(self, act: Act, place: Place, until: date, consented_on: date) -> Saved:
        """Put the decision off with the objector's consent (Awb 7:10(4))."""
        return self._handled(
            act, place, lambda objection, by: objection.agree_postponement(until, consented_on, by)
        )

    def request_repair(
        self, act: Act, place: Place, missing: tuple[NoticeDefect, ...], term_last_day: date
    ) -> Saved:
        """Ask the objector to repair a defect (Awb 6:6)."""
        return self._handled(
            act, place, lambda objection, by: objection.request_repair(missing, term_last_day, by)
        )

    def repair_objection(self, act: Act, place: Place, repair: Repair) -> Saved:
        """Repair a defect in time (Awb 6:6): the objector, or the desk for what came by post."""
        objection = self._reached.at(place)
        contested = self._reached.contested(objection)
        objection.repair_defect(repair.received_on, repair.supplement, contested)
        return self._log.save_act(act, objection, case_id=objection.case_id)

    def lapse_repair_term(self, act: Act, objection_id: UUID) -> Saved | None:
        """Note that the term to repair passed unused, once (Awb 6:6); None when there is nothing to note."""
        objection = self._log.load(Objection, objection_id)
        objection.lapse_repair_term(act.today, self._reached.contested(objection))
        if not objection.pending():
            return None
        return self._log.save_act(act, objection, case_id=objection.case_id)

    def plan_hearing(self, act: Act, place: Place, invitation: Invitation) -> Saved:
        """Invite the objector to a hearing (Awb 7:2, 7:4)."""
        return self._handled(act, place, lambda objection, by: objection.plan_hearing(invitation, by))

    def hold_hearing(self, act: Act, place: Place, held: HeldHearing) -> Saved:
        """Record that the objector was heard (Awb 7:5, 7:7).

        Interim relief lapses with a withdrawal at the hearing, as with one in writing (Awb 6:21(2), 8:85(2)(b)).
        """
        objection = self._reached.at(place)
        objection.hold_hearing(held, self._reached.handling(act, objection))
        lapsed = (
            self._lapsing.with_end(objection.id, held.held_on, ReliefLapse.PROCEEDINGS_WITHDRAWN)
            if held.withdrawn
            else []
        )
        return self._log.save_act(act, objection, *lapsed, case_id=objection.case_id)

    def find_new_facts(self, act: Act, place: Place, facts: Sealed) -> Saved:
        """Note facts that came up after the hearing (Awb 7:9)."""
        return self._handled(act, place, lambda objection, by: objection.find_new_facts(facts, by))

    def waive_hearing(self, act: Act, place: Place, waiver: Waiver) -> Saved:
        """Leave the hearing out (Awb 7:3)."""
        return self._handled(act, place, lambda objection, by: objection.waive_hearing(waiver, by))

    def ask_hearing_wish(self, act: Act, place: Place, answer_until: date) -> Saved:
        """Ask whether the objector wants to be heard (Awb 7:3(d))."""
        return self._handled(act, place, lambda objection, by: objection.ask_hearing_wish(answer_until, by))

    def note_hearing_wish(
        self, act: Act, place: Place, words: Sealed, answered_on: date, *, wanted: bool
    ) -> Saved:
        """Note what the objector declared of being heard (Awb 7:3(c))."""
        return self._handled(
            act,
            place,
            lambda objection, by: objection.note_hearing_wish(words, answered_on, by, wanted=wanted),
        )

    def disregard_receipt_elsewhere(self, act: Act, place: Place, reasons: Sealed) -> Saved:
        """Judge that the day of receipt at another body does not count (Awb 6:15(3))."""
        return self._handled(
            act, place, lambda objection, by: objection.disregard_receipt_elsewhere(reasons, by)
        )

    def ask_reconsideration(self, act: Act, place: Place) -> Saved:
        """Ask what the case comes to on the facts and rules of today (Awb 7:11(1))."""
        return self._handled(act, place, lambda objection, by: objection.ask_reconsideration(by))

    def note_reconsideration(self, act: Act, objection_id: UUID, assessment: Assessment) -> Saved | None:
        """Hear what it comes to; None when nothing waits for it any more."""
        objection = self._log.load(Objection, objection_id)
        objection.note_reconsideration(assessment)
        if not objection.pending():
            return None
        return self._log.save_act(act, objection, case_id=objection.case_id)

    def invite_party(
        self, act: Act, place: Place, person: Sealed | None, explanation: Sealed, views_until: date
    ) -> Saved:
        """Invite the holder (None), or somebody else, to be heard on the objection (Awb 7:2)."""
        return self._handled(
            act, place, lambda objection, by: objection.invite_party(person, explanation, views_until, by)
        )

    def hear_party(self, act: Act, place: Place, heard: HeardParty) -> Saved:
        """Record what an invited party thinks of the objection (Awb 7:2, 7:6, 7:7)."""
        return self._handled(
            act,
            place,
            lambda objection, by: objection.hear_party(
                heard.number, heard.record, heard.heard_on, by, orally=heard.orally, apart=heard.apart
            ),
        )

    def give_account(self, act: Act, place: Place, recipient: int, account: HearingAccount) -> Saved:
        """Tell one who was heard apart what was said in their absence (Awb 7:6(3))."""
        return self._handled(act, place, lambda objection, by: objection.give_account(recipient, account, by))

    def is_another(self, place: Place, number: int) -> bool:
        """Whether the party of that number is another than the holder: what they say outlives the holder's erasure.

        Raises as `case_of`.
        """
        parties = self._reached.at(place).parties
        return any(party.number == number and not party.is_holder for party in parties)

    def case_of(self, place: Place) -> UUID:
        """The case that an objection is about: under a key of it the edge seals what is written there.

        Raises NotThere outside the scope, then VersionConflict.
        """
        return self._reached.at(place).case_id

    def _handled(self, act: Act, place: Place, done: Callable[[Objection, Handling], None]) -> Saved:
        """An act of a handler on the objection."""
        objection = self._reached.at(place)
        done(objection, self._reached.handling(act, objection))
        return self._log.save_act(act, objection, case_id=objection.case_id)
