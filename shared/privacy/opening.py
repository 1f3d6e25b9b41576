"""The power to open: given to letters, outgoing adapters and authorised reads, and to nobody else."""

from __future__ import annotations

import msgspec

from shared.privacy.boxes import open_box
from shared.privacy.keys import DataKeys
from shared.privacy.looks import note_key
from shared.privacy.refusals import WrongKind
from shared.privacy.sealed import Sealed, SealedKind
from shared.vocabulary import Applicant, Plate


class Opener:
    """Opens sealed values. Raises Erased, UnknownKey, TamperedBox or WrongKind, and never guesses."""

    def __init__(self, keys: DataKeys) -> None:
        self._keys = keys

    def open(self, sealed: Sealed) -> bytes:
        """The bytes that were sealed, of whatever kind."""
        note_key(sealed.key_id)
        return open_box(self._keys.material(sealed.key_id).data_key, sealed)

    def applicant(self, sealed: Sealed) -> Applicant:
        """The person or enterprise."""
        _expect(sealed, SealedKind.APPLICANT)
        return msgspec.json.decode(self.open(sealed), type=Applicant)

    def addressee(self, applicant: Sealed, plate: Sealed) -> tuple[Applicant, Plate]:
        """Person and plate of one case, for which its key is read once where both lie under it."""
        if applicant.key_id != plate.key_id:
            return self.applicant(applicant), self.plate(plate)
        _expect(applicant, SealedKind.APPLICANT)
        _expect(plate, SealedKind.PLATE)
        note_key(applicant.key_id)
        data_key = self._keys.material(applicant.key_id).data_key
        return (
            msgspec.json.decode(open_box(data_key, applicant), type=Applicant),
            msgspec.json.decode(open_box(data_key, plate), type=Plate),
        )

    def email(self, sealed: Sealed) -> str:
        """The e-mail address."""
        _expect(sealed, SealedKind.EMAIL)
        return self.open(sealed).decode()

    def co_applicants(self, sealed: Sealed) -> tuple[str, ...]:
        """The names of who applies together with the applicant. Raises Erased."""
        _expect(sealed, SealedKind.CO_APPLICANTS)
        return msgspec.json.decode(self.open(sealed), type=tuple[str, ...])

    def plate(self, sealed: Sealed) -> Plate:
        """The licence plate."""
        _expect(sealed, SealedKind.PLATE)
        return msgspec.json.decode(self.open(sealed), type=Plate)


def _expect(sealed: Sealed, kind: SealedKind) -> None:
    if sealed.kind is not kind:
        raise WrongKind(f"a sealed {sealed.kind} is not a sealed {kind}")
