"""What concerns every municipality: reassessments, plans and findings name national cases only."""

from __future__ import annotations

from shared.errors import NotThere, NotYours
from shared.runtime.access import Principal


def must_be_national(principal: Principal) -> None:
    """Raises NotYours without national scope."""
    if not principal.national:
        raise NotYours("national_scope_needed", "a threshold set concerns every municipality")


def there_for(principal: Principal, code: str) -> None:
    """Raises NotThere, as for an id that never was, without national scope."""
    if not principal.national:
        raise NotThere(code, "there is no such thing")
