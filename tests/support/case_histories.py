"""What the history of no decided case may show, asked of its events alone: what its gates say is not looked at."""

from __future__ import annotations

from datetime import date
from typing import Final
from uuid import UUID

from services.decisions.domain.case_notes import PendingObjectionNoted
from services.decisions.domain.decision_by_court import ExemptionGrantedByCourt, ExemptionRefusedByCourt
from services.decisions.domain.decision_on_application import ExemptionGranted, ExemptionRefused
from services.decisions.domain.decision_on_objection import DecisionReplacedOnObjection
from services.decisions.domain.interim_access import (
    GrantSuspended,
    GrantSuspensionEnded,
    InterimAccessEnded,
    InterimAccessGiven,
)
from services.decisions.domain.moved_terms import RevocationViewsTermMoved
from services.decisions.domain.renewal import DecisionReissued
from services.decisions.domain.replaced_otherwise import GrantRevokedOnObjection, RefusalReplacedOnObjection
from services.decisions.domain.review_in_favour import DecisionReplacedExOfficio, ReviewProposed
from services.decisions.domain.revocation import (
    ExemptionRevoked,
    RevocationAbandoned,
    RevocationIntended,
    RevocationViewsReceived,
)
from shared.eventlog.aggregate import Event
from shared.vocabulary import NotHeardGround, RevocationGround

FIRST: Final = (ExemptionGranted, ExemptionRefused)
GIVES: Final = (
    DecisionReissued,
    DecisionReplacedExOfficio,
    DecisionReplacedOnObjection,
    ExemptionGrantedByCourt,
)
TAKES: Final = (
    ExemptionRevoked,
    RefusalReplacedOnObjection,
    GrantRevokedOnObjection,
    ExemptionRefusedByCourt,
)
ON_OBJECTION: Final = (DecisionReplacedOnObjection, RefusalReplacedOnObjection, GrantRevokedOnObjection)


class History:
    """The events of one case so far."""

    def __init__(self) -> None:
        self._standing: UUID | None = None
        self._valid_until: date | None = None
        self._intention: RevocationIntended | None = None
        self._until: date | None = None
        self._heard = False
        self._proposed_by: str | None = None
        self._decided_on: set[UUID] = set()
        self._access: set[UUID] = set()
        self._suspended: dict[UUID, tuple[UUID, date | None]] = {}

    def goes_on(self, event: Event) -> None:
        """Assert what this event must not show after those."""
        match event:
            case ReviewProposed():
                self._proposed_by = event.proposed_by
            case DecisionReplacedExOfficio():
                assert event.decided_by != self._proposed_by, "two persons review (Awb 3:2)"
                assert event.proposed_by == self._proposed_by
            case ExemptionRevoked():
                self._revoked(event)
            case PendingObjectionNoted():
                self._decided_on.discard(event.objection_id)
            case _:
                self._access_of(event)
        self._intention_of(event)
        if isinstance(event, ON_OBJECTION):
            assert event.decides_objection_id not in self._decided_on, "decided on once (Awb 7:11)"
            self._decided_on.add(event.decides_objection_id)
        if isinstance(event, (*FIRST, *GIVES, *TAKES)):
            assert isinstance(event, FIRST) or event.replaces_decision_id == self._standing
            self._standing = event.decision_id
            self._valid_until = vars(event).get("valid_until", self._valid_until)

    def _intention_of(self, event: Event) -> None:
        """Which intention stands, until when views can be given on it, and whether they were (Awb 4:8)."""
        match event:
            case RevocationIntended():
                assert self._intention is None, "one intention at a time"
                self._intention, self._until, self._heard = event, event.views_until, False
            case RevocationViewsTermMoved():
                assert self._until is not None
                assert event.views_until > self._until, "a term to give views only becomes longer"
                self._until = event.views_until
            case RevocationViewsReceived():
                assert self._intention is not None
                self._heard = True
            case RevocationAbandoned():
                assert self._intention is not None
                self._intention = None
            case _ if isinstance(event, (*GIVES, *TAKES)):
                self._intention = None

    def _access_of(self, event: Event) -> None:
        """Relief gives access once, and what it gave ends once (Awb 8:81, 8:85)."""
        if isinstance(event, InterimAccessGiven):
            assert event.relief_id not in self._access
            assert event.valid_until >= event.given_on
            self._access.add(event.relief_id)
        if isinstance(event, InterimAccessEnded):
            self._access.remove(event.relief_id)
            assert event.ends_from > event.lapsed_on
        if isinstance(event, GrantSuspended):
            assert event.relief_id not in self._suspended
            self._suspended[event.relief_id] = (event.decision_id, event.suspended_until)
        if isinstance(event, GrantSuspensionEnded):
            grant, _ = self._suspended.pop(event.relief_id)
            again = event.resumes_on
            others = [until for decision, until in self._suspended.values() if decision == grant]
            assert again is None or all(until is not None and until < again for until in others)

    def _revoked(self, event: ExemptionRevoked) -> None:
        """Awb 3:40, 4:8, 4:11: from a day to come, on a ground that the holder could say something about."""
        assert event.effective_from > event.decided_on
        assert self._valid_until is not None
        assert event.effective_from <= self._valid_until, "it ended by itself"
        if event.ground is RevocationGround.ON_REQUEST:
            return
        if event.not_heard_because is not None:
            assert event.not_heard_because is not NotHeardGround.MINOR_DEVIATION
            assert not (self._intention is not None and self._heard), "the holder was heard"
            return
        assert self._intention is not None, "the holder was not asked"
        assert self._until is not None
        assert self._intention.ground is event.ground
        assert self._heard or event.decided_on > self._until, "views can be given still"
