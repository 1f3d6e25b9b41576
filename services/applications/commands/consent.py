"""Saying, and taking back, that one is reachable electronically (Awb 2:8)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from services.applications.commands.reach import own
from shared.eventlog.act import Act
from shared.eventlog.log import EventLog, Saved
from shared.privacy.sealing import Sealer
from shared.vocabulary import MessageType


@dataclass(frozen=True, slots=True)
class ElectronicReach:
    """Where somebody is reachable and for which messages, in clear; it goes no further than a command."""

    address: str
    message_types: tuple[MessageType, ...]


class ConsentCommands:
    """Commands of the one who applied; for others the case is not there.

    Methods raise VersionConflict, Erased or a DomainError.
    """

    def __init__(self, log: EventLog, sealer: Sealer) -> None:
        self._log = log
        self._sealer = sealer

    def consent(self, act: Act, case_id: UUID, reach: ElectronicReach) -> Saved:
        """Seal the address under the key of the case and note it, in the place of what was said before."""
        application = own(self._log, act.actor, case_id)
        email = self._sealer.seal_email(application.applicant.key_id, reach.address)
        application.consent_to_email(email, reach.message_types, on=act.today)
        return self._log.save_act(act, application, case_id=case_id)

    def withdraw(self, act: Act, case_id: UUID, message_types: Sequence[MessageType]) -> Saved:
        """Have these messages sent by post again."""
        application = own(self._log, act.actor, case_id)
        application.withdraw_consent_to_email(message_types, on=act.today)
        return self._log.save_act(act, application, case_id=case_id)
