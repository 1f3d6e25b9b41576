"""What a court sends itself, no letter of the desk announces (Awb 8:79)."""

from __future__ import annotations

from datetime import UTC, date, datetime
from unittest.mock import create_autospec
from uuid import UUID

import pytest

from services.notifications.commands import LetterCommands
from services.notifications.messaging.reactions import Reactions
from shared.contracts.decisions import DecisionTaken
from shared.contracts.envelope import Message
from shared.eventlog.act import Act
from shared.privacy.sealed import Sealed, SealedKind
from shared.vocabulary import ExemptionType, Outcome, Remedy

AN_ID = UUID(int=1)
RULED = date(2026, 6, 1)


@pytest.mark.parametrize(("sent_by_court", "letters"), [(RULED, 0), (None, 1)])
def test_the_ruling_of_a_court_gets_no_letter(sent_by_court: date | None, letters: int) -> None:
    """A letter beside it would read as another decision; every other decision has one (Awb 3:41)."""
    commands = create_autospec(LetterCommands, instance=True)
    taken = DecisionTaken(
        decision_id=AN_ID,
        case_id=AN_ID,
        exemption_type=ExemptionType.PRIVATE_USE,
        outcome=Outcome.GRANTED,
        decided_on=RULED,
        decided_by="court",
        criteria=(),
        policy_version="test",
        threshold_set_id=None,
        remedy=Remedy.HIGHER_APPEAL if sent_by_court else Remedy.OBJECTION,
        applicant=Sealed(AN_ID, SealedKind.APPLICANT, b"box"),
        plate=Sealed(AN_ID, SealedKind.PLATE, b"box"),
        valid_until=date(2028, 6, 1),
        announced_on=sent_by_court,
    )
    message = create_autospec(Message, instance=True, event_id=AN_ID)
    act = Act("system:notifications", "system", datetime(2026, 6, 3, 9, tzinfo=UTC), AN_ID, AN_ID)
    Reactions(commands).when_decision_taken_draw_up_decision_letter(message, taken, act)
    assert commands.draw_up_decision_letter.call_count == letters
