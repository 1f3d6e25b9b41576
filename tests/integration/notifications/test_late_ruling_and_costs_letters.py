"""Letters on what a late ruling costs and on the costs of an objection: given what objections told, then these."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import msgspec

from services.notifications.domain.letter import objection_letter_id_of, step_letter_id_of
from shared.contracts.envelope import Contract
from shared.contracts.objections import (
    CostsDecided,
    LateRulingNoticeReceived,
    LateRulingPenaltyFixed,
    ObjectionEnded,
)
from shared.privacy.sealed import Sealed, SealedKind
from shared.rulings import AdviceRuling, BesideRuling, CostsRuling
from shared.vocabulary import ObjectionRuling
from tests.support.announced_decisions import CASE, DECISION, OBJECTION, a_refusal
from tests.support.databases import sqlite_is_enough
from tests.support.letters import PostRoom

pytestmark = sqlite_is_enough

ON = date(2026, 2, 19)
NOTICE = LateRulingNoticeReceived(
    OBJECTION, CASE, ON, date(2026, 2, 18), "applicant-017", date(2026, 3, 5), date(2026, 3, 6)
)
FIXED = LateRulingPenaltyFixed(UUID(int=77), OBJECTION, CASE, ON, date(2026, 2, 4), date(2026, 2, 18), 357)


def told_of(room: PostRoom, contract: Contract) -> str:
    """The text of the letter about that step, in one line, after a refusal went out."""
    room.hear(a_refusal(), room.addressee())
    told = room.hear_that(contract)
    room.send_all()
    return " ".join(room.words(step_letter_id_of(told.event_id)).text.split())


def refused(room: PostRoom) -> CostsRuling:
    """A refusal of costs, sealed under a key of the case."""
    sealer = room.vault.sealer()
    words: Sealed = sealer.seal(sealer.new_key(CASE), SealedKind.REASONS, b"Er zijn geen kosten gemaakt.")
    return CostsRuling(0, words)


def test_a_notice_of_default_is_answered(post_room: PostRoom) -> None:
    """Awb 4:17: until when, and from when a penalty is due; only to who lodged the objection."""
    said = told_of(post_room, NOTICE)
    assert "niet uiterlijk op 5 maart 2026 beslist, dan zijn wij u vanaf 6 maart 2026" in said
    told = post_room.hear_that(msgspec.structs.replace(NOTICE, lodged_by="applicant-018"))
    assert post_room.acts(step_letter_id_of(told.event_id)) == []


def test_a_premature_notice_is_answered_too(post_room: PostRoom) -> None:
    """Awb 4:17(3)."""
    premature = msgspec.structs.replace(NOTICE, grace_last_day=None, first_penalty_day=None)
    assert "tot en met 18 februari 2026" in told_of(post_room, premature)


def test_of_a_notice_that_is_entered_after_the_ruling_the_next_letter_tells(post_room: PostRoom) -> None:
    """Which is that about the penalty."""
    told = post_room.hear_that(msgspec.structs.replace(NOTICE, ended_on=date(2026, 3, 10)))
    assert post_room.acts(step_letter_id_of(told.event_id)) == []


def test_the_penalty_is_announced_with_its_remedy(post_room: PostRoom) -> None:
    """Awb 4:18, 3:45."""
    said = told_of(post_room, FIXED)
    assert "een dwangsom verschuldigd van 357 euro" in said
    assert "kunt u bezwaar maken bij" in said


def test_a_ruling_refuses_costs_with_its_reasons(post_room: PostRoom) -> None:
    """Awb 7:15(3): what was sealed is opened in the letter alone."""
    post_room.hear(a_refusal(), post_room.addressee())
    ended = ObjectionEnded(OBJECTION, CASE, "dismissed", ruled_on=ON, reasons="Neutraal.")
    post_room.hear_that(msgspec.structs.replace(ended, beside=BesideRuling(refused(post_room))))
    post_room.send_all()
    said = " ".join(post_room.words(objection_letter_id_of(OBJECTION)).text.split())
    assert "Die kosten vergoeden wij niet. De reden is: Er zijn geen kosten gemaakt." in said


def test_after_a_renewed_decision_that_rules_a_letter_says_that_costs_are_open(post_room: PostRoom) -> None:
    """Awb 7:15(3): none where no costs were claimed."""
    ended = ObjectionEnded(OBJECTION, CASE, "upheld", decision_id=DECISION, ruled_on=ON, costs_open=True)
    assert "uw verzoek blijft open" in told_of(post_room, ended)
    told = post_room.hear_that(msgspec.structs.replace(ended, costs_open=False))
    assert post_room.acts(step_letter_id_of(told.event_id)) == []


def test_a_ruling_goes_with_the_advice_that_it_departs_from(post_room: PostRoom) -> None:
    """Awb 7:13(7): what was sealed is opened in the letter alone."""
    post_room.hear(a_refusal(), post_room.addressee())
    words = [refused(post_room).sealed_reasons, refused(post_room).sealed_reasons]
    beside = BesideRuling(advice=AdviceRuling(ObjectionRuling.UPHELD, *words))
    ended = ObjectionEnded(OBJECTION, CASE, "dismissed", ruled_on=ON, reasons="Neutraal.", beside=beside)
    post_room.hear_that(ended)
    post_room.send_all()
    said = " ".join(post_room.words(objection_letter_id_of(OBJECTION)).text.split())
    assert "Haar advies luidt: Er zijn geen kosten gemaakt. Wij wijken van dat advies af" in said


def test_costs_decided_apart_are_announced_with_appeal_as_remedy(post_room: PostRoom) -> None:
    """Awb 7:15(3), 8:1."""
    said = told_of(post_room, CostsDecided(OBJECTION, CASE, ON, CostsRuling(647)))
    assert "Wij vergoeden u 647 euro" in said
    assert "beroep instellen bij" in said
    told = post_room.hear_that(CostsDecided(OBJECTION, CASE, ON, refused(post_room)))
    post_room.send_all()
    assert "Er zijn geen kosten gemaakt." in post_room.words(step_letter_id_of(told.event_id)).text
