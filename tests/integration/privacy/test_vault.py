"""The vault on a real database: sealing, opening, tokens and erasure."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID, uuid4

import msgspec
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import select, text

from shared.database import open_engine, reading, writing
from shared.privacy.refusals import (
    Erased,
    ErasureUnfinished,
    TamperedBox,
    UnknownKey,
    UnsafeMasterKey,
    WrongKind,
    WrongMasterKey,
)
from shared.privacy.sealed import SealedKind
from shared.privacy.tables import metadata, vault_keys
from shared.privacy.vault import Vault, open_vault
from shared.vocabulary import Applicant, Plate

CASE = UUID("00000000-0000-4000-8000-00000000000a")
PLATE = Plate("VAB12C")
APPLICANT = Applicant("Bakkerij Testgraan", "Proefstraat 1", "1234 AB", "Voorbeeldstad")


def vault_in(folder: Path) -> Vault:
    """The vault of that folder, made when it is not there."""
    folder.mkdir(exist_ok=True)
    return open_vault(f"sqlite:///{folder}/vault.db", folder / "master.key")


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Vault]:
    """A new, empty vault."""
    opened = vault_in(tmp_path)
    yield opened
    opened.close()


def test_a_person_and_a_plate_come_back_whole(vault: Vault) -> None:
    """What was sealed at the edge is what an authorised reader opens."""
    key = vault.sealer().new_key(CASE)
    assert vault.opener().applicant(vault.sealer().seal_applicant(key, APPLICANT)) == APPLICANT
    assert vault.opener().plate(vault.sealer().seal_plate(key, PLATE)) == PLATE


def test_values_open_after_a_restart(vault: Vault, tmp_path: Path) -> None:
    """Keys and secrets live in the database and the master key file, not in the process."""
    sealed = vault.sealer().seal_plate(vault.sealer().new_key(CASE), PLATE)
    again = vault_in(tmp_path)
    assert again.opener().plate(sealed) == PLATE
    assert again.plate_tokens().of(PLATE) == vault.plate_tokens().of(PLATE)


def test_a_value_of_another_kind_is_not_read_as_one(vault: Vault) -> None:
    """Asking an applicant for its plate is refused before anything is opened."""
    sealed = vault.sealer().seal_applicant(vault.sealer().new_key(CASE), APPLICANT)
    with pytest.raises(WrongKind):
        vault.opener().plate(sealed)


def test_a_value_with_its_kind_swapped_is_refused(vault: Vault) -> None:
    """The kind is under the seal: renaming it does not help."""
    sealed = vault.sealer().seal_applicant(vault.sealer().new_key(CASE), APPLICANT)
    with pytest.raises(TamperedBox):
        vault.opener().plate(msgspec.structs.replace(sealed, kind=SealedKind.PLATE))


def test_a_value_with_its_key_swapped_is_refused(vault: Vault) -> None:
    """A value cannot be moved to the key of another person."""
    sealer = vault.sealer()
    sealed = sealer.seal_plate(sealer.new_key(CASE), PLATE)
    with pytest.raises(TamperedBox):
        vault.opener().plate(msgspec.structs.replace(sealed, key_id=sealer.new_key(CASE)))


def test_wrapped_keys_swapped_in_the_database_are_refused(vault: Vault, tmp_path: Path) -> None:
    """Whoever can write the vault's table still cannot give one person's key to another."""
    first, second = vault.sealer().new_key(CASE), vault.sealer().new_key(CASE)
    engine = open_engine(f"sqlite:///{tmp_path}/vault.db")
    with writing(engine) as connection:
        stolen = select(vault_keys.c.wrapped_key).where(vault_keys.c.key_id == second).scalar_subquery()
        connection.execute(vault_keys.update().where(vault_keys.c.key_id == first).values(wrapped_key=stolen))
    with pytest.raises(TamperedBox):
        vault.sealer().seal_plate(first, PLATE)


def test_erasure_makes_one_person_unreadable(vault: Vault) -> None:
    """Every value under the destroyed key raises Erased, for every power."""
    key = vault.sealer().new_key(CASE)
    plate = vault.sealer().seal_plate(key, PLATE)
    vault.erase(key)
    with pytest.raises(Erased):
        vault.opener().plate(plate)
    with pytest.raises(Erased):
        vault.plate_tokens().of_sealed(plate)
    with pytest.raises(Erased):
        vault.sealer().seal_plate(key, PLATE)


def test_erasure_leaves_everybody_else_readable(vault: Vault) -> None:
    """Another key, of the same case even, is untouched."""
    gone, kept = vault.sealer().new_key(CASE), vault.sealer().new_key(CASE)
    sealed = vault.sealer().seal_applicant(kept, APPLICANT)
    vault.erase(gone)
    assert vault.opener().applicant(sealed) == APPLICANT


def test_erasure_holds_at_once_in_another_process(vault: Vault, tmp_path: Path) -> None:
    """A vault opened before the erasure, and used before it, opens nothing after it."""
    sealed = vault.sealer().seal_plate(vault.sealer().new_key(CASE), PLATE)
    other = vault_in(tmp_path).opener()
    assert other.plate(sealed) == PLATE
    vault.erase(sealed.key_id)
    with pytest.raises(Erased):
        other.plate(sealed)


def test_an_erased_key_leaves_no_byte_in_the_files(vault: Vault, tmp_path: Path) -> None:
    """The wrapped key is gone from the database file and its log, and the row says when."""
    key = vault.sealer().new_key(CASE)
    engine = open_engine(f"sqlite:///{tmp_path}/vault.db")
    query = select(vault_keys).where(vault_keys.c.key_id == key)
    with reading(engine) as connection:
        before = connection.execute(query).one()
    engine.dispose()
    vault.erase(key)
    files = b"".join(file.read_bytes() for file in tmp_path.glob("vault.db*"))
    assert key.bytes.hex().encode() in files
    assert before.wrapped_key not in files
    assert before.wrapped_salt not in files
    with reading(engine) as connection:
        after = connection.execute(query).one()
    assert (after.wrapped_key, after.wrapped_salt) == (None, None)
    assert after.destroyed_at_micros >= before.created_at_micros


def test_an_erasure_that_cannot_be_scrubbed_says_so(vault: Vault, tmp_path: Path) -> None:
    """With a reader on the old pages the key is destroyed, and erasing again finishes the work."""
    key = vault.sealer().new_key(CASE)
    sealed = vault.sealer().seal_plate(key, PLATE)
    engine = open_engine(f"sqlite:///{tmp_path}/vault.db")
    with reading(engine) as held:
        held.execute(text("SELECT count(*) FROM vault_keys")).all()
        with pytest.raises(ErasureUnfinished):
            vault.erase(key)
    with pytest.raises(Erased):
        vault.opener().plate(sealed)
    vault.erase(key)


def test_erasing_twice_keeps_the_first_instant(vault: Vault, tmp_path: Path) -> None:
    """The record of the destruction does not move."""
    key = vault.sealer().new_key(CASE)
    query = select(vault_keys.c.destroyed_at_micros).where(vault_keys.c.key_id == key)
    instants = []
    for _ in range(2):
        vault.erase(key)
        with reading(open_engine(f"sqlite:///{tmp_path}/vault.db")) as connection:
            instants.append(connection.execute(query).scalar_one())
    assert instants[0] == instants[1] is not None


def test_a_salted_hash_dies_with_its_key(vault: Vault) -> None:
    """Under one key equal content gives one hash, under another key another, and after erasure none."""
    sealer = vault.sealer()
    key, other = sealer.new_key(CASE), sealer.new_key(CASE)
    assert sealer.hmac(key, b"[{}]") == sealer.hmac(key, b"[{}]")
    assert sealer.hmac(key, b"[{}]") != sealer.hmac(other, b"[{}]")
    vault.erase(key)
    with pytest.raises(Erased):
        sealer.hmac(key, b"[{}]")


def test_an_unknown_key_is_not_an_erased_one(vault: Vault) -> None:
    """A key that was never here is a fault, not an erasure."""
    with pytest.raises(UnknownKey):
        vault.sealer().seal_plate(uuid4(), PLATE)
    with pytest.raises(UnknownKey):
        vault.erase(uuid4())


@pytest.mark.parametrize(
    ("one", "other", "equal"),
    [
        (Plate("VAB12C"), Plate("v-ab 12.c"), True),
        (Plate("VAB12C"), Plate("VAB12C", "nl"), True),
        (Plate("VAB12C"), Plate("VAB12D"), False),
        (Plate("VAB12C"), Plate("VAB12C", "BE"), False),
    ],
)
def test_a_token_is_of_the_plate_however_written(vault: Vault, one: Plate, other: Plate, equal: bool) -> None:
    """Equal plates have equal tokens; another number or country has another."""
    tokens = vault.plate_tokens()
    assert (tokens.of(one) == tokens.of(other)) is equal


def test_a_sealed_plate_has_the_token_of_the_plate(vault: Vault) -> None:
    """Two applications for one plate, under different keys, meet at the same token."""
    sealer, tokens = vault.sealer(), vault.plate_tokens()
    for key in (sealer.new_key(CASE), sealer.new_key(CASE)):
        assert tokens.of_sealed(sealer.seal_plate(key, PLATE)) == tokens.of(PLATE)


def test_tokens_of_two_vaults_differ(vault: Vault, tmp_path: Path) -> None:
    """Without this vault's secret nobody can make, or try out, its tokens."""
    other = vault_in(tmp_path / "other")
    assert other.plate_tokens().of(PLATE) != vault.plate_tokens().of(PLATE)


