"""What can be done with a letter: one public method per command (load, call, save)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Protocol
from uuid import UUID

import msgspec

from services.notifications.domain.decision_notice import DecisionNotice, ReplacedDecision
from services.notifications.domain.letter import Addressee, Letter, WrittenLetter, letter_id_of
from services.notifications.domain.mandate import national_mandate_on
from shared.eventlog.act import Act
from shared.eventlog.append import RowWrite
from shared.eventlog.log import AggregateNotFound, EventLog, Saved


class LetterWriter(Protocol):
    """Puts a letter into words; the one place that opens whom it is for."""

    def write(self, letter: Letter, sent_on: date) -> WrittenLetter:
        """The letter as sent on that legal day. Raises VaultRefusal, for instance when the person was erased."""


class PrintQueue(Protocol):
    """Who takes letters to their addressees (printer and post)."""

    def hand_over(self, letter_id: UUID, written: WrittenLetter, sent_on: date) -> Sequence[RowWrite]:
        """Take the letter. The rows go into the append that records that it was sent.

        May come twice for one letter, when the append failed the first time: same id, same letter.
        """


class LetterCommands:
    """Commands on letters. Methods raise AggregateNotFound, AppendRefused or a DomainError."""

    def __init__(self, log: EventLog, writer: LetterWriter, print_queue: PrintQueue) -> None:
        self._log = log
        self._writer = writer
        self._print_queue = print_queue

    def draw_up_decision_letter(
        self, act: Act, case_id: UUID, notice: DecisionNotice, addressee: Addressee
    ) -> Saved | None:
        """Draw up the letter that announces a decision; None when there is one already.

        Of the replaced decision `notice` needs only the id: its own letter knows the rest.
        """
        if self._log.position_of(letter_id_of(notice.decision_id), Letter.INITIAL_VERSION) is not None:
            return None
        letter = Letter.draw_up(
            case_id=case_id,
            notice=msgspec.structs.replace(notice, replaces=self._as_announced(notice.replaces)),
            addressee=addressee,
            mandate=national_mandate_on(notice.decided_on).version,
            drawn_up_on=act.today,
        )
        return self._log.save_act(act, letter, case_id=case_id)

    def send_letter(self, act: Act, letter_id: UUID) -> Saved:
        """Write the letter, hand it to the print queue and record that it was sent: one append."""
        letter = self._log.load(Letter, letter_id)
        written = self._writer.write(letter, act.today)
        letter.send(sent_on=act.today, written=written)
        handed_over = self._print_queue.hand_over(letter_id, written, act.today)
        return self._log.save_act(act, letter, case_id=letter.case_id, rows=handed_over)

    def _as_announced(self, replaced: ReplacedDecision | None) -> ReplacedDecision | None:
        """The replaced decision with the day and outcome that its letter stated, if one was drawn up here."""
        if replaced is None:
            return None
        try:
            earlier = self._log.load(Letter, letter_id_of(replaced.decision_id)).notice
        except AggregateNotFound:
            return replaced
        return ReplacedDecision(earlier.decision_id, earlier.decided_on, earlier.outcome)
