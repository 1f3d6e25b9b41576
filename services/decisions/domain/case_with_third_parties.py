"""The case in which others than the applicant are heard first: what the aggregate `DecisionCase` does about them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from uuid import UUID

from services.decisions.domain.case_file import CaseState
from services.decisions.domain.hearing import ViewsManner
from services.decisions.domain.revocable_case import RevocableCase
from services.decisions.domain.third_parties import (
    ThirdParties,
    ThirdParty,
    ThirdPartyNoted,
    ThirdPartyNotHeard,
    ThirdPartyViewsAsked,
    ThirdPartyViewsReceived,
    ThirdPartyViewsTermMoved,
    check_asking_party,
    check_not_hearing,
    check_views_of_party,
    numbered,
)
from shared.law.moved_terms import Move
from shared.privacy.sealed import Sealed
from shared.vocabulary import NotHeardGround


class CaseWithThirdParties(RevocableCase):
    """A case, and who else may object to what is decided in it (Awb 4:8). Acts raise NotInThisState when decided."""

    third_parties: ThirdParties = ()
    """Who was noted, in that order."""

    def note_third_party(self, person: Sealed, *, reasons: Sealed, noted_on: date, noted_by: str) -> None:
        """Note somebody who may be expected to object; what is decided waits for them from now on (Awb 4:8(1))."""
        self._must_be_undecided()
        self.trigger_event(
            ThirdPartyNoted,
            number=len(self.third_parties) + 1,
            person=person,
            noted_on=noted_on,
            noted_by=noted_by,
            sealed_reasons=reasons,
        )

    def carry_third_parties_over(self, converted: CaseWithThirdParties, on: date, by: str) -> None:
        """Take over who was noted in the case that goes on in this one; they are heard on the new one (Awb 4:8)."""
        for party in converted.third_parties:
            self.trigger_event(
                ThirdPartyNoted,
                number=len(self.third_parties) + 1,
                person=party.person,
                noted_on=on,
                noted_by=by,
                sealed_reasons=party.sealed_reasons,
                carried_over_from=converted.id,
            )

    def ask_views_of_third_party(
        self, number: int, explanation: Sealed, *, views_until: date, asked_on: date, asked_by: str
    ) -> None:
        """Let a third party give their views before it is decided (Awb 4:8(1)); see `third_parties` for what it refuses."""
        self._must_be_undecided()
        party = numbered(self.third_parties, number)
        check_asking_party(party, views_until, asked_on)
        self.trigger_event(
            ThirdPartyViewsAsked,
            number=number,
            person=party.person,
            asked_on=asked_on,
            asked_by=asked_by,
            views_until=views_until,
            sealed_explanation=explanation,
        )

    def note_views_of_third_party(
        self,
        number: int,
        views: Sealed,
        *,
        manner: ViewsManner,
        received_on: date,
        today: date,
        noted_by: str,
    ) -> None:
        """Record what a third party says, also after the term, as long as nothing was decided (Awb 4:9)."""
        self._must_be_undecided()
        check_views_of_party(numbered(self.third_parties, number), received_on, today)
        self.trigger_event(
            ThirdPartyViewsReceived,
            number=number,
            received_on=received_on,
            manner=manner,
            noted_by=noted_by,
            sealed_views=views,
        )

    def leave_third_party_unheard(
        self, number: int, because: NotHeardGround, *, reasons: Sealed, noted_on: date, noted_by: str
    ) -> None:
        """Decide without hearing a third party, on a ground of Awb 4:11."""
        self._must_be_undecided()
        check_not_hearing(numbered(self.third_parties, number), because, noted_on)
        self.trigger_event(
            ThirdPartyNotHeard,
            number=number,
            because=because,
            noted_on=noted_on,
            noted_by=noted_by,
            sealed_reasons=reasons,
        )

    def terms_of_third_parties(self) -> list[tuple[date, Callable[[Move, date], None]]]:
        """The last days on which they can give views, each with what moves it."""
        return [
            (party.views_until, partial(self._move_third_party, party))
            for party in self.third_parties
            if party.views_until is not None
        ]

    def move_third_party_to_paper(self, move: Move, *, told_by: UUID, moved_on: date) -> None:
        """Move the term that was told by that event, whose letter went out on paper later; nothing for another."""
        for party in self.third_parties:
            if party.asked_by_event == told_by:
                self._move_third_party(party, move, moved_on)

    def _move_third_party(self, party: ThirdParty, move: Move, moved_on: date) -> None:
        """Nothing once they answered, are not heard, or it was decided."""
        waits = not party.answered and party.not_heard_because is None and self.state is CaseState.UNDECIDED
        if party.views_until is None or not waits or move.last_day <= party.views_until:
            return
        self.trigger_event(
            ThirdPartyViewsTermMoved,
            number=party.number,
            person=party.person,
            previous_last_day=party.views_until,
            views_until=move.last_day,
            because=move.because,
            caused_by=move.caused_by,
            rule=move.rule,
            moved_on=moved_on,
        )
