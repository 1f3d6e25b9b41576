"""The direction of imports, as the contracts in pyproject.toml state it."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.support.source_tree import ROOT, modules

CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
LAYERS = [contract for contract in CONTRACTS if contract["type"] == "layers"]
SERVICES = sorted(
    place.name
    for place in (ROOT / "services").iterdir()
    if place.is_dir() and place.name not in {"cli", "demo", "__pycache__"}
)

DOMAIN_MAY_IMPORT = (
    "__future__",
    "calendar",
    "collections",
    "dataclasses",
    "datetime",
    "enum",
    "functools",
    "hashlib",
    "itertools",
    "operator",
    "re",
    "typing",
    "uuid",
    "msgspec",
    "shared.asked_items",
    "shared.contracts",
    "shared.errors",
    "shared.eventlog.aggregate",
    "shared.eventlog.claim",
    "shared.law",
    "shared.municipalities",
    "shared.privacy.sealed",
    "shared.scopes",
    "shared.rulings",
    "shared.vocabulary",
    "shared.wheelchair_codes",
)
"""All that the domain of a service sees, besides itself."""


def test_import_contracts_hold() -> None:
    """Every contract of import-linter is kept."""
    linter = Path(sys.executable).with_name("lint-imports")
    run = subprocess.run(
        [linter, "--no-logo", "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stdout + run.stderr


@pytest.mark.parametrize("contract", LAYERS, ids=lambda contract: contract["id"])
def test_layers_are_exhaustive(contract: dict[str, object]) -> None:
    """A module that no layer names breaks the build, instead of escaping it."""
    assert contract["exhaustive"] is True
    assert contract["containers"]


def test_every_service_has_layers() -> None:
    """A new service is a container of the service layers from its first file on."""
    (inside,) = [contract for contract in LAYERS if contract["id"] == "service-layers"]
    assert sorted(inside["containers"]) == [f"services.{name}" for name in SERVICES]


@pytest.mark.parametrize("root", ["services", "shared"])
def test_every_folder_with_code_is_a_package(root: str) -> None:
    """Import-linter passes in silence over a folder without `__init__.py`."""
    folders = {path.parent for path in (ROOT / root).rglob("*.py")}
    assert not [str(folder) for folder in sorted(folders) if not (folder / "__init__.py").exists()]


@pytest.mark.parametrize("service", SERVICES)
def test_the_domain_sees_only_law_values_and_its_bases(service: str) -> None:
    """Domain modules import nothing that is not in the short list above."""
    allowed = (*DOMAIN_MAY_IMPORT, f"services.{service}.domain")
    strange = [
        f"{module.name} imports {name}"
        for module in modules(f"services/{service}/domain")
        for name in module.imported()
        if not any(name == door or name.startswith(f"{door}.") for door in allowed)
    ]
    assert not strange
