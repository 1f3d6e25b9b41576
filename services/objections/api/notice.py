"""The notice of objection (bezwaarschrift) as it comes in over HTTP; its grounds are sealed here."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.objections.api.persons import PersonBody
from services.objections.commands.objections import Notice
from services.objections.domain.admissibility import Receipt
from services.objections.domain.parties import Parties
from shared.law.terms import Channel
from shared.privacy.sealed import SealedKind
from shared.privacy.sealing import Sealer
from shared.runtime.access import Role
from shared.runtime.api import Body, CommandRequest, LegalDate
from shared.runtime.problems import Fault, invalid_request


class NoticeBody(Body):
    """An objection. Objectors lodge it electronically and it is received today; the desk enters the post."""

    case_id: UUID
    decision_id: UUID | None = None
    """None: against the decision that is still to come in the case; it is held until then (Awb 6:10)."""
    grounds: Annotated[str, Field(min_length=1)]
    """What the objector has against the decision (Awb 6:5(1)(d))."""
    channel: Channel = Channel.ELECTRONIC
    received_on: LegalDate | None = None
    """Day of receipt of a postal objection."""
    posted_on: LegalDate | None = None
    """Day of the postmark, where it can be read (Awb 6:9(2))."""
    received_elsewhere_on: LegalDate | None = None
    """Day of receipt by a body that forwarded it, which counts for being in time (Awb 6:15)."""

    objector: PersonBody | None = None
    """Another interested party than the applicant, whose objection came by post (Awb 1:2); none: the applicant."""
    representative: PersonBody | None = None
    """Who represents the objector (gemachtigde, Awb 2:1): letters about the objection go there (Awb 6:17)."""

    asks_direct_appeal: bool = False
    """Whether the notice asks to consent to direct appeal at the court (Awb 7:1a(1))."""

    def sealed(self, request: CommandRequest, sealer: Sealer) -> Notice:
        """The notice with its grounds under a new key; raises a 400 problem naming every fault."""
        receipt = self._receipt(request)
        key_id = sealer.new_key(self.case_id, of_another=self.objector is not None)
        grounds = sealer.seal(key_id, SealedKind.GROUNDS, self.grounds.encode())
        own, subject = request.act.role == Role.APPLICANT, request.principal.subject
        lodged_by, entered_by = (subject, None) if own else (None, subject)
        parties = self._parties(entered_by, sealer)
        return Notice(
            self.case_id,
            self.decision_id,
            receipt,
            grounds,
            lodged_by,
            parties,
            asks_direct_appeal=self.asks_direct_appeal,
        )

    def _parties(self, entered_by: str | None, sealer: Sealer) -> Parties:
        """Each under a key of its own."""
        objector, representative = (
            sealer.seal_another(self.case_id, person.person()) if person is not None else None
            for person in (self.objector, self.representative)
        )
        return Parties(objector, representative, entered_by)

    def _receipt(self, request: CommandRequest) -> Receipt:
        today = request.act.today
        by_desk = request.act.role == Role.OBJECTION_HANDLER
        faults = list(self._faults_of_post(today) if by_desk else self._faults_of_objector())
        if faults:
            raise invalid_request(faults)
        return Receipt(self.channel, self.received_on or today, self.posted_on, self.received_elsewhere_on)

    def _faults_of_objector(self) -> Iterator[Fault]:
        """An objector cannot say when the authority received something."""
        if self.channel is not Channel.ELECTRONIC:
            yield Fault("body.channel", "electronic_only", "must be electronic; post is entered by the desk")
        if self.received_on is not None:
            yield Fault("body.receivedOn", "not_yours_to_say", "is the day on which this is lodged")
        if self.posted_on is not None:
            yield Fault("body.postedOn", "post_only", "belongs to an objection that came by post")
        if self.objector is not None:
            yield Fault(
                "body.objector", "not_yours_to_say", "you object for yourself; another's comes by post"
            )
        if self.received_elsewhere_on is not None:
            yield Fault("body.receivedElsewhereOn", "not_yours_to_say", "is entered by the desk")

    def _faults_of_post(self, today: date) -> Iterator[Fault]:
        """The desk enters what came by post, with the day on which it came."""
        if self.channel is not Channel.POST:
            yield Fault(
                "body.channel", "post_only", "must be post; objectors lodge electronically themselves"
            )
        if self.received_on is None:
            yield Fault("body.receivedOn", "missing", "is required for an objection that came by post")
        elif self.received_on > today:
            yield Fault("body.receivedOn", "not_in_future", "must not be later than today")
        first = self.received_elsewhere_on or self.received_on or today
        if self.posted_on is not None and self.posted_on > first:
            yield Fault("body.postedOn", "not_after_receipt", "must not be later than the day of receipt")
        if first > (self.received_on or today):
            yield Fault(
                "body.receivedElsewhereOn", "not_after_receipt", "must not be later than receipt here"
            )
