"""What applications, decisions and notifications publish about one plate, as the register hears it."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from typing import Final
from uuid import UUID, uuid4

import msgspec

from shared.contracts.applications import ApplicationSubmitted, VehicleFactsReceived
from shared.contracts.decisions import DecisionTaken
from shared.contracts.envelope import Contract, FeedPage, Message
from shared.contracts.notifications import LetterSent
from shared.privacy.vault import Vault
from shared.runtime.feed_client import PAGE_SIZE
from shared.vocabulary import (
    LEGAL_TIME_ZONE,
    ExemptionType,
    Outcome,
    Plate,
    Remedy,
    VehicleCategory,
    VehicleFacts,
)

NOW: Final = datetime(2026, 3, 10, 9, 30, tzinfo=UTC)
SENT: Final = date(2026, 3, 10)
LAST: Final = date(2027, 3, 9)
CASE: Final = UUID(int=77)
CHAIN: Final = UUID(int=5)
"""Correlation id of every message here."""
PLATE: Final = Plate("VTEST1")
LOGS: Final = ("applications", "decisions", "notifications")
UTRECHT: Final = "0344"
EURO_4_VAN: Final = VehicleFacts(
    category=VehicleCategory.N1,
    body="gesloten opbouw",
    emission_free=False,
    first_admission=date(2009, 5, 4),
    emission_class=4,
)
"""No rule lets it in: its holder needs an exemption."""


def a_grant(vault: Vault) -> DecisionTaken:
    """A grant for the plate, sealed under a key of its own."""
    sealer = vault.sealer()
    sealed = sealer.seal_plate(sealer.new_key(CASE), PLATE)
    return DecisionTaken(
        decision_id=uuid4(),
        case_id=CASE,
        exemption_type=ExemptionType.NOT_AVAILABLE_EMISSION_FREE,
        outcome=Outcome.GRANTED,
        decided_on=SENT,
        decided_by="handler-1",
        criteria=(),
        policy_version="test",
        threshold_set_id=uuid4(),
        remedy=Remedy.OBJECTION,
        applicant=sealed,
        plate=sealed,
        valid_until=LAST,
    )


def a_refusal(vault: Vault) -> DecisionTaken:
    """A refusal for the plate."""
    return msgspec.structs.replace(a_grant(vault), outcome=Outcome.REFUSED, valid_until=None)


def a_renewal_of(decision: DecisionTaken, vault: Vault) -> DecisionTaken:
    """A renewed decision that grants in the place of another."""
    return msgspec.structs.replace(a_grant(vault), replaces_decision_id=decision.decision_id)


def a_revocation_of(decision: DecisionTaken, vault: Vault, effective_from: date) -> DecisionTaken:
    """A revocation that is to end an exemption from that day on."""
    return msgspec.structs.replace(
        a_grant(vault),
        outcome=Outcome.REVOKED,
        valid_until=None,
        replaces_decision_id=decision.decision_id,
        effective_from=effective_from,
    )


def a_day_exemption(vault: Vault, day: date = SENT, municipality: str = UTRECHT) -> DecisionTaken:
    """A grant for one day in one municipality: 00:00 to 06:00 on the next day, legal time."""
    next_day = day + timedelta(days=1)
    return msgspec.structs.replace(
        a_grant(vault),
        exemption_type=ExemptionType.DAY,
        threshold_set_id=None,
        municipality=municipality,
        valid_until=day,
        valid_from=datetime.combine(day, time(0), LEGAL_TIME_ZONE).astimezone(UTC),
        valid_to=datetime.combine(next_day, time(6), LEGAL_TIME_ZONE).astimezone(UTC),
    )


def an_application(decision: DecisionTaken) -> ApplicationSubmitted:
    """The application for the plate on which the decision was taken."""
    return ApplicationSubmitted(
        decision.case_id, decision.exemption_type, decision.decided_on, decision.applicant, decision.plate
    )


def vehicle_facts(case_id: UUID, facts: VehicleFacts, fetched_at: datetime = NOW) -> VehicleFactsReceived:
    """What the vehicle register answered for an application."""
    return VehicleFactsReceived(case_id, "test", fetched_at, facts)


def a_letter(decision: DecisionTaken, sent_on: date = SENT) -> LetterSent:
    """The letter that announces the decision."""
    return LetterSent(uuid4(), decision.case_id, decision.decision_id, sent_on)


class SourceLogs:
    """The logs that the register listens to, readable as feeds."""

    def __init__(self) -> None:
        self._numbers = {log: count(1) for log in LOGS}
        self._messages: dict[str, list[Message]] = {log: [] for log in LOGS}

    def publish(self, contract: Contract, recorded_at: datetime = NOW) -> Message:
        """The next message of the contract's log: contracts are kept in a module for each log."""
        log = type(contract).__module__.rpartition(".")[2]
        position = next(self._numbers[log])
        message = Message(
            log=log,
            position=position,
            previous=position - 1,
            event_id=uuid4(),
            type=contract.TYPE,
            recorded_at=recorded_at,
            correlation_id=CHAIN,
            causation_id=None,
            traceparent=None,
            data=msgspec.Raw(msgspec.json.encode(contract)),
        )
        self._messages[log].append(message)
        return message

    def feed(self, log: str) -> OneLog:
        """The feed of one of them."""
        return OneLog(log, self._messages[log])


class OneLog:
    """A feed that is read in the same process."""

    def __init__(self, log: str, messages: list[Message]) -> None:
        self._log = log
        self._messages = messages

    def page(self, after: int, limit: int = PAGE_SIZE) -> FeedPage:
        """Messages after that position."""
        found = [message for message in self._messages if message.position > after][:limit]
        scanned = found[-1].position if found else max(after, len(self._messages))
        return FeedPage(self._log, tuple(found), scanned)
