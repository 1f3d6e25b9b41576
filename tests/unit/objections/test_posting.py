"""Post in the week after the term, without a postmark that can be read: a person judges (Awb 6:9(2))."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from services.objections.domain.admissibility import InadmissibilityGround, within_term
from services.objections.domain.contested_decision import ContestedDecision
from services.objections.domain.handling import Dismissal, Handling, Inadmissibility, Ruling
from services.objections.domain.objection import Objection
from services.objections.domain.objection_acts import (
    LatenessExcused,
    ObjectionDeclaredInadmissible,
    ObjectionDismissed,
    ThresholdConsequenceFound,
)
from services.objections.domain.posting import PostingJudged, PostingJudgement
from shared.errors import NotYours, RuleBroken
from shared.law.terms import Channel
from tests.support.objections import (
    DECIDER,
    HANDLER,
    LAST_DAY,
    PAYLOAD_OF_VANS,
    TODAY,
    a_refusal,
    an_objection,
    handled,
    written,
)

REASONS = written("De brief lag er op de eerste werkdag na de termijn.")
WITHIN_THE_WEEK = date(2026, 5, 8)
IN_TIME, LATE = (
    PostingJudgement(in_time=True, reasons=REASONS),
    PostingJudgement(in_time=False, reasons=REASONS),
)
DISMISSED, TOO_LATE = Dismissal(REASONS), Inadmissibility(InadmissibilityGround.LATE, REASONS)
NO_INTEREST = Inadmissibility(InadmissibilityGround.NO_INTEREST, REASONS)


def acts_of(objection: Objection) -> list[type]:
    """The kinds of what was recorded, in order."""
    return [type(event) for event in objection.pending()]


def by_post() -> Objection:
    """Two days after the term, with a postmark that nobody can read."""
    return an_objection(WITHIN_THE_WEEK, Channel.POST, contested=a_refusal())


def ruled(ruling: Ruling, by: Handling) -> Objection:
    """Such an objection, ruled on."""
    objection = by_post()
    objection.rule(ruling, by)
    return objection


def test_it_is_neither_late_nor_in_time_by_itself() -> None:
    """What is told of it at receipt is that nobody knows."""
    objection = by_post()
    assert within_term(objection.receipt, a_refusal()) is None
    assert objection.pending()[0].within_term is None


UNJUDGED: dict[str, Callable[[], object]] = {
    "dismissed": lambda: ruled(DISMISSED, handled(a_refusal())),
    "late": lambda: ruled(TOO_LATE, handled(a_refusal())),
    "excused": lambda: ruled(DISMISSED, handled(a_refusal(), excused=REASONS)),
    "a finding": lambda: by_post().find_threshold_consequence(PAYLOAD_OF_VANS, handled(a_refusal())),
}


@pytest.mark.parametrize("act", UNJUDGED)
def test_lateness_does_not_matter_before_somebody_judged_it(act: str) -> None:
    """Not against the objector, and not in favour."""
    with pytest.raises(RuleBroken) as refused:
        UNJUDGED[act]()
    assert refused.value.code == "posting_not_judged"


def test_where_lateness_does_not_matter_nobody_judges_it() -> None:
    """Another ground of inadmissibility."""
    assert acts_of(ruled(NO_INTEREST, handled(a_refusal())))[-1] is ObjectionDeclaredInadmissible


def test_the_handler_judges_it_with_reasons_that_are_recorded() -> None:
    """Before the ruling."""
    objection = ruled(DISMISSED, handled(a_refusal(), posting=IN_TIME))
    [judged] = [event for event in objection.pending() if isinstance(event, PostingJudged)]
    assert (judged.in_time, judged.judged_by, judged.judged_on) == (True, HANDLER, TODAY)
    assert judged.sealed_reasons == REASONS
    assert acts_of(objection)[-1] is ObjectionDismissed
    assert within_term(objection.receipt, a_refusal()) is True


def test_what_was_judged_late_is_inadmissible_or_excused() -> None:
    """Awb 6:9, 6:11: two questions, one after the other."""
    late = ruled(TOO_LATE, handled(a_refusal(), posting=LATE))
    assert acts_of(late)[-1] is ObjectionDeclaredInadmissible
    excused = ruled(DISMISSED, handled(a_refusal(), posting=LATE, excused=REASONS))
    assert LatenessExcused in acts_of(excused)
    for ruling, code in ((DISMISSED, "objection_late"), (TOO_LATE, "objection_not_late")):
        with pytest.raises(RuleBroken) as refused:
            ruled(ruling, handled(a_refusal(), posting=LATE if code == "objection_late" else IN_TIME))
        assert refused.value.code == code


def test_a_finding_says_what_was_judged() -> None:
    """Decisions hears it by the finding."""
    objection = by_post()
    objection.find_threshold_consequence(PAYLOAD_OF_VANS, handled(a_refusal(), posting=IN_TIME))
    found = objection.pending()[-1]
    assert isinstance(found, ThresholdConsequenceFound)
    assert found.within_term is True


KNOWN: dict[str, tuple[Objection, ContestedDecision]] = {
    "in time": (an_objection(LAST_DAY, Channel.POST), a_refusal()),
    "after the week": (an_objection(date(2026, 5, 15), Channel.POST), a_refusal()),
    "a postmark": (an_objection(WITHIN_THE_WEEK, Channel.POST, LAST_DAY), a_refusal()),
    "not by post": (an_objection(WITHIN_THE_WEEK), a_refusal()),
    "no term": (an_objection(WITHIN_THE_WEEK, Channel.POST), a_refusal(remedy_last_day=None)),
}


@pytest.mark.parametrize("why", KNOWN)
def test_nothing_is_judged_where_the_days_tell(why: str) -> None:
    """Awb 6:9(1)."""
    objection, contested = KNOWN[why]
    with pytest.raises(RuleBroken) as refused:
        objection.rule(DISMISSED, handled(contested, posting=IN_TIME))
    assert refused.value.code == "posting_known"


def test_who_decided_does_not_judge_it() -> None:
    """Awb 10:3(3)."""
    with pytest.raises(NotYours):
        ruled(DISMISSED, handled(a_refusal(), by=DECIDER, posting=IN_TIME))


def test_a_ruling_that_is_refused_leaves_no_judgement_behind() -> None:
    """Awb 7:2: nobody was heard, so that nothing was said of the posting either."""
    objection = by_post()
    with pytest.raises(RuleBroken):
        objection.rule(DISMISSED, handled(a_refusal(), posting=IN_TIME, waived=None))
    assert PostingJudged not in acts_of(objection)
