"""An objection of which the terms are moved to a later day: after an outage, or by a letter on paper.

That to repair it (Awb 6:6), and those around the hearing (Awb 7:2, 7:3(d)).
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from services.objections.domain.interested_parties import InvitedParty
from services.objections.domain.moved_hearing_terms import HearingWishTermMoved, PartyTermMoved
from services.objections.domain.objection_with_committee import ObjectionWithCommittee
from services.objections.domain.repair import RepairEnding, RepairTermMoved
from shared.law.moved_terms import Move, Outage, TermFor, move_after


class ObjectionWithMovedTerms(ObjectionWithCommittee):
    """An objection on which somebody can act until a later day than was set, never an earlier one."""

    def move_repair_after(self, outage: Outage, moved_on: date) -> None:
        """Move a term to repair of which the outage covers the last day (Awb afdeling 2.3); nothing when none is."""
        if self.repair is not None:
            move = move_after(outage, self.repair.term_last_day, TermFor.REPAIR)
            if move is not None:
                self._move_repair(move, moved_on)

    def move_repair_to_paper(self, move: Move, *, told_by: UUID, moved_on: date) -> None:
        """Move the term that was told by that event, whose letter went out on paper later; nothing for another."""
        if self.repair is not None and self.repair.asked_by_event == told_by:
            self._move_repair(move, moved_on)

    def move_hearing_terms_after(self, outage: Outage, moved_on: date) -> None:
        """Move what ends on a day of the outage: to say whether a hearing is wanted, or to be heard (Awb 7:2, 7:3)."""
        if self.hearing_wish.answer_until is not None:
            move = move_after(outage, self.hearing_wish.answer_until, TermFor.HEARING_WISH)
            if move is not None:
                self._move_wish(move, moved_on)
        for party in self.parties:
            move = move_after(outage, party.views_until, TermFor.PARTY_VIEWS)
            if move is not None:
                self._move_party(party, move, moved_on)

    def move_hearing_term_to_paper(self, move: Move, *, told_by: UUID, moved_on: date) -> None:
        """Move the term that the question or the invitation set, whose letter went out on paper later."""
        if self.hearing_wish.asked_by_event == told_by:
            self._move_wish(move, moved_on)
        for party in self.parties:
            if party.invited_by_event == told_by:
                self._move_party(party, move, moved_on)

    def _move_wish(self, move: Move, moved_on: date) -> None:
        """Nothing once the objector answered, or was ruled."""
        wish = self.hearing_wish
        if wish.answer_until is None or wish.wanted is not None or not self.undecided:
            return
        if move.last_day > wish.answer_until:
            self.trigger_event(
                HearingWishTermMoved,
                case_id=self.case_id,
                previous_last_day=wish.answer_until,
                answer_until=move.last_day,
                because=move.because,
                caused_by=move.caused_by,
                rule=move.rule,
                moved_on=moved_on,
            )

    def _move_party(self, party: InvitedParty, move: Move, moved_on: date) -> None:
        """Nothing once the party was heard, or was ruled."""
        if party.heard_on is None and self.undecided and move.last_day > party.views_until:
            self.trigger_event(
                PartyTermMoved,
                case_id=self.case_id,
                number=party.number,
                person=party.person,
                previous_last_day=party.views_until,
                views_until=move.last_day,
                because=move.because,
                caused_by=move.caused_by,
                rule=move.rule,
                moved_on=moved_on,
            )

    def _move_repair(self, move: Move, moved_on: date) -> None:
        """Nothing once it was repaired or ruled on; one that lapsed runs again."""
        repair = self.repair
        if repair is None or repair.ended is RepairEnding.REPAIRED or not self.undecided:
            return
        if move.last_day <= repair.term_last_day:
            return
        self.trigger_event(
            RepairTermMoved,
            case_id=self.case_id,
            requested_on=repair.requested_on,
            previous_last_day=repair.term_last_day,
            term_last_day=move.last_day,
            because=move.because,
            caused_by=move.caused_by,
            rule=move.rule,
            moved_on=moved_on,
        )
