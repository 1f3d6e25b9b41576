"""The question to the vehicle register, as its stand-ins in tests read it."""

from __future__ import annotations

import re
from typing import Final

FORM: Final = re.compile(r"kenteken in\('[A-Z0-9]+'(,'[A-Z0-9]+')*\)")


def plates_in(where: str) -> list[str]:
    """The plates that the condition of a question names, in its order; it has no other form than this."""
    assert FORM.fullmatch(where), where
    return re.findall(r"'([A-Z0-9]+)'", where)
