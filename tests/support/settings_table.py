"""The tables of every setting, in docs/generated and in the README: made from the settings object and its docstrings."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path
from typing import Literal, get_args, get_origin

from shared.runtime.settings import Settings

TABLE = re.compile(r"(?<=<!-- settings -->\n).*?(?=<!-- end of settings -->)", re.DOTALL)
"""In a page that somebody wrote: what stands between two marks."""


def page() -> str:
    """The page with every setting: its variable, what it takes, its default and what it is for."""
    lines = [
        "# Settings",
        "",
        "Made by `make docs` from `shared/runtime/settings.py`. Every setting is an environment variable; what is",
        "not set has its default, which is that of `loket up` on a developer's machine. No secret is a setting: a",
        "setting names the file that holds it. `LOKET_ENVIRONMENT=production` refuses what is for development.",
        "",
        "| Variable | Takes | Default | What it is |",
        "|---|---|---|---|",
    ]
    texts = _texts_of_settings()
    for name, field in Settings.model_fields.items():
        kind = _kind(field.annotation)
        lines.append(f"| `LOKET_{name.upper()}` | {kind} | {_default(field.default)} | {texts[name]} |")
    return "\n".join([*lines, ""])


def with_table(text: str) -> str:
    """The page with the short table as the settings are now: of each what it is for, without its particulars."""
    texts = _texts_of_settings()
    rows = [
        f"| `LOKET_{name.upper()}` | {_default(field.default)} | {_in_short(texts[name])} |"
        for name, field in Settings.model_fields.items()
    ]
    table = "\n".join(["| Variable | Default | What for |", "|---|---|---|", *rows, ""])
    return TABLE.sub(lambda _: table, text)


def _default(value: object) -> str:
    return "none" if value is None else f"`{value}`"


def _in_short(text: str) -> str:
    """Up to the first semicolon; what is made up keeps saying so."""
    short = text.partition(";")[0].rstrip(".") + "."
    return short if "SYNTHETIC" not in text or "SYNTHETIC" in short else f"{short} SYNTHETIC."


def _texts_of_settings() -> Mapping[str, str]:
    """The docstring below each field, by the field's name."""
    (node,) = ast.parse(inspect.getsource(Settings)).body
    body = node.body if isinstance(node, ast.ClassDef) else []
    return {
        field.target.id: " ".join(ast.literal_eval(text.value).split()).replace("None:", "none:")
        for field, text in pairwise(body)
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name)
        if isinstance(text, ast.Expr) and isinstance(text.value, ast.Constant)
    }


def _kind(annotation: object) -> str:
    """What a setting takes, in a word."""
    if get_origin(annotation) is Literal:
        return ", ".join(f"`{choice}`" for choice in get_args(annotation))
    kinds = [each for each in get_args(annotation) or (annotation,) if each is not type(None)]
    return {str: "text", int: "number", float: "number", Path: "path"}.get(kinds[0], str(kinds[0]))
