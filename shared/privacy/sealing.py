"""The power to seal: given to the edges where personal data come in, and to letters."""

from __future__ import annotations

import hashlib
import hmac
from uuid import UUID

import msgspec

from shared.privacy.boxes import close_box
from shared.privacy.keys import DataKeys
from shared.privacy.sealed import Sealed, SealedKind
from shared.vocabulary import Applicant, Plate


class Sealer:
    """Seals values under a key of one data subject and case. It cannot open what it sealed.

    Every method but `new_key` raises Erased when the key was destroyed.
    """

    def __init__(self, keys: DataKeys) -> None:
        self._keys = keys

    def new_key(self, case_id: UUID, subject_id: UUID | None = None, *, of_another: bool = False) -> UUID:
        """The id of a new key, committed before this returns: no event can name a key that is lost.

        `of_another`: for what is of somebody else in the case than whom it is about; an erasure of that person
        leaves it.
        """
        return self._keys.create(case_id, subject_id, of_another=of_another)

    def seal(self, key_id: UUID, kind: SealedKind, plaintext: bytes) -> Sealed:
        """Bytes of that kind, bound to key and kind."""
        return close_box(self._keys.material(key_id).data_key, key_id, kind, plaintext)

    def seal_applicant(self, key_id: UUID, applicant: Applicant) -> Sealed:
        """The person or enterprise as one value."""
        return self.seal(key_id, SealedKind.APPLICANT, msgspec.json.encode(applicant))

    def seal_another(self, case_id: UUID, person: Applicant) -> Sealed:
        """Somebody else in a case than whom it is about, under a new key that is theirs."""
        return self.seal_applicant(self.new_key(case_id, of_another=True), person)

    def seal_plate(self, key_id: UUID, plate: Plate) -> Sealed:
        """The licence plate, apart from the person."""
        return self.seal(key_id, SealedKind.PLATE, msgspec.json.encode(plate))

    def seal_email(self, key_id: UUID, address: str) -> Sealed:
        """An e-mail address, apart from the person: it is stated and withdrawn by itself."""
        return self.seal(key_id, SealedKind.EMAIL, address.encode())

    def seal_co_applicants(self, key_id: UUID, names: tuple[str, ...]) -> Sealed:
        """The names of who applies together with the applicant, as one value."""
        return self.seal(key_id, SealedKind.CO_APPLICANTS, msgspec.json.encode(names))

    def seal_letter(self, key_id: UUID, letter: bytes, text: bytes) -> tuple[Sealed, str]:
        """A letter sealed, and the HMAC of its text (see `hmac`): the key is read once for both."""
        material = self._keys.material(key_id)
        sealed = close_box(material.data_key, key_id, SealedKind.LETTER, letter)
        return sealed, hmac.new(material.salt, text, hashlib.sha256).hexdigest()

    def hmac(self, key_id: UUID, content: bytes) -> str:
        """Hexadecimal HMAC-SHA256 of personal content, under a salt that dies with the key."""
        return hmac.new(self._keys.material(key_id).salt, content, hashlib.sha256).hexdigest()
