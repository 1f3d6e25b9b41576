"""What decisions and notifications publish about one plate, as the register hears it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import count
from typing import Final
from uuid import UUID, uuid4

import msgspec

from shared.contracts.decisions import DecisionTaken
from shared.contracts.envelope import Contract, FeedPage, Message
from shared.contracts.notifications import LetterSent
from shared.privacy.vault import Vault
from shared.runtime.feed_client import PAGE_SIZE
from shared.vocabulary import ExemptionType, Outcome, Plate, Remedy

NOW: Final = datetime(2026, 3, 10, 9, 30, tzinfo=UTC)
SENT: Final = date(2026, 3, 10)
LAST: Final = date(2027, 3, 9)
CASE: Final = UUID(int=77)
CHAIN: Final = UUID(int=5)
"""Correlation id of every message here."""
PLATE: Final = Plate("VTEST1")


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


def a_letter(decision: DecisionTaken, sent_on: date = SENT) -> LetterSent:
    """The letter that announces the decision."""
    return LetterSent(uuid4(), decision.case_id, decision.decision_id, sent_on)


class TwoLogs:
    """The logs of decisions and notifications, readable as feeds."""

    def __init__(self) -> None:
        self._numbers = {"decisions": count(1), "notifications": count(1)}
        self._messages: dict[str, list[Message]] = {"decisions": [], "notifications": []}

    def publish(self, contract: Contract) -> Message:
        """The next message of the contract's log."""
        log = "notifications" if isinstance(contract, LetterSent) else "decisions"
        position = next(self._numbers[log])
        message = Message(
            log=log,
            position=position,
            previous=position - 1,
            event_id=uuid4(),
            type=contract.TYPE,
            recorded_at=NOW,
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
