"""The sealed box, without a vault."""

from __future__ import annotations

import dataclasses
from uuid import UUID

import msgspec
import pytest

from shared.privacy.boxes import close_box, open_box
from shared.privacy.keys import KeyMaterial
from shared.privacy.refusals import TamperedBox
from shared.privacy.sealed import Sealed, SealedKind

DATA_KEY = bytes(range(32))
KEY_ID = UUID("00000000-0000-4000-8000-000000000001")
OTHER_KEY_ID = UUID("00000000-0000-4000-8000-000000000002")
WRITTEN = b"wat iemand schreef"


def a_sealed_value() -> Sealed:
    """Some grounds, sealed anew."""
    return close_box(DATA_KEY, KEY_ID, SealedKind.GROUNDS, WRITTEN)


def test_what_was_sealed_opens() -> None:
    """The same key gives back the same bytes."""
    assert open_box(DATA_KEY, a_sealed_value()) == WRITTEN


def test_the_same_value_never_gives_the_same_box() -> None:
    """Every box has a nonce of its own, so equal values cannot be recognised."""
    assert a_sealed_value().box != a_sealed_value().box


def test_a_box_does_not_show_what_is_in_it() -> None:
    """The plaintext stands nowhere in the box."""
    assert WRITTEN not in a_sealed_value().box


def test_another_kind_is_refused() -> None:
    """A value cannot be passed off as one of another kind."""
    with pytest.raises(TamperedBox):
        open_box(DATA_KEY, msgspec.structs.replace(a_sealed_value(), kind=SealedKind.EVIDENCE))


def test_another_key_id_is_refused() -> None:
    """A value cannot be moved to another person's key id, even when the key bytes are equal."""
    with pytest.raises(TamperedBox):
        open_box(DATA_KEY, msgspec.structs.replace(a_sealed_value(), key_id=OTHER_KEY_ID))


def test_another_key_is_refused() -> None:
    """Only the key under which a value was sealed opens it."""
    with pytest.raises(TamperedBox):
        open_box(bytes(32), a_sealed_value())


@pytest.mark.parametrize("place", [0, 11, 12, -1], ids=["nonce", "nonce end", "ciphertext", "tag"])
def test_one_changed_bit_is_refused(place: int) -> None:
    """Nonce, ciphertext and tag are all under the seal."""
    box = bytearray(a_sealed_value().box)
    box[place] ^= 1
    with pytest.raises(TamperedBox):
        open_box(DATA_KEY, msgspec.structs.replace(a_sealed_value(), box=bytes(box)))


@pytest.mark.parametrize("length", [0, 5, 12, 27])
def test_a_cut_box_is_refused(length: int) -> None:
    """What is too short to hold nonce and tag is refused like any other tampering."""
    with pytest.raises(TamperedBox):
        open_box(DATA_KEY, msgspec.structs.replace(a_sealed_value(), box=a_sealed_value().box[:length]))


def test_key_material_is_never_printed() -> None:
    """A log line or a traceback with key material in it shows no byte of it."""
    material = KeyMaterial(data_key=b"K" * 32, salt=b"S" * 32)
    assert "KK" not in repr(material)
    assert "SS" not in repr(material)
    assert {field.name for field in dataclasses.fields(material)} == {"data_key", "salt"}
