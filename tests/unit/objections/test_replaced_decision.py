"""What a ruling that upholds an objection may put in the place of the contested decision (Awb 7:11(2))."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest

from services.objections.domain.admissibility import InadmissibilityGround, Receipt
from services.objections.domain.contested_decision import ContestedDecision
from services.objections.domain.decision_anew import CourtOrder
from services.objections.domain.handling import Dismissal, Inadmissibility, Ruling, Upholding
from services.objections.domain.hearing import Waiver, WaiverGround
from services.objections.domain.interested_parties import PartyHeard, PartyInvited, told_of_ruling
from services.objections.domain.objection import Objection
from services.objections.domain.objection_acts import (
    ObjectionDismissed,
    ObjectionState,
    ObjectionUpheld,
    ObjectionUpheldForAnotherReason,
)
from services.objections.domain.parties import Parties
from shared.errors import NotInThisState, RuleBroken
from shared.law.terms import Channel
from shared.privacy.sealed import Sealed, SealedKind
from shared.vocabulary import ExemptionType, Outcome, Replacement
from tests.support.objections import (
    CASE,
    GROUNDS,
    OBJECTION,
    REFUSAL,
    RENEWAL,
    TODAY,
    ReconsideredObjection,
    a_refusal,
    an_objection,
    handled,
    reconsidered,
    written,
)

SOMEBODY = Sealed(key_id=GROUNDS.key_id, kind=SealedKind.APPLICANT, box=b"somebody")
REASONS, ABOUT = written("De eerste grond houdt geen stand."), written("Het gebruik is privé.")
IN_A_YEAR, OUTER = date(2027, 5, 20), date(2028, 5, 19)
ONE_DAY = timedelta(days=1)
TWO_WEEKS = timedelta(weeks=2)
GRANTED = a_refusal(outcome=Outcome.GRANTED, valid_until=date(2029, 1, 1))


def put(replacement: Replacement, until: date | None = None) -> Upholding:
    """The objection is upheld, and that takes the place of the decision."""
    return Upholding(REASONS, valid_until=until, replacement=replacement)


OTHER_REFUSAL = put(Replacement.OTHER_REFUSAL)
TAKEN_BACK = put(Replacement.REVOCATION)
FOR_A_YEAR = put(Replacement.GRANT_IN_PART, IN_A_YEAR)


def of_another() -> Objection:
    """By post, of another interested party than who holds the exemption."""
    return ReconsideredObjection.lodge(
        id=OBJECTION,
        case_id=CASE,
        decision_id=REFUSAL,
        receipt=Receipt(Channel.POST, date(2026, 4, 10)),
        grounds=GROUNDS,
        lodged_by=None,
        contested=GRANTED,
        parties=Parties(SOMEBODY),
    )


def with_holder_invited(on: date = TODAY) -> Objection:
    """The holder can say until two weeks later what they think of it."""
    objection = of_another()
    objection.invite_party(None, ABOUT, on + TWO_WEEKS, handled(GRANTED, on=on))
    return objection


@pytest.mark.parametrize(
    ("ruling", "until"), [(OTHER_REFUSAL, None), (FOR_A_YEAR, IN_A_YEAR)], ids=["other_ground", "in_part"]
)
def test_a_refusal_is_replaced_by_another_or_granted_in_part(ruling: Upholding, until: date | None) -> None:
    """Awb 7:11(2): the objection is upheld, and the ruling says what comes in the place of the refusal."""
    objection = reconsidered(an_objection(), OUTER)
    objection.rule(ruling, handled(a_refusal()))
    event = objection.pending()[-1]
    assert isinstance(event, ObjectionUpheldForAnotherReason)
    assert (event.replacement, event.valid_until, event.of_another) == (ruling.replacement, until, False)
    assert objection.state is ObjectionState.UPHELD


@pytest.mark.parametrize(
    ("contested", "ruling", "code"),
    [
        (GRANTED, OTHER_REFUSAL, "decision_not_a_refusal"),
        (GRANTED, FOR_A_YEAR, "worse_than_contested"),
        (GRANTED, TAKEN_BACK, "worse_than_contested"),
        (a_refusal(), TAKEN_BACK, "worse_than_contested"),
        (a_refusal(outcome=Outcome.REVOKED), FOR_A_YEAR, "not_in_part"),
        (a_refusal(exemption_type=ExemptionType.DAY), FOR_A_YEAR, "day_not_in_part"),
        (a_refusal(), put(Replacement.GRANT_IN_PART), "part_not_named"),
        (a_refusal(), put(Replacement.GRANT_IN_PART, TODAY - timedelta(days=1)), "part_not_named"),
        (a_refusal(), put(Replacement.OTHER_REFUSAL, IN_A_YEAR), "nothing_granted"),
    ],
)
def test_nobody_ends_worse_off_and_what_is_granted_is_named(
    contested: ContestedDecision, ruling: Upholding, code: str
) -> None:
    """Awb 7:11: what the objector had stays; a part names its last day."""
    with pytest.raises(RuleBroken) as raised:
        an_objection().rule(ruling, handled(contested))
    assert raised.value.code == code


@pytest.mark.parametrize(
    ("outer", "until", "code"),
    [
        (OUTER, OUTER - ONE_DAY, None),
        (OUTER, OUTER, "last_day_outside_policy"),
        (OUTER, date(2099, 12, 31), "last_day_outside_policy"),
        (TODAY - ONE_DAY, TODAY, "last_day_outside_policy"),
        (None, IN_A_YEAR, "reconsideration_awaited"),
    ],
)
def test_a_grant_in_part_is_shorter_than_the_policy_gives(
    outer: date | None, until: date, code: str | None
) -> None:
    """Awb 4:81, 7:11: as the assessment of the day tells it."""
    objection, ruling = reconsidered(an_objection(), outer), put(Replacement.GRANT_IN_PART, until)
    if code is None:
        objection.rule(ruling, handled(a_refusal()))
        assert objection.state is ObjectionState.UPHELD
        return
    with pytest.raises(RuleBroken) as raised:
        objection.rule(ruling, handled(a_refusal()))
    assert raised.value.code == code


@pytest.mark.parametrize("ruling", [FOR_A_YEAR, put(Replacement.GRANT, date(2030, 1, 1))])
def test_nobody_names_a_last_day_before_the_policy_was_asked(ruling: Upholding) -> None:
    """Awb 7:11(1): until when the policy gives, the assessment of the day tells."""
    contested = a_refusal() if ruling is FOR_A_YEAR else GRANTED
    with pytest.raises(RuleBroken) as raised:
        an_objection().rule(ruling, handled(contested))
    assert raised.value.code == "reconsideration_awaited"


@pytest.mark.parametrize(
    ("until", "code"), [(date(2029, 6, 1), None), (date(2029, 6, 2), "last_day_outside_policy")]
)
def test_a_longer_grant_stays_within_the_policy(until: date, code: str | None) -> None:
    """Awb 4:81: up to and including the last day that it gives on the day of the ruling."""
    objection = reconsidered(an_objection(), date(2029, 6, 1), contested=GRANTED)
    if code is None:
        objection.rule(put(Replacement.GRANT, until), handled(GRANTED))
        assert objection.state is ObjectionState.UPHELD
        return
    with pytest.raises(RuleBroken) as raised:
        objection.rule(put(Replacement.GRANT, until), handled(GRANTED))
    assert raised.value.code == code


def test_what_would_have_ended_already_is_not_granted() -> None:
    """Awb 3:40, 7:11(1): as when the vehicle was delivered meanwhile; today is still worth granting."""
    with pytest.raises(RuleBroken) as raised:
        reconsidered(an_objection(), TODAY - ONE_DAY).rule(put(Replacement.GRANT), handled(a_refusal()))
    assert raised.value.code == "nothing_left_to_grant"
    objection = reconsidered(an_objection(), TODAY)
    objection.rule(put(Replacement.GRANT), handled(a_refusal()))
    assert objection.state is ObjectionState.UPHELD


def test_what_an_annulled_ruling_granted_is_not_refused_anew() -> None:
    """Awb 7:11, 8:72(4): also not on another ground, nor in part."""
    objection = an_objection()
    objection.rule(Upholding(REASONS), handled(a_refusal()))
    objection.note_ruling_decision(decision_id=RENEWAL, decided_by="somebody")
    objection.order_decision_anew(CourtOrder(UUID(int=77), TODAY))
    for ruling in (OTHER_REFUSAL, FOR_A_YEAR):
        with pytest.raises(RuleBroken) as raised:
            objection.rule(ruling, handled(a_refusal()))
        assert raised.value.code == "worse_than_annulled"


def annulled(objection: Objection, ruling: Upholding, contested: ContestedDecision) -> Objection:
    """Upheld so, which a decision carried out; then a court annulled it."""
    objection.rule(ruling, handled(contested))
    objection.note_ruling_decision(decision_id=RENEWAL, decided_by="somebody")
    objection.order_decision_anew(CourtOrder(UUID(int=77), TODAY))
    return objection


GRANT, DISMISSAL = put(Replacement.GRANT), Dismissal(REASONS)
NO_INTEREST = Inadmissibility(InadmissibilityGround.NO_INTEREST, REASONS)
LONGER = put(Replacement.GRANT_IN_PART, IN_A_YEAR + TWO_WEEKS)
SHORTER = put(Replacement.GRANT_IN_PART, IN_A_YEAR - TWO_WEEKS)
EVERY: dict[str, Ruling] = {
    "dismissed": DISMISSAL,
    "inadmissible": NO_INTEREST,
    "other refusal": OTHER_REFUSAL,
    "shorter": SHORTER,
    "same part": FOR_A_YEAR,
    "longer": LONGER,
    "in full": GRANT,
    "taken back": TAKEN_BACK,
}


@pytest.mark.parametrize("anew", EVERY)
@pytest.mark.parametrize(
    ("first", "possible"),
    [
        (GRANT, {"in full"}),
        (FOR_A_YEAR, {"same part", "longer", "in full"}),
        (OTHER_REFUSAL, EVERY.keys() - {"taken back"}),
    ],
    ids=["in full", "in part", "other refusal"],
)
def test_what_the_annulled_ruling_granted_is_what_the_ruling_anew_keeps(
    first: Upholding, possible: set[str], anew: str
) -> None:
    """Awb 7:11, 8:72(4): all of it or more; a ruling that granted nothing leaves every other one possible."""
    objection = annulled(reconsidered(an_objection(), OUTER), first, a_refusal())
    if anew == "dismissed":
        reconsidered(objection, OUTER, Outcome.REFUSED)
    if anew in possible:
        objection.rule(EVERY[anew], handled(a_refusal()))
        assert not objection.undecided
    else:
        with pytest.raises(RuleBroken) as raised:
            objection.rule(EVERY[anew], handled(a_refusal()))
        assert raised.value.code in {"worse_than_annulled", "worse_than_contested"}


@pytest.mark.parametrize(
    "anew", ["dismissed", "inadmissible", "shorter", "same part", "longer", "taken back"]
)
@pytest.mark.parametrize("first", [TAKEN_BACK, FOR_A_YEAR], ids=["taken back", "shortened"])
def test_what_was_taken_on_the_objection_of_another_can_be_given_back_or_taken_anew(
    first: Upholding, anew: str
) -> None:
    """Awb 8:72(4): the annulled ruling took from the holder, so that it granted nothing that is to be kept."""
    heard = with_holder_invited()
    heard.hear_party(1, ABOUT, TODAY, handled(GRANTED), orally=True)
    objection = annulled(heard, first, GRANTED)
    objection.rule(EVERY[anew], handled(GRANTED))
    assert not objection.undecided


@pytest.mark.parametrize("before", [True, False], ids=["before", "with the ruling"])
@pytest.mark.parametrize("ruling", [OTHER_REFUSAL, FOR_A_YEAR, TAKEN_BACK], ids=["other", "part", "taken"])
def test_only_what_grants_all_that_was_asked_and_harms_nobody_needs_no_hearing_for_that(
    ruling: Upholding, before: bool
) -> None:
    """Awb 7:3(e): not another refusal, nor a part; nor what takes from the holder what the objector gains."""
    taken = ruling is TAKEN_BACK
    contested = GRANTED if taken else a_refusal()
    objection = of_another() if taken else reconsidered(an_objection(), OUTER)
    if taken:
        objection.invite_party(None, ABOUT, TODAY + TWO_WEEKS, handled(GRANTED))
        objection.hear_party(1, ABOUT, TODAY, handled(GRANTED), orally=True)
    waiver = Waiver(WaiverGround.FULLY_GRANTED, REASONS)
    if before:
        objection.waive_hearing(waiver, handled(contested))
    with pytest.raises(RuleBroken) as raised:
        objection.rule(ruling, handled(contested, waived=None if before else waiver))
    assert raised.value.code == "waiver_differs"


@pytest.mark.parametrize("ruling", [TAKEN_BACK, FOR_A_YEAR], ids=["taken_back", "shortened"])
def test_a_grant_is_taken_or_shortened_on_the_objection_of_another_once_its_holder_could_be_heard(
    ruling: Upholding,
) -> None:
    """Awb 7:2, 7:11(2): not uninvited, not within the term, but after the holder was heard or was silent."""
    with pytest.raises(RuleBroken) as raised:
        of_another().rule(ruling, handled(GRANTED))
    assert raised.value.code == "granted_unheard"
    with pytest.raises(RuleBroken) as raised:
        with_holder_invited().rule(ruling, handled(GRANTED, on=TODAY + TWO_WEEKS))
    assert raised.value.code == "holder_term_runs"
    heard = with_holder_invited()
    heard.hear_party(1, ABOUT, TODAY, handled(GRANTED), orally=True)
    silent = with_holder_invited()
    for objection, on in ((heard, TODAY), (silent, TODAY + TWO_WEEKS + timedelta(days=1))):
        objection.rule(ruling, handled(GRANTED, on=on))
        event = objection.pending()[-1]
        assert isinstance(event, ObjectionUpheldForAnotherReason)
        assert (event.replacement, event.of_another) == (ruling.replacement, True)


@pytest.mark.parametrize(
    ("contested", "ruling", "code"),
    [
        (a_refusal(), TAKEN_BACK, "nothing_to_take_back"),
        (GRANTED, put(Replacement.GRANT_IN_PART, date(2029, 1, 1)), "not_shorter"),
    ],
)
def test_on_the_objection_of_another_what_was_granted_ends_or_ends_earlier(
    contested: ContestedDecision, ruling: Upholding, code: str
) -> None:
    """Awb 7:11(2)."""
    with pytest.raises(RuleBroken) as raised:
        with_holder_invited(date(2026, 4, 20)).rule(ruling, handled(contested))
    assert raised.value.code == code


def test_who_is_invited_and_heard_is_recorded() -> None:
    """Awb 7:2(2), 7:7: sealed, and by number."""
    objection = an_objection()
    objection.invite_party(SOMEBODY, ABOUT, TODAY + TWO_WEEKS, handled(a_refusal()))
    objection.hear_party(1, REASONS, TODAY, handled(a_refusal()), orally=False)
    invited, heard = objection.pending()[-2:]
    assert isinstance(invited, PartyInvited)
    assert isinstance(heard, PartyHeard)
    assert (invited.number, invited.person, heard.number, heard.sealed_record) == (1, SOMEBODY, 1, REASONS)


def test_who_was_heard_is_told_of_a_renewal_that_decides_the_objection() -> None:
    """Awb 7:12(3): and who was invited and said nothing is not."""
    objection = an_objection()
    for _ in range(2):
        objection.invite_party(SOMEBODY, ABOUT, TODAY + TWO_WEEKS, handled(a_refusal()))
    objection.hear_party(1, REASONS, TODAY, handled(a_refusal()), orally=False)
    objection.note_ruling_decision(decision_id=RENEWAL, decided_by="somebody")
    upheld = objection.pending()[-1]
    assert isinstance(upheld, ObjectionUpheld)
    assert upheld.told_to == (SOMEBODY,)


def test_who_was_invited_is_waited_for() -> None:
    """Awb 7:2(2): before any ruling."""
    objection = an_objection()
    objection.invite_party(SOMEBODY, ABOUT, TODAY + TWO_WEEKS, handled(a_refusal()))
    with pytest.raises(RuleBroken) as raised:
        objection.rule(OTHER_REFUSAL, handled(a_refusal()))
    assert raised.value.code == "party_term_runs"


def test_whom_to_invite_and_when_they_were_heard_is_held_to_the_law() -> None:
    """Awb 7:2: the holder who objects is heard as objector; a term is two weeks at least."""
    by, objection = handled(a_refusal()), an_objection()
    with pytest.raises(RuleBroken) as raised:
        objection.invite_party(None, ABOUT, TODAY + TWO_WEEKS, by)
    assert raised.value.code == "holder_objects"
    with pytest.raises(RuleBroken) as raised:
        objection.invite_party(SOMEBODY, ABOUT, TODAY + timedelta(days=13), by)
    assert raised.value.code == "party_term_too_short"
    with pytest.raises(NotInThisState) as missing:
        objection.hear_party(1, REASONS, TODAY, by, orally=True)
    assert missing.value.code == "party_not_invited"
    objection.invite_party(SOMEBODY, ABOUT, TODAY + TWO_WEEKS, by)
    with pytest.raises(RuleBroken) as raised:
        objection.hear_party(1, REASONS, TODAY - timedelta(days=1), by, orally=True)
    assert raised.value.code == "party_heard_day"


def test_who_was_heard_is_told_of_the_ruling_and_who_was_silent_is_not() -> None:
    """Awb 7:12(3), 3:43(1)."""
    by, objection = handled(a_refusal()), an_objection()
    objection.invite_party(SOMEBODY, ABOUT, TODAY + TWO_WEEKS, by)
    objection.invite_party(GROUNDS, ABOUT, TODAY + TWO_WEEKS, by)
    objection.hear_party(1, REASONS, TODAY, by, orally=True)
    told = told_of_ruling(objection.parties)
    assert told == {"told_to": (SOMEBODY,), "holder_told": False}


def test_the_holder_who_was_heard_is_told_too() -> None:
    """The ruling on the objection of another is not addressed to them (Awb 7:12(3))."""
    objection = with_holder_invited(TODAY)
    objection.hear_party(1, REASONS, TODAY, handled(GRANTED), orally=True)
    objection.rule(Dismissal(REASONS), handled(GRANTED))
    ruled = objection.pending()[-1]
    assert isinstance(ruled, ObjectionDismissed)
    assert (ruled.told_to, ruled.holder_told) == ((), True)
