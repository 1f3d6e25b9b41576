"""Struct types are made ready while one thread is at work.

The first time a struct type is decoded, msgspec (0.22) notes what its fields are. Another thread that decodes
the same type in that moment finds the note half written, and the process ends with a segmentation fault. So
whoever is about to start threads has every type noted first.
"""

from __future__ import annotations

from collections.abc import Iterator
from threading import Lock
from typing import Any

import msgspec

_ready: set[type] = set()
_lock = Lock()


def make_ready() -> None:
    """Have every struct type that is defined by now noted; a second time only looks for new ones.

    Raises TypeError or NameError for a type of which a field cannot be decoded.
    """
    with _lock:
        for kind in _below(msgspec.Struct):
            if kind not in _ready:
                msgspec.json.Decoder(kind)
                _ready.add(kind)


def not_ready() -> list[type]:
    """The types that nobody has made ready."""
    return [kind for kind in _below(msgspec.Struct) if kind not in _ready]


def _below(kind: type[Any]) -> Iterator[type[Any]]:
    for narrower in kind.__subclasses__():
        yield narrower
        yield from _below(narrower)
