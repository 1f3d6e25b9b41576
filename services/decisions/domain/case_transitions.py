"""Which act takes a case from which states to which state; the state diagram is made from this."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from services.decisions.domain.case_endings import ConversionNoted, WithdrawalNoted
from services.decisions.domain.case_file import DECIDED, ON_THE_MERITS, CaseState
from services.decisions.domain.decision_by_court import ExemptionGrantedByCourt, ExemptionRefusedByCourt
from services.decisions.domain.decision_on_application import ExemptionGranted, ExemptionRefused
from services.decisions.domain.decision_on_objection import (
    DecisionReplacedOnObjection,
    LeavingOutRevokedOnObjection,
)
from services.decisions.domain.leaving_out import LeftOutOfConsideration
from services.decisions.domain.moved_terms import RevocationViewsTermMoved
from services.decisions.domain.renewal import DecisionReissued
from services.decisions.domain.replaced_otherwise import GrantRevokedOnObjection, RefusalReplacedOnObjection
from services.decisions.domain.review_in_favour import (
    DecisionReplacedExOfficio,
    ReviewProposed,
    ReviewRejected,
)
from services.decisions.domain.revocation import (
    ExemptionRevoked,
    RevocationAbandoned,
    RevocationIntended,
    RevocationViewsReceived,
)
from shared.eventlog.aggregate import Event

_REFUSED: Final = frozenset({CaseState.REFUSED})
_GRANTED: Final = frozenset({CaseState.GRANTED})

TRANSITIONS: Final[Mapping[type[Event], tuple[frozenset[CaseState], CaseState]]] = {
    ExemptionGranted: (frozenset({CaseState.UNDECIDED}), CaseState.GRANTED),
    ExemptionRefused: (frozenset({CaseState.UNDECIDED}), CaseState.REFUSED),
    LeftOutOfConsideration: (frozenset({CaseState.UNDECIDED}), CaseState.LEFT_OUT),
    WithdrawalNoted: (frozenset({CaseState.UNDECIDED}), CaseState.WITHDRAWN),
    ConversionNoted: (frozenset({CaseState.UNDECIDED}), CaseState.CONVERTED),
    DecisionReissued: (frozenset({CaseState.REFUSED}), CaseState.GRANTED),
    DecisionReplacedOnObjection: (ON_THE_MERITS, CaseState.GRANTED),
    ReviewProposed: (_REFUSED, CaseState.REFUSED),
    ReviewRejected: (_REFUSED, CaseState.REFUSED),
    DecisionReplacedExOfficio: (_REFUSED, CaseState.GRANTED),
    RefusalReplacedOnObjection: (frozenset({CaseState.REFUSED}), CaseState.REFUSED),
    GrantRevokedOnObjection: (frozenset({CaseState.GRANTED, CaseState.REVOKED}), CaseState.REVOKED),
    ExemptionGrantedByCourt: (DECIDED, CaseState.GRANTED),
    ExemptionRefusedByCourt: (DECIDED, CaseState.REFUSED),
    LeavingOutRevokedOnObjection: (frozenset({CaseState.LEFT_OUT}), CaseState.UNDECIDED),
    RevocationIntended: (_GRANTED, CaseState.GRANTED),
    RevocationViewsReceived: (_GRANTED, CaseState.GRANTED),
    RevocationViewsTermMoved: (_GRANTED, CaseState.GRANTED),
    RevocationAbandoned: (_GRANTED, CaseState.GRANTED),
    ExemptionRevoked: (_GRANTED, CaseState.REVOKED),
}
