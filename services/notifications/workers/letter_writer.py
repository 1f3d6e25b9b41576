"""Writing a letter: open whom it is for, set it in type, seal it again under the same key."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import msgspec

from services.notifications.domain.decision_notice import DecisionNotice, LeftOutNotice
from services.notifications.domain.letter import Addressee, Letter, WrittenLetter
from services.notifications.domain.mandate import mandate_of_version
from services.notifications.domain.objection_notice import ObjectionNotice
from services.notifications.domain.recipient import RecipientRole
from services.notifications.domain.step_notice import StepNotice
from services.notifications.workers.typesetting import (
    TEMPLATE,
    Opened,
    OpenedAdvice,
    WrittenTo,
    advice_of,
    costs_of,
    typeset,
)
from shared.privacy.opening import Opener
from shared.privacy.sealed import Sealed
from shared.privacy.sealing import Sealer
from shared.runtime.crash import crash_point
from shared.vocabulary import Applicant


class SealingLetterWriter:
    """Writes letters of every kind. What it opens lives no longer than one call."""

    def __init__(self, opener: Opener, sealer: Sealer) -> None:
        self._opener = opener
        self._sealer = sealer

    def write(self, letter: Letter, addressee: Addressee, sent_on: date) -> WrittenLetter:
        """The letter as sent on that legal day; the HMAC is over the plain text. Raises VaultRefusal."""
        applicant, plate = self._opener.addressee(addressee.applicant, addressee.plate)
        opened = Opened(
            applicant,
            plate,
            self._reasons(letter),
            self._written_to(letter, applicant),
            self._costs_reasons(letter),
            self._advice(letter),
            self._judged(letter),
            self._conditions(letter),
            self._on_items(letter),
        )
        words = typeset(
            letter.case_id, letter.notice_on(sent_on), mandate_of_version(letter.mandate), opened, sent_on
        )
        sealed_for = letter.recipient.person if letter.recipient and letter.recipient.of_another else None
        key_id = (
            sealed_for or addressee.applicant
        ).key_id  # what is of another is no part of the applicant's data
        sealed, text_hmac = self._sealer.seal_letter(key_id, msgspec.json.encode(words), words.text.encode())
        crash_point("letter.written")
        return WrittenLetter(sealed=sealed, text_hmac=text_hmac, template=TEMPLATE)

    def _written_to(self, letter: Letter, applicant: Applicant) -> WrittenTo | None:
        """Who is written to in the place of the applicant (Awb 6:17)."""
        recipient = letter.recipient
        if recipient is None:
            return None
        person = self._opener.applicant(recipient.person)
        if recipient.role is RecipientRole.REPRESENTATIVE:
            return WrittenTo(person, applicant.name, under="6:17" if _of_objection(letter) else "2:1")
        if recipient.role is RecipientRole.CO_APPLICANT:
            return WrittenTo(person, None, together_with=applicant.name)
        represents = self._opener.applicant(recipient.represents).name if recipient.represents else None
        return WrittenTo(person, represents, of_another=True)

    def _reasons(self, letter: Letter) -> str | None:
        """What a person wrote as reasons of what the letter is about."""
        notice = letter.notice
        if isinstance(notice, LeftOutNotice) or notice.sealed_reasons is None:
            return None
        return self._words(notice.sealed_reasons)

    def _on_items(self, letter: Letter) -> Mapping[str, str]:
        """What a person wrote about what is asked for, or still missing, by the code of each item."""
        notice = letter.notice
        if not isinstance(notice, LeftOutNotice | StepNotice):
            return {}
        opened = ((each.item, self._words(each.sealed_words)) for each in notice.on_items)
        return {item: words for item, words in opened if words is not None}

    def _costs_reasons(self, letter: Letter) -> str | None:
        """Why costs are refused in the ruling that the letter announces."""
        costs = costs_of(letter.notice)
        return self._words(costs.sealed_reasons) if costs is not None else None

    def _advice(self, letter: Letter) -> OpenedAdvice | None:
        """What was written about the advice of a committee on the objection."""
        advice = advice_of(letter.notice)
        if advice is None:
            return None
        return OpenedAdvice(
            self._words(advice.sealed_advice),
            self._words(advice.sealed_departure),
            self._words(advice.sealed_not_awaited),
        )

    def _judged(self, letter: Letter) -> dict[str, str]:
        """Why criteria of the decision were judged as they were."""
        judged = letter.notice.judged if isinstance(letter.notice, DecisionNotice) else ()
        return {one.criterion: self._opener.open(one.sealed_reasons).decode() for one in judged}

    def _conditions(self, letter: Letter) -> str | None:
        """What goes with a grant as conditions."""
        notice = letter.notice
        return self._words(notice.sealed_conditions) if isinstance(notice, DecisionNotice) else None

    def _words(self, sealed: Sealed | None) -> str | None:
        return self._opener.open(sealed).decode() if sealed is not None else None


def _of_objection(letter: Letter) -> bool:
    """Whether who represents somebody does so by the notice of objection."""
    notice = letter.notice
    if isinstance(notice, DecisionNotice):
        return notice.decides_objection_id is not None
    return isinstance(notice, ObjectionNotice) or (
        isinstance(notice, StepNotice) and notice.objection_id is not None
    )