def test_a_vault_whose_master_key_is_lost_is_refused(vault: Vault, tmp_path: Path) -> None:
    """A new key would be no help: nothing is made in its place."""
    (tmp_path / "master.key").unlink()
    with pytest.raises(UnsafeMasterKey):
        vault_in(tmp_path)
    assert not (tmp_path / "master.key").exists()


def test_another_vaults_master_key_is_refused(vault: Vault, tmp_path: Path) -> None:
    """The mix-up shows at the start, not at the first letter."""
    vault_in(tmp_path / "other")
    (tmp_path / "other" / "master.key").replace(tmp_path / "master.key")
    with pytest.raises(WrongMasterKey):
        vault_in(tmp_path)


def test_the_migrations_make_the_tables_that_the_code_declares(vault: Vault, tmp_path: Path) -> None:
    """No drift between the revisions and the tables."""
    with reading(open_engine(f"sqlite:///{tmp_path}/vault.db")) as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_an_addressee_is_opened_under_one_key_or_two(vault: Vault) -> None:
    """As person and plate were sealed; and neither is taken for the other."""
    sealer, opener = vault.sealer(), vault.opener()
    key, other = sealer.new_key(CASE), sealer.new_key(CASE)
    person = sealer.seal_applicant(key, APPLICANT)
    for plate in (sealer.seal_plate(key, PLATE), sealer.seal_plate(other, PLATE)):
        assert opener.addressee(person, plate) == (APPLICANT, PLATE)
    with pytest.raises(WrongKind):
        opener.addressee(sealer.seal_plate(key, PLATE), sealer.seal_plate(key, PLATE))
    with pytest.raises(WrongKind):
        opener.addressee(person, person)
    vault.erase(key)
    with pytest.raises(Erased):
        opener.addressee(person, sealer.seal_plate(other, PLATE))


def test_a_letter_is_sealed_as_by_seal_and_hmac(vault: Vault) -> None:
    """The same box kind and the same HMAC, with the key read once."""
    sealer = vault.sealer()
    key = sealer.new_key(CASE)
    sealed, text_hmac = sealer.seal_letter(key, b"a letter", b"its text")
    assert (sealed.kind, vault.opener().open(sealed)) == (SealedKind.LETTER, b"a letter")
    assert text_hmac == sealer.hmac(key, b"its text")
