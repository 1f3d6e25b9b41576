"""Writing a letter: open whom it is for, set it in type, seal it again under the same key."""

from __future__ import annotations

from datetime import date

import msgspec

from services.notifications.domain.decision_notice import LeftOutNotice
from services.notifications.domain.letter import Addressee, Letter, WrittenLetter
from services.notifications.domain.mandate import mandate_of_version
from services.notifications.workers.typesetting import TEMPLATE, Opened, costs_of, typeset
from shared.privacy.opening import Opener
from shared.privacy.sealing import Sealer
from shared.runtime.crash import crash_point


class SealingLetterWriter:
    """Writes letters of every kind. What it opens lives no longer than one call."""

    def __init__(self, opener: Opener, sealer: Sealer) -> None:
        self._opener = opener
        self._sealer = sealer

    def write(self, letter: Letter, addressee: Addressee, sent_on: date) -> WrittenLetter:
        """The letter as sent on that legal day; the HMAC is over the plain text. Raises VaultRefusal."""
        applicant, plate = self._opener.addressee(addressee.applicant, addressee.plate)
        opened = Opened(applicant, plate, self._reasons(letter), self._costs_reasons(letter))
        words = typeset(letter.case_id, letter.notice, mandate_of_version(letter.mandate), opened, sent_on)
        key_id = addressee.applicant.key_id
        sealed, text_hmac = self._sealer.seal_letter(key_id, msgspec.json.encode(words), words.text.encode())
        crash_point("letter.written")
        return WrittenLetter(sealed=sealed, text_hmac=text_hmac, template=TEMPLATE)

    def _reasons(self, letter: Letter) -> str | None:
        """What a person wrote as reasons of what the letter is about."""
        notice = letter.notice
        if isinstance(notice, LeftOutNotice) or notice.sealed_reasons is None:
            return None
        return self._opener.open(notice.sealed_reasons).decode()

    def _costs_reasons(self, letter: Letter) -> str | None:
        """Why costs are refused in the ruling that the letter announces."""
        costs = costs_of(letter.notice)
        if costs is None or costs.sealed_reasons is None:
            return None
        return self._opener.open(costs.sealed_reasons).decode()
