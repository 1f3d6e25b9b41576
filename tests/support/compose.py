"""The compose file as Docker Compose reads it: anchors merged, and variables filled in from `.env.example`."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from tests.support.source_tree import ROOT

FILE = ROOT / "docker-compose.yml"
INFRA = ROOT / "infra"
VARIABLE = re.compile(r"\$\{([A-Z_]+)(?::[-?]([^}]*))?\}")
EXAMPLE_LINE = re.compile(r"^(?:# )?([A-Z_]+)=(.*)$", re.MULTILINE)


@cache
def text() -> str:
    """The file as it stands."""
    return FILE.read_text("utf-8")


@cache
def example() -> Mapping[str, str]:
    """What `.env.example` says, also in what it has commented out."""
    return dict(EXAMPLE_LINE.findall((ROOT / ".env.example").read_text("utf-8")))


@cache
def document() -> Mapping[str, Any]:
    """The file, with `${...}` replaced."""
    return YAML(typ="safe").load(VARIABLE.sub(lambda found: example()[found[1]], text()))


@dataclass(frozen=True)
class Mount:
    """A secret or config in a container."""

    source: str
    target: str


@dataclass(frozen=True)
class Container:
    """One service of the compose file."""

    name: str
    stated: Mapping[str, Any]

    @property
    def command(self) -> list[str]:
        """What it runs; of ours without the `loket` before it."""
        begins = self.stated.get("entrypoint", [])[1:] if self.is_ours else []
        return [*begins, *self.stated.get("command", [])]

    @property
    def is_tool(self) -> bool:
        """Whether it is run by hand."""
        return "tools" in self.stated.get("profiles", [])

    @property
    def environment(self) -> dict[str, str]:
        """What it is told, and what it takes over from `.env` by name."""
        stated = self.stated.get("environment", {})
        return {name: example()[name] if value is None else value for name, value in stated.items()}

    @property
    def taken_over(self) -> set[str]:
        """The variables that it takes over from `.env` by name, when they are there."""
        return {name for name, value in self.stated.get("environment", {}).items() if value is None}

    @property
    def is_ours(self) -> bool:
        """Whether it runs the image of Loket."""
        return "build" in self.stated

    def mounts(self, kind: str) -> Iterator[Mount]:
        """Its `secrets` or `configs`, each with the path at which it is seen."""
        for each in self.stated.get(kind, []):
            if isinstance(each, str):
                yield Mount(each, f"/run/secrets/{each}" if kind == "secrets" else f"/{each}")
            else:
                yield Mount(each["source"], each["target"])

    def settings(self) -> dict[str, str]:
        """Its `LOKET_` variables, by the names of the settings."""
        own = {name: value for name, value in self.environment.items() if name.startswith("LOKET_")}
        return {name.removeprefix("LOKET_").lower(): str(value) for name, value in own.items()}


def containers() -> list[Container]:
    """All of them."""
    return [Container(name, stated) for name, stated in document()["services"].items()]


def container(name: str) -> Container:
    """The one of that name."""
    return Container(name, document()["services"][name])


def our_containers() -> list[Container]:
    """Those of the image of Loket."""
    return [each for each in containers() if each.is_ours]


def tools() -> list[Container]:
    """Those that an operator runs by hand."""
    return [each for each in our_containers() if each.is_tool]


def make_secrets(folder: Path) -> Path:
    """Every secret, as an operator makes them. Returns the folder."""
    script = INFRA / "make-secrets"
    subprocess.run([str(script), str(folder)], check=True, capture_output=True, timeout=60)
    return folder


def has_openssl() -> bool:
    """Whether secrets can be made here."""
    return shutil.which("openssl") is not None
