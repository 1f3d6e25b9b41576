"""The confirmation of an application that was entered from paper when its term to decide had passed."""

from __future__ import annotations

from datetime import UTC, datetime
from unittest.mock import create_autospec
from uuid import UUID

import pytest

from services.notifications.commands import LetterCommands
from services.notifications.messaging.reactions import Reactions
from shared.contracts.applications import ApplicationSubmitted
from shared.contracts.envelope import Message
from shared.eventlog.act import Act
from shared.privacy.sealed import Sealed, SealedKind
from shared.vocabulary import ExemptionType, legal_day

AN_ID = UUID(int=1)


@pytest.mark.parametrize(("entered_on", "names_a_day"), [(13, True), (14, False)])
def test_it_names_no_day_that_has_passed(entered_on: int, *, names_a_day: bool) -> None:
    """Received on 16 February, to be decided on by 13 April (Awb 4:13): entered on that day, and the day after."""
    commands = create_autospec(LetterCommands, instance=True)
    at = datetime(2026, 4, entered_on, 9, tzinfo=UTC)
    submitted = ApplicationSubmitted(
        case_id=AN_ID,
        exemption_type=ExemptionType.PRIVATE_USE,
        received_on=legal_day(datetime(2026, 2, 16, 9, tzinfo=UTC)),
        applicant=Sealed(AN_ID, SealedKind.APPLICANT, b"box"),
        plate=Sealed(AN_ID, SealedKind.PLATE, b"box"),
    )
    message = create_autospec(Message, instance=True, event_id=AN_ID)
    act = Act("system:notifications", "system", at, AN_ID, AN_ID)
    Reactions(commands).when_application_submitted_confirm_its_receipt(message, submitted, act)
    notice = commands.draw_up_step_letter.call_args.args[2]
    assert (notice.last_day is not None) is names_a_day
