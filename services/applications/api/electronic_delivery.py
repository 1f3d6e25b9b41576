"""For applicants: which letters may come by e-mail (Awb 2:8). Without a word about it all come by post."""

from __future__ import annotations

from typing import Annotated, Final
from uuid import UUID

from fastapi import Path
from pydantic import AfterValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

from services.applications.authorisation import AUTHORISATION
from services.applications.commands.consent import ConsentCommands, ElectronicReach
from shared.eventlog.log import Saved
from shared.runtime.api import Body, Commanding, ServiceRouter, View
from shared.vocabulary import MessageType

CaseId = Annotated[UUID, Path(alias="caseId")]

_LOCAL: Final = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
_LABEL: Final = r"[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
DeliveryAddress = Annotated[
    str, StringConstraints(max_length=254, pattern=rf"^{_LOCAL}@({_LABEL}\.)+{_LABEL}$")
]
"""A plain address (RFC 5321 dot-string): what every mail server takes, and nothing that could be two of them."""


def _each_once(types: list[MessageType]) -> list[MessageType]:
    if len(set(types)) != len(types):
        raise PydanticCustomError("each_once", "must name each type once")
    return types


MessageTypes = Annotated[
    list[MessageType],
    Field(min_length=1, max_length=len(MessageType), json_schema_extra={"uniqueItems": True}),
    AfterValidator(_each_once),
]


class ElectronicDelivery(Body):
    """Where the applicant is reachable electronically, and for which types of message; others come by post."""

    email: DeliveryAddress
    message_types: MessageTypes

    def reach(self) -> ElectronicReach:
        """What the commands take."""
        return ElectronicReach(self.email, tuple(self.message_types))


class ElectronicDeliveryWithdrawal(Body):
    """The types of message that are to come by post again."""

    message_types: MessageTypes


class ElectronicDeliveryView(View):
    """What was said about it."""

    email: str | None
    """Null where persons are withheld or erased."""
    message_types: tuple[MessageType, ...]


def routes(commands: ConsentCommands) -> ServiceRouter:
    """Routes on which an applicant says so and takes it back."""
    router = ServiceRouter(AUTHORISATION, tag="applicants")

    @router.command("/applications/{caseId}/electronic-consents")
    def consent_to_email(request: Commanding, body: ElectronicDelivery, case_id: CaseId) -> Saved:
        """Have letters of these types sent by e-mail; takes the place of what was said before."""
        return commands.consent(request.act, case_id, body.reach())

    @router.command("/applications/{caseId}/electronic-consent-withdrawals")
    def withdraw_consent_to_email(
        request: Commanding, body: ElectronicDeliveryWithdrawal, case_id: CaseId
    ) -> Saved:
        """Have letters of these types sent by post again."""
        return commands.withdraw(request.act, case_id, body.message_types)

    return router
