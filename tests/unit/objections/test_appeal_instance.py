"""Whether an appeal came in time, who lodged it, and what a ruling at each instance can say (Awb 6:7 to 6:13, 8:104)."""

from __future__ import annotations

from datetime import date

import pytest

from services.objections.domain.appeal import Appeal, AppealLodged, AppealRuled, InadmissibleAppeal
from services.objections.domain.appeal_instance import (
    Appellant,
    Filing,
    Instance,
    RemedyTerm,
    Standing,
    Timeliness,
    standing_of,
)
from services.objections.domain.court_fee import FeeStep
from services.objections.domain.court_ruling import CourtOutcome, CourtRuling, ExemptionByCourt, ToDecideAnew
from services.objections.domain.posting import PostingJudgement
from shared.errors import NotInThisState, RuleBroken
from shared.law.terms import Channel
from shared.vocabulary import Outcome
from tests.support.objections import CASE, NEXT_RENEWAL, OBJECTION, REFUSAL, RENEWAL, written

ANNOUNCED = date(2026, 3, 24)
LAST_DAY = date(2026, 5, 6)
"""Six weeks later is 5 May, a free day (Atw 3)."""
KNOWN = RemedyTerm.as_announced(ANNOUNCED, None)
AFDELING = Instance.COUNCIL_OF_STATE


def an_appeal(lodged_on: date = ANNOUNCED, filing: Filing = Filing()) -> Appeal:  # noqa: B008  frozen
    """An appeal as a court told of it."""
    return Appeal.lodge(
        id=NEXT_RENEWAL,
        case_id=CASE,
        objection_id=OBJECTION,
        decision_id=REFUSAL,
        lodged_on=lodged_on,
        court_reference=None,
        filing=filing,
    )


@pytest.mark.parametrize(
    ("lodged_on", "posted_on", "term", "found"),
    [
        (LAST_DAY, None, KNOWN, Timeliness.IN_TIME),
        (date(2026, 5, 7), None, KNOWN, Timeliness.LATE),
        (date(2026, 5, 13), LAST_DAY, KNOWN, Timeliness.IN_TIME),
        (date(2026, 5, 14), LAST_DAY, KNOWN, Timeliness.LATE),
        (date(2026, 5, 7), date(2026, 5, 7), KNOWN, Timeliness.LATE),
        (date(2026, 3, 20), None, KNOWN, Timeliness.IN_TIME),
        (LAST_DAY, None, RemedyTerm(), Timeliness.NOT_KNOWN),
        (date(2026, 5, 7), None, RemedyTerm.as_announced(ANNOUNCED, date(2026, 5, 7)), Timeliness.IN_TIME),
        (LAST_DAY, None, RemedyTerm.of_ruling(ANNOUNCED, None), Timeliness.IN_TIME),
        (date(2026, 5, 7), None, RemedyTerm.of_ruling(ANNOUNCED, None), Timeliness.NOT_KNOWN),
        (date(2026, 5, 7), None, RemedyTerm.of_ruling(date(2026, 3, 20), ANNOUNCED), Timeliness.LATE),
    ],
)
def test_whether_it_came_in_time_is_told(
    lodged_on: date, posted_on: date | None, term: RemedyTerm, found: Timeliness
) -> None:
    """Awb 6:7 to 6:10: six weeks from the day after the announcement; what is not known is not called late."""
    (event,) = an_appeal(lodged_on, Filing(posted_on=posted_on, term=term)).pending()
    assert isinstance(event, AppealLodged)
    assert (event.timeliness, event.last_day) == (found, term.last_day)


@pytest.mark.parametrize(
    ("lodged_on", "term", "found"),
    [
        (LAST_DAY, KNOWN, Timeliness.IN_TIME),
        (date(2026, 5, 7), KNOWN, Timeliness.TO_BE_JUDGED),
        (date(2026, 5, 13), KNOWN, Timeliness.TO_BE_JUDGED),
        (date(2026, 5, 18), KNOWN, Timeliness.LATE),
        (date(2026, 5, 7), RemedyTerm.of_ruling(ANNOUNCED, None), Timeliness.NOT_KNOWN),
    ],
)
def test_post_without_a_legible_postmark_is_for_a_person(
    lodged_on: date, term: RemedyTerm, found: Timeliness
) -> None:
    """Awb 6:9(2): in the week after the term it is neither late nor in time by itself."""
    appeal = an_appeal(lodged_on, Filing(channel=Channel.POST, term=term))
    assert appeal.timeliness is found
    judgement = PostingJudgement(in_time=True, reasons=written("De envelop is op de eerste werkdag bezorgd."))
    if found is not Timeliness.TO_BE_JUDGED:
        with pytest.raises(RuleBroken) as raised:
            appeal.judge_posting(judgement, "handler-1", lodged_on)
        assert raised.value.code == "posting_known"
        return
    appeal.judge_posting(judgement, "handler-1", lodged_on)
    assert appeal.timeliness is Timeliness.IN_TIME
    with pytest.raises(RuleBroken):
        appeal.judge_posting(judgement, "handler-1", lodged_on)


@pytest.mark.parametrize("in_time", [True, False])
def test_what_was_judged_of_the_objection_counts_for_the_appeal_that_it_becomes(in_time: bool) -> None:
    """Awb 7:1a(5), 6:9(2): it was posted once."""
    filing = Filing(channel=Channel.POST, posted_in_time=in_time, term=KNOWN, direct=True)
    found = an_appeal(date(2026, 5, 7), filing).timeliness
    assert found is (Timeliness.IN_TIME if in_time else Timeliness.LATE)


