"""The page under docs/generated with every setting, made from the settings object and what stands below its fields."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path
from typing import Literal, get_args, get_origin

from shared.runtime.settings import Settings


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
        default = "none" if field.default is None else f"`{field.default}`"
        lines.append(f"| `LOKET_{name.upper()}` | {_kind(field.annotation)} | {default} | {texts[name]} |")
    return "\n".join([*lines, ""])


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
