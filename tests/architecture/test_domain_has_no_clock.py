"""Time and chance are arguments: nothing in the domain or the law reads a clock or rolls dice."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from tests.support.source_tree import Module, modules

PURE = modules("services/*/domain", "shared/law", "shared/contracts", "shared/vocabulary.py")
FORBIDDEN_MODULES = {"os", "random", "secrets", "socket", "subprocess", "threading", "time"}
FORBIDDEN_NAMES = {"now", "utcnow", "today", "getnow", "uuid1", "uuid4", "urandom", "token_bytes"}


def readings(module: Module) -> Iterator[str]:
    """Where a module takes the time or chance by itself."""
    for name in module.imported():
        if name.split(".")[0] in FORBIDDEN_MODULES or name.split(".")[-1] in FORBIDDEN_NAMES:
            yield f"{module.name}: import {name}"
    for node in ast.walk(module.tree):
        match node:
            case ast.Call(func=ast.Attribute(attr=called)) if called in FORBIDDEN_NAMES:
                yield f"{module.name}:{node.lineno}: {ast.unparse(node)}"


@pytest.mark.parametrize("module", PURE, ids=lambda module: module.name)
def test_no_clock_and_no_chance(module: Module) -> None:
    """What stands here gives the same answer in twenty years."""
    assert not list(readings(module))


@pytest.mark.parametrize(
    "text",
    ["from uuid import uuid4", "import time", "date.today()", "datetime.now(UTC)", "import random"],
)
def test_the_check_finds_what_it_looks_for(text: str) -> None:
    """A check that cannot fail proves nothing."""
    assert list(readings(Module(PURE[0].path, ast.parse(text))))
