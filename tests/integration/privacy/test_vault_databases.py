"""The vault on both kinds of database, and started by several at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import UUID

import pytest

from shared.privacy.refusals import Erased
from shared.privacy.vault import open_vault
from shared.vocabulary import Plate

CASE = UUID(int=1)
PLATE = Plate("VTEST1")


def test_sealed_opened_and_erased(database_url: str, tmp_path: Path) -> None:
    """The three powers and the erasure work the same on each."""
    vault = open_vault(database_url, tmp_path / "master.key")
    sealed = vault.sealer().seal_plate(vault.sealer().new_key(CASE), PLATE)
    assert vault.opener().plate(sealed) == PLATE
    assert vault.plate_tokens().of_sealed(sealed) == vault.plate_tokens().of(PLATE)
    vault.erase(sealed.key_id)
    with pytest.raises(Erased):
        vault.opener().plate(sealed)
    vault.close()


def test_services_that_start_together_share_one_vault(database_url: str, tmp_path: Path) -> None:
    """Several first starts at once end with one master key and one secret for tokens."""

    def start(_: int) -> str:
        vault = open_vault(database_url, tmp_path / "master.key")
        token = vault.plate_tokens().of(PLATE)
        vault.close()
        return token

    with ThreadPoolExecutor(6) as pool:
        assert len(set(pool.map(start, range(6)))) == 1
