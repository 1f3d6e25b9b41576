"""What every claim at the desk has in common: one person has something in hand, or nobody.

A working arrangement and no legal act. A claim is a stream of its own beside what it is on, so that it changes no
version that somebody names.
"""

from __future__ import annotations

from typing import ClassVar

from shared.errors import NotInThisState, NotYours
from shared.eventlog.aggregate import Aggregate


class Claim(Aggregate):
    """The claim on one thing; what is recorded of it, each kind says itself."""

    WHAT: ClassVar[str]
    """What it is on, in words."""

    claimed_by: str | None = None

    def _is_to_be_claimed(self, by: str) -> bool:
        """False for who has it already, since the first claim. Raises NotInThisState `claimed_by_another`."""
        if self.claimed_by not in {None, by}:
            raise NotInThisState("claimed_by_another", f"somebody else has the {self.WHAT} in hand")
        return self.claimed_by is None

    def _must_be_with(self, holder: str, this: object) -> None:
        """Raises NotInThisState `claim_not_held`, naming which one."""
        if self.claimed_by != holder:
            raise NotInThisState(
                "claim_not_held", f"the one to hand over from does not have {self.WHAT} {this} in hand"
            )

    def _must_be_released_by(self, by: str, *, as_reviewer: bool) -> None:
        """Raises NotYours `claim_of_another`."""
        if self.claimed_by != by and not as_reviewer:
            raise NotYours(
                "claim_of_another", f"only who has the {self.WHAT} in hand or a reviewer releases it"
            )
