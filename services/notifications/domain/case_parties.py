"""To whom the letters of a case go besides, or in the place of, the applicant, as the application said (Awb 2:1, 3:41(1)).

Who represents the applicant (gemachtigde) gets the letters on the application in their place. Who applied together with
them gets one of their own of each. A letter about an objection goes by what its notice said (Awb 6:17).

No order holds between the logs: a decision can be heard of before its application. Who is heard of later then gets
what was drawn up before as a letter of their own, and who represents the applicant gets it beside them.
"""

from __future__ import annotations

from typing import Final, Self
from uuid import UUID, uuid5

from services.notifications.domain.decision_notice import DecisionNotice, LetterKind
from services.notifications.domain.letter import Addressee, Letter, Notice
from services.notifications.domain.objection_notice import ObjectionNotice
from services.notifications.domain.recipient import Recipient, RecipientRole
from services.notifications.domain.step_notice import StepNotice
from shared.eventlog.aggregate import Aggregate, FoundingEvent
from shared.privacy.sealed import Sealed

OF_WHO_DID_IT: Final = frozenset({LetterKind.NOTICE_FORWARDED, LetterKind.LATE_RULING_PENALTY_FIXED})
"""Letters about proceedings of one person, though they name no objection: who sent a notice here that belongs elsewhere
(Awb 6:15(1)), and who was kept waiting for a ruling (7:14)."""


class PartiesOfCaseNoted(FoundingEvent):
    """Who else applied, and who represents the applicant, was heard of with the application."""

    TOPIC = "notifications.PartiesOfCaseNoted"

    case_id: UUID
    representative: Sealed | None
    """Name and address of who represents the applicant; None: nobody."""
    co_applicants: tuple[Sealed, ...]
    """Name and address of each who applied together with the applicant."""


class PartiesOfCase(Aggregate):
    """They change only with a new application."""

    TOPIC = "notifications.PartiesOfCase"

    case_id: UUID
    representative: Sealed | None
    co_applicants: tuple[Sealed, ...]

    @classmethod
    def note(
        cls, case_id: UUID, representative: Sealed | None, co_applicants: tuple[Sealed, ...]
    ) -> Self | None:
        """Note them; None where the applicant applied alone and in person."""
        if representative is None and not co_applicants:
            return None
        return cls.found(
            PartiesOfCaseNoted,
            id=parties_id_of(case_id),
            case_id=case_id,
            representative=representative,
            co_applicants=co_applicants,
        )

    def in_place_of_applicant(self, notice: Notice) -> Recipient | None:
        """Who is written to in the place of the applicant; None: the applicant."""
        if self.representative is None or _of_an_objection(notice):
            return None
        return Recipient(self.representative, RecipientRole.REPRESENTATIVE)

    def copies_of(self, letter: Letter) -> tuple[Letter, ...]:
        """A letter of their own for each who applied too; none of one that is another's or about an objection.

        What decides on an objection of the applicant takes the place of a decision that was theirs as well.
        """
        if not _concerns_all(letter):
            return ()
        return tuple(
            letter.copy_to(Recipient(person, RecipientRole.CO_APPLICANT), number)
            for number, person in enumerate(self.co_applicants, start=1)
        )

    def missed(self, letter: Letter, addressee: Addressee | None) -> tuple[Letter, ...]:
        """What was not drawn up beside a letter from before they were heard of: also the one to who represents the applicant."""
        if letter.is_copy or not _concerns_all(letter):
            return ()
        others = [Recipient(person, RecipientRole.CO_APPLICANT) for person in self.co_applicants]
        instead = self.in_place_of_applicant(letter.notice)
        everybody = others if instead is None else [*others, instead]
        return tuple(
            letter.copy_to(recipient, number, addressee)
            for number, recipient in enumerate(everybody, start=1)
        )


def parties_id_of(case_id: UUID) -> UUID:
    """They are noted once for each case, however often we hear of its application."""
    return uuid5(case_id, "parties")


def _concerns_all(letter: Letter) -> bool:
    """Whether who applied too gets one of their own: not of what is another's, nor of an objection it does not decide."""
    others = letter.recipient is not None and letter.recipient.of_another
    return not others and (not _of_an_objection(letter.notice) or isinstance(letter.notice, DecisionNotice))


def _of_an_objection(notice: Notice) -> bool:
    match notice:
        case ObjectionNotice():
            return True
        case StepNotice():
            return notice.objection_id is not None or notice.kind in OF_WHO_DID_IT
        case DecisionNotice():
            return notice.decides_objection_id is not None
        case _:
            return False
