"""The codes by which a van is registered as wheelchair-accessible (rolstoeltoegankelijk), for access and for decisions.

Such a van is waived by law (RVV 1990, art. 86c): it enters without an exemption, and needs none. Code 70 stands in
policy pages and not in the statute as read; one switch says for both whether it counts.
"""

from __future__ import annotations

from typing import Final

STATUTORY_CODES: Final = frozenset({"SH", "145", "146", "147", "149"})
"""Designation and special codes of RVV 1990, art. 86c."""
DISPUTED_CODES: Final = frozenset({"70"})
"""In policy pages alone."""
DISPUTED_CODES_COUNT: Final = False
"""The switch. Off: the register gives no false yes, and a van with such a code can get an exemption."""


def wheelchair_codes(*, with_disputed: bool = DISPUTED_CODES_COUNT) -> frozenset[str]:
    """The codes that count."""
    return STATUTORY_CODES | DISPUTED_CODES if with_disputed else STATUTORY_CODES
