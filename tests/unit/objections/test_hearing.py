"""Hearing the objector (Awb 7:2-7:7): planned, held, left out; and no ruling without one or the other."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from services.objections.domain.admissibility import InadmissibilityGround
from services.objections.domain.handling import Dismissal, Inadmissibility, Ruling, Upholding
from services.objections.domain.hearing import (
    HearingForm,
    HearingHeld,
    HearingPlanned,
    HearingWaived,
    HeldHearing,
    HowHeard,
    Invitation,
    Waiver,
    WaiverGround,
)
from services.objections.domain.objection import Objection
from services.objections.domain.objection_acts import ObjectionUpheld, ObjectionWithdrawn
from shared.errors import DomainError, NotInThisState, NotYours, RuleBroken
from tests.support.objections import (
    CASE,
    DECIDER,
    HANDLER,
    OBJECTOR,
    REFUSAL,
    RENEWAL,
    TODAY,
    a_late_objection,
    a_refusal,
    an_objection,
    an_objection_with_a_finding,
    handled,
    written,
)

A_DAY = timedelta(days=1)
HEARD_ON = date(2026, 6, 10)
INVITATION = Invitation(datetime(2026, 6, 10, 8, tzinfo=UTC), HearingForm.IN_PERSON, written("Kamer 1"))
RECORD = written("De indiener is gehoord.")
REASONS = written("Neutraal.")
DISMISSED, UPHELD = Dismissal(REASONS), Upholding(REASONS)
NO_INTEREST = Inadmissibility(InadmissibilityGround.NO_INTEREST, REASONS)
RULINGS = [DISMISSED, UPHELD, NO_INTEREST]


def invited(objection: Objection) -> Objection:
    """To a hearing on the tenth of June."""
    objection.plan_hearing(INVITATION, handled(a_refusal()))
    return objection


def heard(objection: Objection, on: date = HEARD_ON, *by: str) -> Objection:
    """By somebody who took no decision."""
    held = HeldHearing(on, by or ("objection-handler-2",), RECORD)
    objection.hold_hearing(held, handled(a_refusal(), on=max(on, TODAY)))
    return objection


TWO_WEEKS = timedelta(weeks=2)
ASKED_ON = TODAY - TWO_WEEKS - A_DAY


def asked(objection: Objection, on: date = ASKED_ON) -> Objection:
    """Whether they want to be heard, with two weeks to answer: unless said otherwise, in vain."""
    objection.ask_hearing_wish(on + TWO_WEEKS, handled(a_refusal(), on=on))
    return objection


def because(ground: WaiverGround) -> Waiver:
    """Not heard, for that ground."""
    return Waiver(ground, REASONS)


def code_of(act: Callable[[], object]) -> tuple[type[DomainError], str]:
    """The refusal of an act."""
    with pytest.raises(DomainError) as raised:
        act()
    return type(raised.value), raised.value.code


@pytest.mark.parametrize("given", [an_objection, an_objection_with_a_finding])
def test_an_invitation_states_what_counts_back_from_the_hearing(given: Callable[[], Objection]) -> None:
    """Awb 7:4: documents until ten days before, the file from a week before; a Sunday is not moved."""
    event = invited(given()).pending()[-1]
    assert isinstance(event, HearingPlanned)
    assert (event.case_id, event.decision_id, event.planned_by) == (CASE, REFUSAL, HANDLER)
    assert (event.at, event.form, event.sealed_place) == (INVITATION.at, INVITATION.form, INVITATION.place)
    assert (event.planned_on, event.documents_until, event.file_open_from) == (
        TODAY,
        date(2026, 5, 31),
        date(2026, 6, 3),
    )


@pytest.mark.parametrize(
    ("at", "admitted"),
    [
        (datetime(2026, 5, 29, 22, tzinfo=UTC), True),  # midnight in the Netherlands, of the thirtieth
        (datetime(2026, 5, 29, 21, 59, tzinfo=UTC), False),
    ],
)
def test_a_hearing_is_at_least_ten_days_ahead(at: datetime, admitted: bool) -> None:
    """Awb 7:4(1): so that documents can still come; in legal days."""
    objection = an_objection()
    invitation = Invitation(at, HearingForm.ONLINE, written("Via een verbinding"))
    if admitted:
        objection.plan_hearing(invitation, handled(a_refusal()))
    else:
        refusal = code_of(lambda: objection.plan_hearing(invitation, handled(a_refusal())))
        assert refusal[1] == "hearing_too_soon"


def test_a_later_invitation_takes_the_place_of_an_earlier_one() -> None:
    """A hearing on the day of the earlier one, before the later invitation, is not held any more."""
    objection = invited(an_objection())
    later = Invitation(INVITATION.at + 14 * A_DAY, HearingForm.ONLINE, INVITATION.place)
    objection.plan_hearing(later, handled(a_refusal(), on=HEARD_ON))
    assert code_of(lambda: heard(objection, HEARD_ON - A_DAY))[1] == "hearing_day"
    heard(objection, HEARD_ON + 14 * A_DAY)
    assert isinstance(objection.pending()[-1], HearingHeld)


@pytest.mark.parametrize("given", [an_objection, an_objection_with_a_finding])
def test_a_held_hearing_has_a_record(given: Callable[[], Objection]) -> None:
    """Awb 7:7: on which day, by whom, and what was said, sealed."""
    event = heard(invited(given()), HEARD_ON, "member-1", "member-2").pending()[-1]
    assert isinstance(event, HearingHeld)
    assert (event.case_id, event.held_on, event.held_by) == (CASE, HEARD_ON, ("member-1", "member-2"))
    assert (event.recorded_by, event.sealed_record) == (HANDLER, RECORD)


def test_nobody_is_heard_without_an_invitation() -> None:
    """Awb 7:2(2); what was left out is not held either."""
    assert code_of(lambda: heard(an_objection())) == (NotInThisState, "hearing_not_planned")
    waived = invited(an_objection())
    waived.waive_hearing(because(WaiverGround.NOT_WANTED), handled(a_refusal()))
    assert code_of(lambda: heard(waived)) == (NotInThisState, "hearing_not_planned")


def test_a_hearing_is_recorded_afterwards() -> None:
    """And not on the day before it."""
    objection = invited(an_objection())
    held = HeldHearing(HEARD_ON, ("objection-handler-2",), RECORD)
    early = code_of(lambda: objection.hold_hearing(held, handled(a_refusal(), on=HEARD_ON - A_DAY)))
    assert early[1] == "hearing_day"


@pytest.mark.parametrize("by", [(DECIDER,), ("member-1", DECIDER)])
def test_who_took_the_decision_does_not_hear(by: tuple[str, ...]) -> None:
    """Awb 7:5(1), alone or with others."""
    assert code_of(lambda: heard(invited(an_objection()), HEARD_ON, *by))[1] == "hearer_decided"


def test_who_took_the_decision_neither_invites_nor_records_nor_leaves_out() -> None:
    """Awb 10:3(3)."""
    by, objection = handled(a_refusal(), by=DECIDER, on=HEARD_ON), invited(an_objection())
    held = HeldHearing(HEARD_ON, ("objection-handler-2",), RECORD)
    waiver = because(WaiverGround.NOT_WANTED)
    assert code_of(lambda: objection.plan_hearing(INVITATION, by))[0] is NotYours
    assert code_of(lambda: objection.hold_hearing(held, by))[0] is NotYours
    assert code_of(lambda: objection.waive_hearing(waiver, by))[0] is NotYours


@pytest.mark.parametrize("ruling", RULINGS)
def test_no_ruling_before_the_objector_was_heard(ruling: Ruling) -> None:
    """Awb 7:2: an invitation is no hearing."""
    for objection in (an_objection(), invited(an_objection())):
        refusal = code_of(lambda one=objection: one.rule(ruling, handled(a_refusal(), waived=None)))
        assert refusal[1] == "objector_not_heard"


@pytest.mark.parametrize("ruling", RULINGS)
def test_after_the_hearing_there_is_a_ruling(ruling: Ruling) -> None:
    """It says that the objector was heard (Awb 7:12)."""
    objection = heard(invited(an_objection()))
    objection.rule(ruling, handled(a_refusal(), waived=None))
    assert vars(objection.pending()[-1])["heard"] is HowHeard.HELD


@pytest.mark.parametrize("ruling", RULINGS)
def test_a_ground_recorded_before_is_enough(ruling: Ruling) -> None:
    """Awb 7:3: the ruling says why nobody was heard."""
    objection = asked(an_objection())
    objection.waive_hearing(because(WaiverGround.NO_REACTION), handled(a_refusal()))
    waived = objection.pending()[-1]
    assert isinstance(waived, HearingWaived)
    assert (waived.ground, waived.waived_by, waived.waived_on) == (WaiverGround.NO_REACTION, HANDLER, TODAY)
    objection.rule(ruling, handled(a_refusal(), waived=None))
    assert vars(objection.pending()[-1])["heard"] is HowHeard.NO_REACTION


@pytest.mark.parametrize("before", [True, False], ids=["before", "with the ruling"])
@pytest.mark.parametrize(
    ("ground", "fitting"),
    [
        (WaiverGround.MANIFESTLY_INADMISSIBLE, [NO_INTEREST]),
        (WaiverGround.MANIFESTLY_UNFOUNDED, [DISMISSED]),
        (WaiverGround.FULLY_GRANTED, [UPHELD]),
        (WaiverGround.NOT_WANTED, RULINGS),
        (WaiverGround.NO_REACTION, RULINGS),
    ],
)
@pytest.mark.parametrize("ruling", RULINGS)
def test_a_ground_that_foretells_a_ruling_fits_that_ruling_alone(
    ground: WaiverGround, fitting: list[Ruling], ruling: Ruling, before: bool
) -> None:
    """Awb 7:3(a), (b), (e); whether it was recorded before or comes with the ruling."""
    objection = asked(an_objection()) if ground is WaiverGround.NO_REACTION else an_objection()
    if before:
        objection.waive_hearing(because(ground), handled(a_refusal()))
    by = handled(a_refusal(), waived=None if before else because(ground))
    if ruling in fitting:
        objection.rule(ruling, by)
        assert not objection.undecided
    else:
        recorded = objection.version
        assert code_of(lambda: objection.rule(ruling, by))[1] == "waiver_differs"
        assert objection.version == recorded


def test_a_later_ground_takes_the_place_of_an_earlier_one() -> None:
    """What seemed unfounded turns out to be right."""
    objection = an_objection()
    objection.waive_hearing(because(WaiverGround.MANIFESTLY_UNFOUNDED), handled(a_refusal()))
    objection.rule(UPHELD, handled(a_refusal(), waived=because(WaiverGround.FULLY_GRANTED)))
    assert vars(objection.pending()[-1])["heard"] is HowHeard.FULLY_GRANTED


def test_an_invitation_takes_the_place_of_a_ground() -> None:
    """Who is invited after all is to be heard before the ruling."""
    objection = asked(an_objection())
    objection.waive_hearing(because(WaiverGround.NO_REACTION), handled(a_refusal()))
    refusal = code_of(lambda: invited(objection).rule(DISMISSED, handled(a_refusal(), waived=None)))
    assert refusal[1] == "objector_not_heard"


def test_who_was_heard_is_not_left_unheard() -> None:
    """Before the ruling or with it; and a later invitation does not undo that (Awb 7:9)."""
    objection = invited(heard(invited(an_objection())))
    by, waiver = handled(a_refusal(), waived=None), because(WaiverGround.NOT_WANTED)
    assert code_of(lambda: objection.waive_hearing(waiver, by))[1] == "hearing_held"
    assert code_of(lambda: objection.rule(DISMISSED, handled(a_refusal())))[1] == "hearing_held"
    objection.rule(DISMISSED, by)
    assert not objection.undecided


def test_an_excuse_is_not_recorded_when_nobody_was_heard() -> None:
    """All that a ruling needs is looked at before anything is recorded."""
    objection = a_late_objection()
    by = handled(a_refusal(), excused=written("Te laat ontvangen."), waived=None)
    assert code_of(lambda: objection.rule(DISMISSED, by))[1] == "objector_not_heard"
    assert len(objection.pending()) == 1


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (an_objection_with_a_finding, HowHeard.FULLY_GRANTED),
        (lambda: heard(invited(an_objection_with_a_finding())), HowHeard.HELD),
    ],
)
def test_the_renewed_decision_needs_no_hearing(given: Callable[[], Objection], told: HowHeard) -> None:
    """It grants all that was asked (Awb 7:3(e))."""
    objection = given()
    objection.note_ruling_decision(decision_id=RENEWAL, decided_by=HANDLER)
    event = objection.pending()[-1]
    assert isinstance(event, ObjectionUpheld)
    assert event.heard is told


def test_after_the_end_nobody_is_heard() -> None:
    """Withdrawn: there is nothing to be heard about."""
    objection = invited(an_objection())
    objection.withdraw(by=OBJECTOR, on=TODAY)
    waiver = because(WaiverGround.NOT_WANTED)
    assert code_of(lambda: invited(objection))[1] == "objection_state"
    assert code_of(lambda: heard(objection))[1] == "objection_state"
    assert code_of(lambda: objection.waive_hearing(waiver, handled(a_refusal())))[1] == "objection_state"


def test_a_finding_leaves_the_hearing_out_by_itself() -> None:
    """While it stands no ground is recorded: the renewal will be the ruling."""
    waiver = because(WaiverGround.NOT_WANTED)
    objection = an_objection_with_a_finding()
    assert code_of(lambda: objection.waive_hearing(waiver, handled(a_refusal())))[1] == "objection_state"


FACTS = written("Na het horen is gebleken dat de netbeheerder de aansluiting heeft toegezegd.")


def test_on_facts_that_came_up_afterwards_the_objector_is_heard_again() -> None:
    """Awb 7:9: no ruling until then; a new invitation and hearing make it possible."""
    objection = heard_on_the_day()
    objection.find_new_facts(FACTS, handled(a_refusal(), on=HEARD_ON + A_DAY))
    ruling = lambda: objection.rule(Dismissal(RECORD), handled(a_refusal(), on=HEARD_ON + A_DAY, waived=None))  # noqa: E731 - said twice
    assert code_of(ruling)[1] == "new_facts_not_heard"
    assert code_of(lambda: heard(objection, HEARD_ON + A_DAY))[1] == "hearing_not_planned"
    again = Invitation(INVITATION.at + 14 * A_DAY, HearingForm.ONLINE, INVITATION.place)
    objection.plan_hearing(again, handled(a_refusal(), on=HEARD_ON + A_DAY))
    heard(objection, HEARD_ON + 14 * A_DAY)
    objection.rule(Dismissal(RECORD), handled(a_refusal(), on=HEARD_ON + 15 * A_DAY, waived=None))
    assert not objection.undecided


def test_a_ground_of_the_law_takes_the_place_of_a_second_hearing_too() -> None:
    """Awb 7:3: who does not want to be heard again need not be."""
    objection = heard_on_the_day()
    objection.find_new_facts(FACTS, handled(a_refusal(), on=HEARD_ON + A_DAY))
    objection.rule(Dismissal(RECORD), handled(a_refusal(), on=HEARD_ON + A_DAY))
    assert not objection.undecided


@pytest.mark.parametrize(
    ("new_facts", "heard_how"), [(False, ("held", HEARD_ON)), (True, ("fully_granted", None))]
)
def test_a_renewal_carries_the_day_of_a_hearing_on_all_that_is_known(
    new_facts: bool, heard_how: tuple[str, date | None]
) -> None:
    """After new facts nobody was heard on them, and the renewal grants all that was asked (Awb 7:3(e), 7:9)."""
    objection = heard_on_the_day()
    if new_facts:
        objection.find_new_facts(FACTS, handled(a_refusal(), on=HEARD_ON + A_DAY))
    objection.note_ruling_decision(decision_id=RENEWAL, decided_by="campaign")
    upheld = objection.pending()[-1]
    assert isinstance(upheld, ObjectionUpheld)
    assert (upheld.heard, upheld.heard_on) == heard_how


def test_before_a_hearing_there_is_nothing_to_hear_again() -> None:
    """The facts are part of the hearing to come."""
    objection = invited(an_objection())
    assert code_of(lambda: objection.find_new_facts(FACTS, handled(a_refusal())))[1] == "hearing_to_come"


def heard_on_the_day() -> Objection:
    """Invited, and heard on the day."""
    return heard(invited(an_objection()), HEARD_ON)


def test_no_reaction_is_a_ground_only_after_a_question_whose_term_passed_in_silence() -> None:
    """Awb 7:3(d)."""
    waiver, by = because(WaiverGround.NO_REACTION), handled(a_refusal())
    answered = asked(an_objection())
    answered.note_hearing_wish(REASONS, TODAY, by, wanted=False)
    for objection, code in (
        (an_objection(), "wish_not_asked"),
        (answered, "wish_answered"),
        (asked(an_objection(), TODAY - TWO_WEEKS), "wish_term_runs"),
    ):
        assert code_of(lambda one=objection: one.waive_hearing(waiver, by)) == (RuleBroken, code)


def test_that_no_hearing_is_wanted_is_what_the_objector_declared() -> None:
    """Awb 7:3(c): not after another declaration, nor after a question without an answer; with the ruling too."""
    wants = an_objection()
    wants.note_hearing_wish(REASONS, TODAY, handled(a_refusal()), wanted=True)
    for objection, code in ((wants, "hearing_wanted"), (asked(an_objection()), "wish_not_declared")):
        refusal = code_of(lambda one=objection: one.rule(DISMISSED, handled(a_refusal())))
        assert refusal == (RuleBroken, code)
    declared = asked(an_objection())
    declared.note_hearing_wish(REASONS, TODAY, handled(a_refusal()), wanted=False)
    declared.rule(DISMISSED, handled(a_refusal()))
    assert vars(declared.pending()[-1])["heard"] is HowHeard.NOT_WANTED


def test_a_ground_recorded_before_is_held_to_what_was_declared_since() -> None:
    """Awb 7:2, 7:3(c), (d): who says afterwards that they want to be heard is heard, also when asked again."""
    objection, by = an_objection(), handled(a_refusal(), waived=None)
    objection.waive_hearing(because(WaiverGround.NOT_WANTED), by)
    objection.note_hearing_wish(REASONS, TODAY, by, wanted=True)
    assert code_of(lambda: objection.rule(DISMISSED, by)) == (RuleBroken, "hearing_wanted")
    objection.ask_hearing_wish(TODAY + TWO_WEEKS, by)
    later = handled(a_refusal(), on=TODAY + TWO_WEEKS + A_DAY, waived=None)
    assert code_of(lambda: objection.rule(DISMISSED, later)) == (RuleBroken, "hearing_wanted")
    silence = because(WaiverGround.NO_REACTION)
    assert code_of(lambda: objection.waive_hearing(silence, later)) == (RuleBroken, "wish_answered")
    objection.note_hearing_wish(REASONS, later.on, later, wanted=False)
    objection.rule(DISMISSED, later)
    assert vars(objection.pending()[-1])["heard"] is HowHeard.NOT_WANTED


def test_a_question_has_a_reasonable_term_and_an_answer_its_day() -> None:
    """Awb 7:3(c), (d): one at a time."""
    by, objection = handled(a_refusal()), an_objection()
    short = code_of(lambda: objection.ask_hearing_wish(TODAY + TWO_WEEKS - A_DAY, by))
    assert short[1] == "wish_term_too_short"
    objection.ask_hearing_wish(TODAY + TWO_WEEKS, by)
    assert code_of(lambda: objection.ask_hearing_wish(TODAY + TWO_WEEKS, by))[1] == "wish_term_runs"
    early = code_of(lambda: objection.note_hearing_wish(REASONS, TODAY + A_DAY, by, wanted=True))
    assert early[1] == "wish_day"


def test_the_objector_can_withdraw_at_the_hearing() -> None:
    """Awb 6:21(2): orally; the record says so, and nothing is left to decide."""
    objection = invited(an_objection())
    held = HeldHearing(HEARD_ON, ("objection-handler-2",), RECORD, withdrawn=True)
    objection.hold_hearing(held, handled(a_refusal(), on=HEARD_ON + A_DAY))
    withdrawn = objection.pending()[-1]
    assert isinstance(withdrawn, ObjectionWithdrawn)
    assert (withdrawn.withdrawn_on, withdrawn.at_hearing, objection.undecided) == (HEARD_ON, True, False)


def test_who_handles_the_objection_is_no_member_of_the_committee() -> None:
    """Awb 7:13(1): it does not hear under the authority's own responsibility."""
    objection = an_objection()
    objection.announce_committee(handled(a_refusal()))
    held = HeldHearing(HEARD_ON, ("member-1", HANDLER), RECORD, by_committee=True)
    refusal = code_of(lambda: invited(objection).hold_hearing(held, handled(a_refusal(), on=HEARD_ON)))
    assert refusal == (RuleBroken, "committee_not_independent")
