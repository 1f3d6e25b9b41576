"""An intention to revoke an exemption as its readers see it; nothing personal is in it."""

from __future__ import annotations

from datetime import date
from typing import Self
from uuid import UUID

from services.decisions.projections.revocation_register import StoredIntention
from shared.runtime.api import View
from shared.vocabulary import RevocationGround


class IntentionView(View):
    """The holder was told that the exemption is to be revoked (Awb 4:8)."""

    ground: RevocationGround
    intended_on: date
    intended_by: str
    views_until: date
    """Last day for views."""
    views_received_on: date | None
    """The last day on which views came; null: none came."""

    @classmethod
    def of(cls, stored: StoredIntention) -> Self:
        """From the register's row."""
        return cls.model_validate(stored, from_attributes=True)


class IntentionLine(IntentionView):
    """One of the list."""

    case_id: UUID
