"""The words by which the demo knows a letter's remedy stand in the real letters."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from services.demo.remedies import remedies_named_in
from services.notifications.domain.mandate import MANDATES
from services.notifications.workers.typesetting import Opened, typeset
from shared.vocabulary import Applicant, Plate, Remedy
from tests.support.announced_decisions import a_renewal

READER = Opened(Applicant("Aanvrager 017", "Voorbeeldweg 17", "1234 AB", "Voorbeeldstad"), Plate("V017QC"))


OTHERS = [
    remedy for remedy in Remedy if remedy not in {Remedy.OBJECTION_BESIDE_LATE_ONE, Remedy.HIGHER_APPEAL}
]
"""Nobody in the sample set objects late and is still waited for when the thresholds change; a court writes its own."""


@pytest.mark.parametrize("remedy", OTHERS)
def test_a_renewal_names_its_remedy_and_no_other(remedy: Remedy) -> None:
    """Objection, appeal, or covered by the pending objection or appeal (Awb 6:19)."""
    letter = typeset(UUID(int=1), a_renewal(remedy), MANDATES[-1], READER, date(2026, 2, 20))
    assert remedies_named_in(letter.text) == (remedy,)


def test_beside_a_late_objection_a_renewal_names_the_objection_alone() -> None:
    """The late one covers it only if it turns out admissible (Awb 6:11): that is not a remedy."""
    notice = a_renewal(Remedy.OBJECTION_BESIDE_LATE_ONE)
    letter = typeset(UUID(int=1), notice, MANDATES[-1], READER, date(2026, 2, 20))
    assert remedies_named_in(letter.text) == (Remedy.OBJECTION,)
