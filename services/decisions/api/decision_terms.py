"""For case handlers: extending and suspending the decision term."""

from __future__ import annotations

from typing import Self

from pydantic import model_validator

from services.decisions.api.case_handlers import CaseId, Reasons, sealed
from services.decisions.authorisation import AUTHORISATION
from services.decisions.commands import DecisionTermCommands
from services.decisions.domain.suspension import KindOfSuspension, WrittenConsent
from shared.eventlog.log import Saved
from shared.law.terms import Channel
from shared.privacy.sealing import Sealer
from shared.runtime.api import Body, Commanding, LegalDate, ServiceRouter
from shared.vocabulary import SuspensionKind


class ExtendTerm(Body):
    """A new reasonable term (Awb 4:14(3))."""

    new_last_day: LegalDate
    """As the applicant is told it; it is not moved when it is a free day."""
    reasons: Reasons


class ConsentBody(Body):
    """The applicant's written agreement to a suspension (Awb 4:15(2)(a))."""

    given_on: LegalDate
    """Day on which it was received."""
    channel: Channel
    """In which form it was given: electronically or on paper; what was only said is no consent."""


class SuspendTerm(Body):
    """What suspends the term besides a request to complete (Awb 4:15)."""

    kind: SuspensionKind
    first_day: LegalDate
    """First suspended day; for information from abroad the day after it was asked for."""
    expected_end: LegalDate | None = None
    """By when the applicant, who is told so, can expect the decision; needed for force majeure (Awb 4:15(3))."""
    ends_on: LegalDate | None = None
    """The first day on which the term runs again, where the applicant agreed to one (Awb 4:15(2)(a))."""
    consent: ConsentBody | None = None
    """Of an agreed suspension, which has no effect without one."""
    reasons: Reasons

    def begun(self) -> KindOfSuspension:
        """In the words of the domain."""
        consent = WrittenConsent(self.consent.given_on, self.consent.channel) if self.consent else None
        return KindOfSuspension(self.kind, self.first_day, self.expected_end, self.ends_on, consent)

    @model_validator(mode="after")
    def _nothing_ends_before_it_begins(self) -> Self:
        ends = [day for day in (self.expected_end, self.ends_on) if day is not None]
        if any(day <= self.first_day for day in ends):
            raise ValueError("what ends does so after its first day")
        return self


class EndSuspension(Body):
    """Since when a suspension no longer suspends the term."""

    kind: SuspensionKind
    ended_on: LegalDate
    """The first day on which the term runs again, as far as this suspension goes."""


def routes(commands: DecisionTermCommands, sealer: Sealer) -> ServiceRouter:
    """Routes on the decision term."""
    router = ServiceRouter(AUTHORISATION, tag="case handlers")

    @router.command("/cases/{caseId}/term-extensions", if_match=True)
    def extend_term(request: Commanding, case_id: CaseId, body: ExtendTerm) -> Saved:
        """Tell the applicant, before the decision term ends, of a new reasonable term (Awb 4:14(3))."""
        return commands.extend(
            request.act,
            case_id=case_id,
            new_last_day=body.new_last_day,
            reasons=sealed(sealer, case_id, body.reasons),
            within=request.principal,
            expected_version=request.expected_version,
        )

    @router.command("/cases/{caseId}/suspensions", if_match=True)
    def suspend_term(request: Commanding, case_id: CaseId, body: SuspendTerm) -> Saved:
        """Record what suspends the decision term besides a request to complete (Awb 4:15(1)(b), (2))."""
        return commands.suspend(
            request.act,
            case_id=case_id,
            begun=body.begun(),
            reasons=sealed(sealer, case_id, body.reasons),
            within=request.principal,
            expected_version=request.expected_version,
        )

    @router.command("/cases/{caseId}/suspension-ends", if_match=True)
    def end_suspension(request: Commanding, case_id: CaseId, body: EndSuspension) -> Saved:
        """Record that a suspension has ended; the new last day follows (Awb 4:15(4))."""
        return commands.end_suspension(
            request.act,
            case_id=case_id,
            kind=body.kind,
            resumed_on=body.ended_on,
            within=request.principal,
            expected_version=request.expected_version,
        )

    return router
