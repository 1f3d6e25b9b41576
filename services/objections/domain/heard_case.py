"""What this service knows of a case before anything was decided in it: its application, as heard of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True, slots=True)
class HeardCase:
    """An application (aanvraag) as it was told."""

    case_id: UUID
    received_on: date
    municipality: str | None = None
    """CBS code (gemeentecode) of a local case; None: national."""
    applicant_subject: str | None = None
    """Pseudonymous subject of the applicant; None where the application does not say."""

    def is_of(self, subject: str | None) -> bool:
        """Whether it is theirs, as far as is known; None: came by post, not checked."""
        return None in (subject, self.applicant_subject) or subject == self.applicant_subject
