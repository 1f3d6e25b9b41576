"""What can be asked about direct appeal (rechtstreeks beroep, Awb 7:1a): load, decide, save."""

from __future__ import annotations

from typing import Protocol
from uuid import UUID

from services.objections.commands.reached import (
    DecisionsHeard,
    Place,
    ReachedObjections,
    again_when_overtaken,
)
from services.objections.domain.appeal import Appeal
from services.objections.domain.appeal_instance import Appellant, Filing, RemedyTerm
from services.objections.domain.contested_decision import ContestedCase, ContestedDecision
from services.objections.domain.direct_appeal import DirectAppealAnswer
from services.objections.domain.objection import Objection
from shared.eventlog.act import Act
from shared.eventlog.append import RowWrite
from shared.eventlog.log import EventLog, Saved
from shared.runtime.ids import IdSource


class CasesInTurn(DecisionsHeard, Protocol):
    """What is known of contested decisions, and the turn of their case."""

    def next_turn(self, case: ContestedCase) -> RowWrite: ...


class DirectAppealCommands:
    """One public method per command."""

    def __init__(self, log: EventLog, ids: IdSource, cases: CasesInTurn) -> None:
        self._log = log
        self._ids = ids
        self._cases = cases
        self._reached = ReachedObjections(log, cases)

    def answer_direct_appeal(self, act: Act, place: Place, answer: DirectAppealAnswer) -> Saved:
        """Consent to direct appeal, or refuse it; with a consent the court has it, in the same append (Awb 7:1a(5)).

        Raises NotThere, NotInThisState, NotYours or RuleBroken.
        """
        appeal_id = self._ids.new()
        return again_when_overtaken(lambda: self._answer(act, place, answer, appeal_id))

    def _answer(self, act: Act, place: Place, answer: DirectAppealAnswer, appeal_id: UUID) -> Saved:
        """In the turn of the case: no objection without the request is lodged in between."""
        objection = self._reached.at(place)
        case = self._cases.of_case(objection.case_id)
        by = self._reached.handling(act, objection)
        objection.answer_direct_appeal(answer, self._requests_of_others(objection, case), appeal_id, by)
        sent = [as_appeal(appeal_id, objection, by.contested)] if answer.consents else []
        rows = [self._cases.next_turn(case)]
        return self._log.save_act(act, objection, *sent, case_id=objection.case_id, rows=rows)

    def _requests_of_others(self, objection: Objection, case: ContestedCase) -> list[bool]:
        """Of each other undecided objection against the same decision, whether it asks for direct appeal too."""
        others = (self._log.load(Objection, one) for one in case.undecided_objections if one != objection.id)
        return [other.asks_direct_appeal for other in others if other.directed_at & objection.directed_at]

    def case_of(self, place: Place) -> UUID:
        """The case that an objection is about: under a key of it the edge seals what is written there.

        Raises NotThere outside the scope, then VersionConflict.
        """
        return self._reached.at(place).case_id


def as_appeal(
    appeal_id: UUID, objection: Objection, contested: ContestedDecision | None, *, fee_free: bool = False
) -> Appeal:
    """The objection as the court has it: lodged on the day of its receipt, in the term to object (Awb 7:1a(5), 6:9)."""
    term = (
        RemedyTerm.as_announced(contested.announced_on, contested.remedy_last_day)
        if contested is not None
        else RemedyTerm()
    )
    return Appeal.lodge(
        id=appeal_id,
        case_id=objection.case_id,
        objection_id=objection.id,
        decision_id=objection.decision_id,
        lodged_on=objection.receipt.counts_on,
        court_reference=None,
        filing=Filing(
            appellant=Appellant.OBJECTOR,
            posted_on=objection.posted_on,
            channel=objection.channel,
            posted_in_time=objection.posted_in_time,
            term=term,
            direct=True,
            fee_free=fee_free,
        ),
    )
