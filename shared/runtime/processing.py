"""The processing activities (verwerkingsactiviteiten, GDPR 30) for which personal data are read and written.

An activity that changes gets a new version, and with it a new URI: what was logged under the old one stays as it
was (Logboek Dataverwerkingen 1.0). The registers of the controllers are not known here, so every URI is
SYNTHETIC and says so; a controller puts those of its own register in their place.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class ProcessingActivity:
    """One line of the register of processing activities."""

    name: str
    version: int
    dutch: str
    """What it is called in the register."""
    purpose: str
    ground: str
    """Why it is lawful (GDPR 6)."""

    @property
    def uri(self) -> str:
        """What stands for it in the access log; another one for every version."""
        return f"urn:loket:synthetic:verwerkingsactiviteit:{self.name}:v{self.version}"


_PUBLIC_TASK: Final = "GDPR 6(1)(e): a task of public authority (Wegenverkeerswet 1994 149; RVV 1990 87)"

TREATING_CASES: Final = ProcessingActivity(
    "ontheffingen",
    1,
    "Behandelen van aanvragen om ontheffing",
    "Receive applications, assess and decide them, and keep what was decided up to date",
    _PUBLIC_TASK,
)
TREATING_OBJECTIONS: Final = ProcessingActivity(
    "bezwaar-en-beroep",
    1,
    "Behandelen van bezwaar en beroep",
    "Hear objectors, decide on objections and register appeals",
    "GDPR 6(1)(c): a legal obligation (Awb chapters 6, 7 and 8)",
)
SENDING_LETTERS: Final = ProcessingActivity(
    "berichten",
    1,
    "Bekendmaken van besluiten en versturen van berichten",
    "Announce decisions and tell people of the steps in their case",
    "GDPR 6(1)(c): a legal obligation (Awb 3:41)",
)
CHECKING_ACCESS: Final = ProcessingActivity(
    "toegang",
    1,
    "Controleren van de toegang tot zero-emissiezones",
    "Answer whether a vehicle has access to a zone",
    _PUBLIC_TASK,
)
SUPERVISION: Final = ProcessingActivity(
    "verantwoording",
    1,
    "Toezicht op en verantwoording over de behandeling",
    "Show what was done in a case, and who looked at what",
    "GDPR 6(1)(c): a legal obligation (GDPR 5(2) and 32)",
)
ERASING: Final = ProcessingActivity(
    "wissen",
    1,
    "Wissen van persoonsgegevens",
    "Erase the person of an ended case",
    "GDPR 6(1)(c): a legal obligation (GDPR 17)",
)

ACTIVITIES: Final = (
    TREATING_CASES,
    TREATING_OBJECTIONS,
    SENDING_LETTERS,
    CHECKING_ACCESS,
    SUPERVISION,
    ERASING,
)
