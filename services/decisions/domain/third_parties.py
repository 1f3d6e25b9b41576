"""Others than the applicant who may object to the decision (derde-belanghebbenden): heard before it is taken.

Awb 4:8(1): who did not ask for the decision and may be expected to object to it can give their views first, where it
rests on data about them that they did not supply themselves; as the owner or lessor of a vehicle that another applies
for. Whom that is, a case handler notes. They choose how (4:9), and 4:11 says when it can be left out; 4:12 is about
decisions on money, as the one by which a penalty is recovered (`recovery`), and never applies to one on an exemption.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec

from services.decisions.domain.hearing import LEAST_TERM_FOR_VIEWS, ViewsManner
from shared.errors import NotInThisState, RuleBroken
from shared.eventlog.aggregate import Event
from shared.law.moved_terms import MovedBecause
from shared.privacy.sealed import Sealed
from shared.vocabulary import NotHeardGround

if TYPE_CHECKING:
    from services.decisions.domain.case_with_third_parties import CaseWithThirdParties


class ThirdParty(msgspec.Struct, frozen=True):
    """One of them, and how it stands with their views."""

    number: int
    """1 for the first that was noted."""
    person: Sealed
    """Name and address."""
    sealed_reasons: Sealed
    """Why they may be expected to object."""
    asked_on: date | None = None
    asked_by_event: UUID | None = None
    """The event by which they were asked last."""
    views_until: date | None = None
    views_given: bool = False
    """At any time: who gave views is told of the decision (Awb 3:43(1)), also where they were asked again."""
    answered: bool = False
    """Whether views came since they were asked last."""
    not_heard_because: NotHeardGround | None = None
    """Since they were asked last, if at all: a new invitation takes the reason away."""


ThirdParties = tuple[ThirdParty, ...]


class ThirdPartyNoted(Event):
    """A case handler noted somebody who may be expected to object (derde-belanghebbende, Awb 1:2, 4:8(1))."""

    TOPIC = "decisions.ThirdPartyNoted"
    number: int
    person: Sealed
    noted_on: date
    noted_by: str
    sealed_reasons: Sealed
    """Why they may be expected to object, and on which data about them the decision rests."""
    carried_over_from: UUID | None = None
    """The case that was converted into this one, in which they were noted first; None: here."""

    def apply(self, aggregate: CaseWithThirdParties) -> None:
        party = ThirdParty(self.number, self.person, self.sealed_reasons)
        aggregate.third_parties = (*aggregate.third_parties, party)
        aggregate.handled = aggregate.handled or self.carried_over_from is None


class ThirdPartyViewsAsked(Event):
    """A third party can give their views until a day (Awb 4:8(1))."""

    TOPIC = "decisions.ThirdPartyViewsAsked"
    number: int
    person: Sealed
    asked_on: date
    asked_by: str
    views_until: date
    """Last day for views. The authority sets it itself, so Atw 1(1) does not move it."""
    sealed_explanation: Sealed
    """What the decision is to be about, for the letter: no more of the applicant than they must know."""

    def apply(self, aggregate: CaseWithThirdParties) -> None:
        aggregate.third_parties = _changed(
            aggregate.third_parties,
            self.number,
            asked_on=self.asked_on,
            asked_by_event=self.event_id,
            views_until=self.views_until,
            answered=False,
            not_heard_because=None,
        )
        aggregate.handled = True


class ThirdPartyViewsReceived(Event):
    """A third party gave their views, in writing or orally (zienswijze, Awb 4:8, 4:9)."""

    TOPIC = "decisions.ThirdPartyViewsReceived"
    number: int
    received_on: date
    manner: ViewsManner
    noted_by: str
    sealed_views: Sealed

    def apply(self, aggregate: CaseWithThirdParties) -> None:
        aggregate.third_parties = _changed(
            aggregate.third_parties, self.number, views_given=True, answered=True
        )
        aggregate.handled = True


class ThirdPartyNotHeard(Event):
    """A third party is not heard, on a ground of Awb 4:11."""

    TOPIC = "decisions.ThirdPartyNotHeard"
    number: int
    because: NotHeardGround
    noted_on: date
    noted_by: str
    sealed_reasons: Sealed

    def apply(self, aggregate: CaseWithThirdParties) -> None:
        aggregate.third_parties = _changed(
            aggregate.third_parties, self.number, not_heard_because=self.because
        )
        aggregate.handled = True


class ThirdPartyViewsTermMoved(Event):
    """A third party can give their views until a later day (Awb 4:8(1), afdeling 2.3)."""

    TOPIC = "decisions.ThirdPartyViewsTermMoved"
    number: int
    person: Sealed
    """Name and address, for the letter."""
    previous_last_day: date
    views_until: date
    because: MovedBecause
    caused_by: UUID
    """The outage, or the letter."""
    rule: str
    moved_on: date

    def apply(self, aggregate: CaseWithThirdParties) -> None:
        aggregate.third_parties = _changed(aggregate.third_parties, self.number, views_until=self.views_until)


def _changed(parties: ThirdParties, number: int, **values: object) -> ThirdParties:
    return tuple(
        msgspec.structs.replace(party, **values) if party.number == number else party for party in parties
    )


def numbered(parties: ThirdParties, number: int) -> ThirdParty:
    """The one of that number. Raises NotInThisState `third_party_not_noted`."""
    for party in parties:
        if party.number == number:
            return party
    raise NotInThisState("third_party_not_noted", "no third party of that number was noted (Awb 4:8(1))")


def check_asking_party(party: ThirdParty, views_until: date, today: date) -> None:
    """Raise where no views can be asked: in vain, or too short before they are wanted."""
    runs = party.views_until is not None and today <= party.views_until
    if runs and not party.answered and party.not_heard_because is None:
        raise NotInThisState(
            "third_party_asked", f"the third party can give views until {party.views_until} (Awb 4:8(1))"
        )
    if views_until < today + LEAST_TERM_FOR_VIEWS:
        raise RuleBroken(
            "third_party_term_too_short",
            f"a third party gets {LEAST_TERM_FOR_VIEWS.days} days at least to give views (Awb 4:8(1))",
        )


def check_views_of_party(party: ThirdParty, received_on: date, today: date) -> None:
    """Raise where these are no views on what was asked; late ones are, as long as nothing was decided."""
    if party.asked_on is None:
        raise NotInThisState("third_party_not_asked", "that third party was not asked for views (Awb 4:8(1))")
    if not party.asked_on <= received_on <= today:
        raise RuleBroken(
            "third_party_views_out_of_time",
            f"views came between {party.asked_on} and today, {today} (Awb 4:9)",
        )


def check_not_hearing(party: ThirdParty, because: NotHeardGround, today: date) -> None:
    """Raise where there is no need not to hear them, or the law knows no such ground."""
    over = party.views_until is not None and today > party.views_until
    if party.answered or over:
        raise RuleBroken(
            "third_party_was_heard",
            "the third party could give views: no reason is needed not to hear them (Awb 4:11)",
        )
    if because is NotHeardGround.MINOR_DEVIATION:
        raise RuleBroken(
            "no_minor_deviation",
            "that a deviation is minor is no reason not to hear a third party (Awb 4:8, 4:11)",
        )


def require_third_parties_heard(parties: ThirdParties, today: date) -> None:
    """Who was noted could give views before it is decided, or is not heard on a ground of the law (Awb 4:8(1), 4:11).

    Who was asked again is waited for again, whatever came before that.
    """
    for party in parties:
        if party.answered or party.not_heard_because is not None:
            continue
        if party.views_until is None:
            raise RuleBroken(
                "third_party_not_heard",
                f"third party {party.number} may be expected to object and could not give views (Awb 4:8(1))",
            )
        if today <= party.views_until:
            raise RuleBroken(
                "third_party_term_runs",
                f"third party {party.number} can give views until {party.views_until} (Awb 4:8(1))",
            )


def all_heard(parties: ThirdParties, today: date) -> bool:
    """Whether nobody is waited for any more."""
    try:
        require_third_parties_heard(parties, today)
    except RuleBroken:
        return False
    return True


def who_gave_views(parties: ThirdParties) -> tuple[Sealed, ...]:
    """Those who are told of the decision, because they gave their views on it (Awb 3:43(1))."""
    return tuple(party.person for party in parties if party.views_given)
