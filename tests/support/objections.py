"""Objections in sentences: one against a refusal, and how a handler comes to act on it."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from services.objections.commands.reached import SaidWithIt
from services.objections.domain.admissibility import Receipt
from services.objections.domain.contested_decision import ContestedDecision
from services.objections.domain.handling import Handling, Ruling, ThresholdFinding
from services.objections.domain.hearing import Waiver, WaiverGround
from services.objections.domain.objection import Objection
from services.objections.domain.posting import PostingJudgement
from services.objections.domain.reconsideration import NOT_ASKED, Assessment, Reconsideration
from services.objections.domain.repair import NoticeDefect
from shared.law.terms import Channel
from shared.privacy.sealed import Sealed, SealedKind
from shared.vocabulary import Outcome, ThresholdParameter, VehicleCategory

OBJECTION, CASE, OTHER_CASE = UUID(int=1), UUID(int=2), UUID(int=3)
REFUSAL, RENEWAL, NEXT_RENEWAL, THRESHOLD_SET = UUID(int=11), UUID(int=12), UUID(int=13), UUID(int=14)
REASSESSMENT = UUID(int=15)
GROUNDS = Sealed(key_id=UUID(int=99), kind=SealedKind.GROUNDS, box=b"sealed")
ANNOUNCED, LAST_DAY, RULING_DAY = date(2026, 3, 24), date(2026, 5, 6), date(2026, 6, 17)
TODAY = date(2026, 5, 20)
OBJECTOR, DECIDER, APPROVER, HANDLER = "applicant-1", "handler-1", "reviewer-1", "objection-handler-1"


def written(words: str) -> Sealed:
    """What a handler wrote, sealed under a key that is nowhere."""
    return Sealed(key_id=UUID(int=99), kind=SealedKind.REASONS, box=words.encode())


NOT_WANTED = Waiver(WaiverGround.NOT_WANTED, written("De indiener wil niet gehoord worden."))
UNHEARD = SaidWithIt(hearing_waived=NOT_WANTED)
"""What goes with a ruling when no hearing was wanted."""
UNFOUNDED = SaidWithIt(
    hearing_waived=Waiver(WaiverGround.MANIFESTLY_UNFOUNDED, written("Het bezwaar is kennelijk ongegrond."))
)
"""What goes with a dismissal that needs no hearing, and no assessment of the day (Awb 7:3(b))."""
PAYLOAD_OF_VANS = ThresholdFinding(
    VehicleCategory.N1, ThresholdParameter.PAYLOAD, written("vans with more payload are not on offer")
)


KNOWN_BY_THE_TEST = UUID(int=300)
"""The assessment on which the rulings on a `ReconsideredObjection` rest."""


class ReconsideredObjection(Objection):
    """An objection of which the handler knows, at every ruling, what the case comes to that day (Awb 7:11(1)).

    For tests of what is not about that: a plain `Objection` waits for it. The facts leave a criterion unknown, so that
    no ruling departs from it, and no act is recorded of it. Once a test asks, what it asks counts.
    """

    TOPIC = "tests.ReconsideredObjection"

    def rule(self, ruling: Ruling, by: Handling) -> None:
        """As any ruling, with that known."""
        asked = self.reconsideration
        if asked == NOT_ASKED:
            unknown = Assessment(KNOWN_BY_THE_TEST, by.on, None, "policy/2", None, "policy/1", None)
            self.reconsideration = Reconsideration(by.on, unknown)
        try:
            super().rule(ruling, by)
        finally:
            self.reconsideration = asked


def an_objection(
    received_on: date = date(2026, 4, 10),
    channel: Channel = Channel.ELECTRONIC,
    posted_on: date | None = None,
    lodged_by: str | None = OBJECTOR,
    contested: ContestedDecision | None = None,
    *,
    elsewhere_on: date | None = None,
    asks_direct_appeal: bool = False,
) -> Objection:
    """An objection in time, against the refusal as it is known here; known as nothing unless said otherwise."""
    return ReconsideredObjection.lodge(
        id=OBJECTION,
        case_id=CASE,
        decision_id=REFUSAL,
        receipt=Receipt(channel, received_on, posted_on, elsewhere_on),
        grounds=GROUNDS,
        lodged_by=lodged_by,
        contested=contested,
        asks_direct_appeal=asks_direct_appeal,
    )


def a_late_objection() -> Objection:
    """Received on the day after the last one."""
    return an_objection(received_on=date(2026, 5, 7))


def an_objection_with_a_finding() -> Objection:
    """Its handler found the payload threshold of vans wrong."""
    objection = an_objection()
    objection.find_threshold_consequence(PAYLOAD_OF_VANS, handled(a_refusal()))
    return objection


def asked_to_repair(
    objection: Objection, on: date = TODAY, until: date = date(2026, 6, 3), *defects: NoticeDefect
) -> Objection:
    """Its handler asks for the grounds, unless something else is named."""
    objection.request_repair(defects or (NoticeDefect.GROUNDS,), until, handled(a_refusal(), on=on))
    return objection


def a_refusal(**differently: object) -> ContestedDecision:
    """The contested decision, taken and announced."""
    known = {
        "decision_id": REFUSAL,
        "case_id": CASE,
        "outcome": Outcome.REFUSED,
        "decided_by": DECIDER,
        "applicant_subject": OBJECTOR,
        "announced_on": ANNOUNCED,
        "remedy_last_day": LAST_DAY,
    }
    return ContestedDecision(**{**known, **differently})  # type: ignore[arg-type]  # fields by name


def reconsidered(
    objection: Objection,
    granted_until: date | None,
    advice: Outcome = Outcome.GRANTED,
    contested: ContestedDecision | None = None,
) -> Objection:
    """A handler asked today what the case comes to, and heard until when the policy would have a grant be valid."""
    objection.ask_reconsideration(handled(contested or a_refusal()))
    objection.note_reconsideration(
        Assessment(UUID(int=301), TODAY, advice, "policy/2", None, "policy/1", None, granted_until)
    )
    return objection


def a_renewal(
    decision_id: UUID = RENEWAL, replaces: UUID = REFUSAL, outcome: Outcome = Outcome.GRANTED
) -> ContestedDecision:
    """A decision that revokes and replaces another one of the case."""
    return ContestedDecision(decision_id, CASE, outcome, APPROVER, OBJECTOR, replaces)


def handled(
    contested: ContestedDecision | None,
    by: str = HANDLER,
    *,
    deciders: frozenset[str] = frozenset({DECIDER}),
    excused: Sealed | None = None,
    on: date = TODAY,
    waived: Waiver | None = NOT_WANTED,
    posting: PostingJudgement | None = None,
) -> Handling:
    """A handler acts, knowing this of the contested decision; a ruling says that no hearing was wanted."""
    return Handling(by, on, contested, deciders, excused, waived, posting=posting)