def test_who_did_not_object_is_for_the_court() -> None:
    """Awb 6:13: it can be that this cannot be held against them."""
    assert [standing_of(each) for each in (*Appellant, None)] == [
        Standing.OBJECTED,
        Standing.DID_NOT_OBJECT,
        Standing.AUTHORITY,
        Standing.NOT_KNOWN,
    ]


def test_the_authority_contests_a_ruling_alone() -> None:
    """Awb 8:104: not its own decision."""
    with pytest.raises(RuleBroken) as raised:
        an_appeal(filing=Filing(appellant=Appellant.AUTHORITY))
    assert raised.value.code == "authority_contests_rulings"
    higher = an_appeal(filing=Filing(AFDELING, RENEWAL, Appellant.AUTHORITY))
    assert (higher.instance, higher.against_appeal_id) == (AFDELING, RENEWAL)


def test_the_ruling_of_a_district_court_can_be_contested() -> None:
    """Awb 8:104, 8:105: six weeks from the day after it was sent; that of the Afdeling cannot."""
    appeal, higher = an_appeal(), an_appeal(filing=Filing(AFDELING))
    with pytest.raises(NotInThisState) as raised:
        appeal.contested_ruling()
    assert raised.value.code == "no_ruling_to_contest"
    for each in (appeal, higher):
        each.end(InadmissibleAppeal(ANNOUNCED, ANNOUNCED))
    assert appeal.contested_ruling().last_day == LAST_DAY
    with pytest.raises(NotInThisState):
        higher.contested_ruling()


def test_only_a_ruling_is_confirmed() -> None:
    """Awb 8:113(1): in higher appeal."""
    confirmed = CourtRuling(ANNOUNCED, written("Bevestigd."), CourtOutcome.CONFIRMED)
    with pytest.raises(RuleBroken) as raised:
        an_appeal().end(confirmed)
    assert raised.value.code == "nothing_to_confirm"
    an_appeal(filing=Filing(AFDELING)).end(confirmed)


@pytest.mark.parametrize("instance", Instance)
@pytest.mark.parametrize(
    "exemption", [ExemptionByCourt(Outcome.GRANTED, LAST_DAY), ExemptionByCourt(Outcome.REFUSED)]
)
def test_a_court_can_decide_itself(instance: Instance, exemption: ExemptionByCourt) -> None:
    """Awb 8:72(3)(b), 8:113(1): its ruling takes the place of the annulled decision."""
    appeal = an_appeal(filing=Filing(instance))
    words = written("De ontheffing wordt verleend.")
    appeal.end(CourtRuling(ANNOUNCED, words, CourtOutcome.COURT_DECIDED, exemption=exemption))
    event = appeal.pending()[-1]
    assert isinstance(event, AppealRuled)
    assert event.exemption == exemption


@pytest.mark.parametrize(
    ("outcome", "exemption", "code"),
    [
        (CourtOutcome.ANNULLED, ExemptionByCourt(Outcome.REFUSED), "court_decided_nothing"),
        (CourtOutcome.COURT_DECIDED, ExemptionByCourt(Outcome.GRANTED), "court_grants_until_a_day"),
        (CourtOutcome.COURT_DECIDED, ExemptionByCourt(Outcome.REFUSED, LAST_DAY), "court_grants_until_a_day"),
    ],
)
def test_what_a_court_puts_in_its_place_is_whole(
    outcome: CourtOutcome, exemption: ExemptionByCourt, code: str
) -> None:
    """Awb 8:72(3): a slip of the pen is refused."""
    with pytest.raises(RuleBroken) as raised:
        an_appeal().end(CourtRuling(ANNOUNCED, written("Vernietigd."), outcome, exemption=exemption))
    assert raised.value.code == code


def test_in_higher_appeal_a_new_decision_can_be_ordered() -> None:
    """Awb 8:72(4), 8:113(1)."""
    higher = an_appeal(filing=Filing(AFDELING))
    higher.end(CourtRuling(ANNOUNCED, written("Vernietigd."), CourtOutcome.ANNULLED, ToDecideAnew(LAST_DAY)))
    event = higher.pending()[-1]
    assert isinstance(event, AppealRuled)
    assert event.named_day == LAST_DAY


def test_a_fee_is_levied_paid_and_paid_back() -> None:
    """Awb 8:41, 8:74: in that order, each once, not before it was due."""
    appeal = an_appeal()
    appeal.note_fee(FeeStep.LEVIED, LAST_DAY, 194)
    with pytest.raises(RuleBroken) as raised:
        appeal.note_fee(FeeStep.PAID, ANNOUNCED, 0)
    assert raised.value.code == "fee_day"
    appeal.note_fee(FeeStep.PAID, LAST_DAY, 0)
    appeal.note_fee(FeeStep.REPAID, LAST_DAY, 0)
    assert appeal.fee is not None
    assert (appeal.fee.euros, appeal.fee.paid_on, appeal.fee.repaid_on) == (194, LAST_DAY, LAST_DAY)
    for step, code in (
        (FeeStep.LEVIED, "fee_levied"),
        (FeeStep.PAID, "fee_paid"),
        (FeeStep.REPAID, "fee_not_to_repay"),
    ):
        with pytest.raises(RuleBroken) as raised:
            appeal.note_fee(step, LAST_DAY, 194)
        assert raised.value.code == code
    with pytest.raises(RuleBroken) as raised:
        an_appeal().note_fee(FeeStep.PAID, LAST_DAY, 0)
    assert raised.value.code == "fee_not_levied"
