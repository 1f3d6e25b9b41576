"""On the way to the ruling: committee, adjournment, postponement, and the repair of defects (Awb 6:6, 7:10, 7:13)."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from services.objections.api.named_days import NamedDay
from services.objections.api.objection_handlers import ObjectionId, place_of
from services.objections.api.reasons import MOST_CHARACTERS, Seal, under_the_case
from services.objections.authorisation import AUTHORISATION
from services.objections.commands.proceedings import ProceedingsCommands, Repair
from services.objections.commands.reached import Place
from services.objections.domain.repair import NoticeDefect
from shared.eventlog.log import Saved
from shared.privacy.sealed import SealedKind
from shared.privacy.sealing import Sealer
from shared.runtime.access import Role
from shared.runtime.api import Body, Commanding, LegalDate, ServiceRouter
from shared.runtime.problems import Fault, invalid_request


class AdjournmentBody(Body):
    """To which day the decision is adjourned."""

    until: NamedDay


class PostponementBody(Body):
    """To which day the decision is put off, and when the objector consented."""

    until: NamedDay
    consent_given_on: LegalDate


def _each_once(items: list[NoticeDefect]) -> list[NoticeDefect]:
    if len(set(items)) != len(items):
        raise PydanticCustomError("each_once", "must name each defect once")
    return items


class RepairRequestBody(Body):
    """What the notice of objection lacks, and the last day on which it can be repaired."""

    missing: Annotated[
        list[NoticeDefect],
        Field(min_length=1, max_length=len(NoticeDefect), json_schema_extra={"uniqueItems": True}),
        AfterValidator(_each_once),
    ]
    term_last_day: NamedDay


class RepairBody(Body):
    """What came to repair it. Objectors repair electronically and it is received today; the desk enters the post."""

    supplement: (
        Annotated[
            str,
            Field(
                min_length=1, max_length=MOST_CHARACTERS, description="What the objector wrote; kept sealed."
            ),
        ]
        | None
    ) = None
    received_on: LegalDate | None = None
    """Day of receipt of what came by post."""

    def repair(self, today: date, seal: Seal, *, by_desk: bool) -> Repair:
        """In the words of the domain; raises a 400 problem."""
        fault = self._fault(today, by_desk=by_desk)
        if fault is not None:
            raise invalid_request([fault])
        supplement = seal(self.supplement) if self.supplement is not None else None
        return Repair(self.received_on or today, supplement)

    def _fault(self, today: date, *, by_desk: bool) -> Fault | None:
        if not by_desk and self.received_on is not None:
            return Fault("body.receivedOn", "not_yours_to_say", "is the day on which this is sent")
        if by_desk and self.received_on is None:
            return Fault("body.receivedOn", "missing", "is required for what came by post")
        if self.received_on is not None and self.received_on > today:
            return Fault("body.receivedOn", "not_in_future", "must not be later than today")
        return None


def routes(commands: ProceedingsCommands, sealer: Sealer) -> ServiceRouter:
    """Routes of what happens before the ruling."""
    router = ServiceRouter(AUTHORISATION, tag="proceedings")

    @router.command("/objections/{objectionId}/adjournments", if_match=True)
    def adjourn_ruling(request: Commanding, body: AdjournmentBody, objection_id: ObjectionId) -> Saved:
        """Adjourn the decision to a named day (Awb 7:10(3)): once, in time, and by six weeks at most."""
        return commands.adjourn_ruling(request.act, place_of(request, objection_id), body.until)

    @router.command("/objections/{objectionId}/postponements", if_match=True)
    def agree_postponement(request: Commanding, body: PostponementBody, objection_id: ObjectionId) -> Saved:
        """Put the decision off to a named day to which the objector consented (Awb 7:10(4))."""
        place = place_of(request, objection_id)
        return commands.agree_postponement(request.act, place, body.until, body.consent_given_on)

    @router.command("/objections/{objectionId}/repair-requests", if_match=True)
    def request_repair(request: Commanding, body: RepairRequestBody, objection_id: ObjectionId) -> Saved:
        """Ask the objector to repair a defect (Awb 6:6); the term to decide is suspended from tomorrow (Awb 7:10(2))."""
        place = place_of(request, objection_id)
        return commands.request_repair(request.act, place, tuple(body.missing), body.term_last_day)

    @router.command("/objections/{objectionId}/repairs", if_match=True)
    def repair_objection(request: Commanding, body: RepairBody, objection_id: ObjectionId) -> Saved:
        """Repair what was asked within the set term (Awb 6:6); the desk enters what came by post in time."""
        place = place_of(request, objection_id)
        commands.case_of(place)  # what is another's is not there, whatever the body says
        by_desk = request.act.role == Role.OBJECTION_HANDLER
        repair = body.repair(request.act.today, _seal_at(place), by_desk=by_desk)
        return commands.repair_objection(request.act, place, repair)

    def _seal_at(place: Place) -> Seal:
        return under_the_case(sealer, lambda: commands.case_of(place), SealedKind.GROUNDS)

    return router
