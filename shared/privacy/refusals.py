"""Why the vault gives nothing: each reason is an exception of its own, and none names a person."""

from __future__ import annotations

from uuid import UUID


class VaultRefusal(Exception):
    """Base of what the vault refuses."""


class Erased(VaultRefusal):
    """The key of this value was destroyed: the person is erased, here and in every copy."""

    def __init__(self, key_id: UUID) -> None:
        super().__init__(f"key {key_id} was destroyed")
        self.key_id = key_id


class UnknownKey(VaultRefusal):
    """The vault never held this key; another vault may have sealed the value."""

    def __init__(self, key_id: UUID) -> None:
        super().__init__(f"key {key_id} is not in this vault")
        self.key_id = key_id


class TamperedBox(VaultRefusal):
    """The box, its kind or its key id is not what was sealed; nothing of it is given out."""


class WrongKind(VaultRefusal):
    """A value of another kind was asked for than the one that was sealed."""


class UnsafeMasterKey(VaultRefusal):
    """The master key file is absent, of another length, or open to others than its owner."""


class WrongMasterKey(VaultRefusal):
    """The vault was made under another master key."""


class VaultBehind(VaultRefusal):
    """The vault is not at its newest schema, or was never begun, and this process must not bring it there."""


class ErasureUnfinished(VaultRefusal):
    """The key is destroyed, but the database file may still hold a trace of it; erase once more."""
