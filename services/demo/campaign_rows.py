"""The rows of the campaign's table, as the page on decisions lists them, and in which of them a case belongs.

The codes are those that the services answer with; which case belongs where is worked out here anew.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final

from services.demo.kinds import DeskWork, Meanwhile
from services.demo.proceedings import PENDING_AT_SECOND_SET
from shared.vocabulary import ExemptionType, Outcome

if TYPE_CHECKING:
    from services.demo.planned import PlannedCase


class Row(StrEnum):
    """How a case stands when the second set enters into force."""

    REFUSED_NOW_GRANTED = "refused_now_granted"
    REFUSED_NOW_GRANTED_PROCEEDINGS_PENDING = "refused_now_granted_proceedings_pending"
    REFUSED_STILL = "refused_still"
    FACTS_UNKNOWN = "facts_unknown"
    PLATE_CHANGED_HANDS = "plate_changed_hands"
    PERSON_ERASED = "person_erased"
    SUPERSEDED = "superseded"
    WOULD_NOW_BE_REFUSED = "would_now_be_refused"
    GRANTED_STILL = "granted_still"
    GRANTED_EXPIRED = "granted_expired"
    """Where every grant stands when the last set enters into force, two years later (SYNTHETIC)."""
    REVOKED = "granted_revoked"
    LEFT_OUT = "left_out"
    WITHDRAWN = "withdrawn"
    CONVERTED_TARGET_REFUSED = "converted_target_refused"
    CONVERTED_TARGET_PENDING = "converted_target_pending"
    CONVERTED = "converted"
    UNDECIDED = "undecided"


RENEWED: Final = frozenset({Row.REFUSED_NOW_GRANTED, Row.REFUSED_NOW_GRANTED_PROCEEDINGS_PENDING})
EXPIRES: Final = RENEWED | {Row.GRANTED_STILL, Row.WOULD_NOW_BE_REFUSED}
"""Who holds an exemption on thresholds after the second set."""
FOR_A_PERSON: Final = frozenset(
    {
        Row.FACTS_UNKNOWN,
        Row.PLATE_CHANGED_HANDS,
        Row.PERSON_ERASED,
        Row.CONVERTED_TARGET_REFUSED,
        Row.CONVERTED_TARGET_PENDING,
    }
)
"""What a campaign leaves to a person."""

ENDED: Final = {
    DeskWork.NO_RESPONSE: Row.LEFT_OUT,
    DeskWork.WRONG_DATA: Row.LEFT_OUT,
    DeskWork.WITHDRAWN_BEFORE: Row.WITHDRAWN,
    DeskWork.WITHDRAWN_AFTER: Row.WITHDRAWN,
}
IN_THE_WAY: Final = {
    Meanwhile.ERASED: Row.PERSON_ERASED,
    Meanwhile.CHANGED_HANDS: Row.PLATE_CHANGED_HANDS,
    Meanwhile.SUPERSEDED: Row.SUPERSEDED,
}


def row_of(case: PlannedCase) -> Row | None:
    """In which row the case stands; None: its type knows no thresholds, so it is in none."""
    if case.exemption_type is not ExemptionType.NOT_AVAILABLE_EMISSION_FREE:
        return None
    if case.desk in ENDED:
        return ENDED[case.desk]
    if case.target is not None:
        return _of_a_conversion(case, case.target)
    if case.decision is None:
        return Row.UNDECIDED
    return _of_a_grant(case) if case.decision is Outcome.GRANTED or case.upheld else _of_a_refusal(case)


def _of_a_conversion(case: PlannedCase, target: PlannedCase) -> Row:
    if case.second_advice is not Outcome.GRANTED or target.decision is Outcome.GRANTED:
        return Row.CONVERTED
    return Row.CONVERTED_TARGET_PENDING if target.decision is None else Row.CONVERTED_TARGET_REFUSED


def _of_a_grant(case: PlannedCase) -> Row:
    if case.meanwhile is Meanwhile.REVOKED:
        return Row.REVOKED
    return Row.WOULD_NOW_BE_REFUSED if case.second_advice is Outcome.REFUSED else Row.GRANTED_STILL


def _of_a_refusal(case: PlannedCase) -> Row:
    if case.second_advice is Outcome.REFUSED or case.desk is DeskWork.DECIDED_OTHERWISE:
        return Row.REFUSED_STILL
    if case.second_advice is None:
        return Row.FACTS_UNKNOWN
    if case.meanwhile in IN_THE_WAY:
        return IN_THE_WAY[case.meanwhile]
    if case.objecting in PENDING_AT_SECOND_SET:
        return Row.REFUSED_NOW_GRANTED_PROCEEDINGS_PENDING
    return Row.REFUSED_NOW_GRANTED
