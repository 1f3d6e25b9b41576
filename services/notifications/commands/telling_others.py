"""Which letters tell others of what a letter announces, out of the log (Awb 3:43, 7:12(3)).

Nothing is stored here: what the command saves goes into its own append.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from services.notifications.domain.decision_notice import DecisionNotice
from services.notifications.domain.delivery import LetterChannel, LetterState
from services.notifications.domain.letter import Addressee, Letter, letter_id_of
from services.notifications.domain.others_of_ruling import OthersOfRuling, others_id_of, rules_by_renewal
from services.notifications.domain.told_parties import told_letters, told_to_others
from shared.eventlog.aggregate import Aggregate
from shared.eventlog.log import EventLog
from shared.privacy.sealed import Sealed


class TellingOthers:
    """Who is told of an announcement; see `others_of_ruling` for a renewal that decides an objection."""

    def __init__(self, log: EventLog) -> None:
        self._log = log

    def announced(
        self, letter: Letter, addressee: Addressee, sent_on: date, channel: LetterChannel
    ) -> Sequence[Aggregate]:
        """The letters to those who are told of what this one announces on that day."""
        told = told_letters(letter, addressee, sent_on, channel)
        notice = letter.notice
        if letter.is_copy or not isinstance(notice, DecisionNotice) or not rules_by_renewal(notice):
            return told
        others = self._noted(notice.decision_id)
        if others is None:
            return [*told, OthersOfRuling.note(letter.case_id, notice.decision_id, ())]
        others.tell(sent_on, channel)
        return [*told, others, *told_to_others(letter, addressee, sent_on, channel, others.told_to)]

    def heard_of(self, case_id: UUID, decision_id: UUID, told_to: tuple[Sealed, ...]) -> Sequence[Aggregate]:
        """That they are to be told, with the letters that do where it was announced; nothing when it was noted before."""
        others = self._noted(decision_id)
        if others is None:
            return [OthersOfRuling.note(case_id, decision_id, told_to)]
        others.add(told_to)
        return [others, *self._told_since(others)] if others.pending() else []

    def _told_since(self, others: OthersOfRuling) -> Sequence[Letter]:
        """What those who were added did not get; what came back as e-mail tells them once it goes on paper."""
        if not self._drawn_up(letter_id_of(others.decision_id)):
            return []
        letter = self._log.load(Letter, letter_id_of(others.decision_id))
        sent_on, channel = letter.sent_on, letter.channel
        if letter.state is not LetterState.SENT:
            return []
        if letter.addressee is None or sent_on is None or channel is None:
            return []
        told = told_to_others(letter, letter.addressee, sent_on, channel, others.told_to)
        return [one for one in told if not self._drawn_up(one.id)]

    def _noted(self, decision_id: UUID) -> OthersOfRuling | None:
        noted = others_id_of(decision_id)
        if self._log.position_of(noted, OthersOfRuling.INITIAL_VERSION) is None:
            return None
        return self._log.load(OthersOfRuling, noted)

    def _drawn_up(self, letter_id: UUID) -> bool:
        return self._log.position_of(letter_id, Letter.INITIAL_VERSION) is not None
