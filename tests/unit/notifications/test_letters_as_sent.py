"""Whole letters, word by word, as the files beside this one have them.

Whoever changes a word of a letter raises `TEMPLATE` and reads the new file before committing it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Final

import msgspec
import pytest

from services.notifications.domain.letter import Notice
from services.notifications.domain.mandate import mandate_on
from services.notifications.workers.typesetting import Opened, typeset
from shared.vocabulary import (
    Applicant,
    ExemptionType,
    ObjectionRuling,
    Remedy,
    ThresholdChange,
    ThresholdParameter,
    VehicleCategory,
)
from tests.support.announced_decisions import (
    CASE,
    PLATE,
    UTRECHT,
    a_day_exemption,
    a_decision_on_objection,
    a_grant,
    a_renewal,
    an_ended_objection,
)

SENT_ON: Final = date(2026, 2, 20)
AT_HOME: Final = Applicant("Testbedrijf 017", "Voorbeeldweg 17", "1234 AB", "Voorbeeldstad")
ABROAD: Final = Applicant("Testbedrijf 018", "Musterweg 18", "48143", "Musterstadt", country="DE")
WRITTEN: Final = "De stukken laten zien dat het gaat om werk dat buiten de zone niet kan."
CHANGES: Final = (
    ThresholdChange(VehicleCategory.N1, ThresholdParameter.PAYLOAD, 1111, 999),
    ThresholdChange(VehicleCategory.N1, ThresholdParameter.DAILY_RANGE, None, 250, "gesloten opbouw"),
    ThresholdChange(VehicleCategory.N1, ThresholdParameter.PERMITTED_MASS, 3500, None),
)
SYNTHETIC: Final = ("thresholds", "conditions", "validity")


def renewed(remedy: Remedy) -> Notice:
    """A renewal under a new threshold set, with all that it tells."""
    return msgspec.structs.replace(a_renewal(remedy), synthetic=SYNTHETIC, threshold_changes=CHANGES)


LETTERS: Final[Mapping[str, tuple[Notice, Opened]]] = {
    "grant": (msgspec.structs.replace(a_grant(), synthetic=SYNTHETIC), Opened(AT_HOME, PLATE)),
    "decision_on_objection_by_a_new_set": (renewed(Remedy.APPEAL), Opened(ABROAD, PLATE)),
    "renewal_beside_a_late_objection": (renewed(Remedy.OBJECTION_BESIDE_LATE_ONE), Opened(AT_HOME, PLATE)),
    "decision_on_objection_for_another_reason": (
        msgspec.structs.replace(a_decision_on_objection(), synthetic=("validity",)),
        Opened(AT_HOME, PLATE, WRITTEN),
    ),
    "day_exemption_granted_on_objection": (
        msgspec.structs.replace(
            a_decision_on_objection(),
            exemption_type=ExemptionType.DAY,
            municipality=UTRECHT,
            valid_from=a_day_exemption().valid_from,
            valid_to=a_day_exemption().valid_to,
            valid_until=a_day_exemption().valid_until,
        ),
        Opened(AT_HOME, PLATE, WRITTEN),
    ),
    "objection_dismissed": (an_ended_objection(ObjectionRuling.DISMISSED), Opened(AT_HOME, PLATE, WRITTEN)),
    "objection_upheld_after_leaving_out": (
        an_ended_objection(ObjectionRuling.UPHELD),
        Opened(AT_HOME, PLATE, WRITTEN),
    ),
    "objection_inadmissible": (
        an_ended_objection(ObjectionRuling.INADMISSIBLE),
        Opened(ABROAD, PLATE, WRITTEN),
    ),
}


@pytest.mark.parametrize("name", LETTERS)
def test_a_letter_is_word_by_word_as_it_was_read_before(name: str) -> None:
    """In the form that goes into the envelope."""
    notice, opened = LETTERS[name]
    mandate = mandate_on(notice.decided_on, notice.municipality)
    as_sent = Path(__file__).with_name("letters_as_sent") / f"{name}.txt"
    assert typeset(CASE, notice, mandate, opened, SENT_ON).text == as_sent.read_text()
