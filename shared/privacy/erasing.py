"""The power to erase: given to the one worker that carries out erasures, and to nobody else."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from uuid import UUID

from shared.privacy.keys import DataKeys


class Eraser:
    """Destroys keys. What was sealed under them is unreadable from then on, in every copy."""

    def __init__(self, keys: DataKeys, scrub: Callable[[], None]) -> None:
        """`scrub` removes what the database file still holds of overwritten rows."""
        self._keys = keys
        self._scrub = scrub

    def erase_case(self, case_id: UUID, *, everybody: bool = False) -> tuple[UUID, ...]:
        """Destroy every key of whom a case is about: of the application and of what was sealed for it later.

        Keys of others in the case, such as a third party who was heard, stay, unless `everybody` in it is erased: what they seal is not this person's.
        Returns the ids of all that are destroyed; twice changes nothing. Raises ErasureUnfinished when another
        reader kept the database file from being scrubbed; erasing once more finishes it.
        """
        key_ids = self._keys.of_case(case_id, everybody=everybody)
        for key_id in key_ids:
            self._keys.destroy(key_id)
        self._scrub()
        return tuple(key_ids)

    def erase_again(self, key_ids: Sequence[UUID]) -> int:
        """Destroy those of these keys that can be read, and say how many that were; of a vault that was put back.

        Raises ErasureUnfinished as above. Doing it again also removes what is left of them in the database file.
        """
        back = self._keys.readable_of(key_ids)
        for key_id in back:
            self._keys.destroy(key_id)
        self._scrub()
        return len(back)

    def erase(self, key_id: UUID) -> None:
        """Destroy one key. Raises UnknownKey, and ErasureUnfinished as above."""
        self._keys.destroy(key_id)
        self._scrub()
