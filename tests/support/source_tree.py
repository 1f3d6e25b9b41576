"""The repository as text: its files and the syntax trees of its modules, for tests about the code."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Module:
    """One Python file with its dotted name and syntax tree."""

    path: Path
    tree: ast.Module

    @property
    def name(self) -> str:
        """The name by which it is imported, from the repository's root."""
        parts = self.path.relative_to(ROOT).with_suffix("").parts
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    def imported(self) -> Iterator[str]:
        """Every module or member that it imports, wherever the import stands."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from (alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                yield from (f"{node.module}.{alias.name}" for alias in node.names)

    def classes(self) -> Iterator[ast.ClassDef]:
        """Every class, nested ones too."""
        return (node for node in ast.walk(self.tree) if isinstance(node, ast.ClassDef))


def modules(*patterns: str) -> list[Module]:
    """The modules under the folders or files that the patterns name, in the order of their paths."""
    files: set[Path] = set()
    for pattern in patterns:
        for place in ROOT.glob(pattern):
            files.update(place.rglob("*.py") if place.is_dir() else [place])
    return [Module(path, ast.parse(path.read_text("utf-8"))) for path in sorted(files)]


def class_constant(node: ast.ClassDef, name: str) -> str | None:
    """The text of a class's own assignment `name = ...`; None when it has none."""
    for statement in node.body:
        match statement:
            case ast.Assign(targets=[ast.Name(id=assigned)], value=value) if assigned == name:
                return ast.unparse(value)
            case ast.AnnAssign(target=ast.Name(id=assigned), value=ast.expr() as value) if assigned == name:
                return ast.unparse(value)
    return None


def tracked_files() -> list[Path]:
    """Every file under version control, and every new one that is not ignored."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    return [path for name in listed.stdout.split("\0") if name and (path := ROOT / name).is_file()]
