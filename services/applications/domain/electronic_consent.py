"""That an applicant is reachable electronically (Awb 2:8): what is recorded of it, and its rules."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from shared.errors import RuleBroken
from shared.eventlog.aggregate import Event
from shared.privacy.sealed import Sealed
from shared.vocabulary import MessageType

if TYPE_CHECKING:
    from services.applications.domain.exemption_application import ExemptionApplication


class ElectronicConsentGiven(Event):
    """The applicant said to be reachable electronically for messages of these types (Awb 2:8).

    It takes the place of what was said before; every other message goes by post.
    """

    TOPIC = "applications.ElectronicConsentGiven"

    given_on: date
    """Legal day."""
    email: Sealed
    """Under the key of the applicant, and erased with it."""
    email_for: tuple[MessageType, ...]
    applicant_subject: str
    """Pseudonymous token subject of the applicant."""

    def apply(self, aggregate: ExemptionApplication) -> None:
        aggregate.email = self.email
        aggregate.email_for = self.email_for


class ElectronicConsentWithdrawn(Event):
    """The applicant took that back, for all types of message or for some; paper stays available (Awb 2:8)."""

    TOPIC = "applications.ElectronicConsentWithdrawn"

    withdrawn_on: date
    """Legal day."""
    withdrawn_for: tuple[MessageType, ...]
    email_for: tuple[MessageType, ...]
    """The types that are left."""

    def apply(self, aggregate: ExemptionApplication) -> None:
        aggregate.email_for = self.email_for
        if not self.email_for:
            aggregate.email = None


def in_order(types: Iterable[MessageType]) -> tuple[MessageType, ...]:
    """Each type once, in the order in which they are defined."""
    named = set(types)
    return tuple(each for each in MessageType if each in named)


def agreed_among(
    agreed: tuple[MessageType, ...], withdrawn_for: Iterable[MessageType]
) -> tuple[MessageType, ...]:
    """Those of the named types that can come by e-mail. Raises RuleBroken where none can: nothing to take back."""
    withdrawn = in_order(each for each in withdrawn_for if each in agreed)
    if not withdrawn:
        raise RuleBroken("no_electronic_consent", "these messages are sent by post already (Awb 2:8)")
    return withdrawn
