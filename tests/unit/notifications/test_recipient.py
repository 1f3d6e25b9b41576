"""To whom letters about an objection go (Awb 6:17)."""

from __future__ import annotations

from uuid import UUID

from services.notifications.domain.recipient import Recipient, RecipientRole, recipient_of
from shared.privacy.sealed import Sealed, SealedKind

SOMEBODY = Sealed(UUID(int=1), SealedKind.APPLICANT, b"somebody")
ADVISER = Sealed(UUID(int=2), SealedKind.APPLICANT, b"adviser")


def test_letters_go_to_who_acts_for_the_objector() -> None:
    """Or to who objects; to the applicant where nobody is named."""
    assert recipient_of(None, None) is None
    assert recipient_of(None, ADVISER) == Recipient(ADVISER, RecipientRole.REPRESENTATIVE)
    assert recipient_of(SOMEBODY, None) == Recipient(SOMEBODY, RecipientRole.OBJECTOR)
    assert recipient_of(SOMEBODY, ADVISER) == Recipient(ADVISER, RecipientRole.OBJECTOR, SOMEBODY)
