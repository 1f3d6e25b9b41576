"""The hash chain, against a framing written out by hand."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

import pytest

from shared.eventlog.chain import link
from tests.support.permits import nth_id

FIRST: dict[str, Any] = {
    "position": 1,
    "stream_id": nth_id(1),
    "stream_version": 1,
    "topic": "test.toets-é",
    "recorded_at": 1_782_907_200_000_000,
    "metadata": b'{"actor":"desk-1"}',
    "state": b"{}",
}


def test_the_hash_is_that_of_the_framed_bytes():
    """Anybody can recompute it from the description."""
    topic = "test.toets-é".encode()
    framed = (
        bytes(32)
        + (1).to_bytes(8, "big")
        + nth_id(1).bytes
        + (1).to_bytes(8, "big")
        + len(topic).to_bytes(4, "big")
        + topic
        + (1_782_907_200_000_000).to_bytes(8, "big")
        + (18).to_bytes(4, "big")
        + b'{"actor":"desk-1"}'
        + (2).to_bytes(4, "big")
        + b"{}"
    )
    assert link(bytes(32), **FIRST) == sha256(framed).digest()


@pytest.mark.parametrize(
    "change",
    [
        {"position": 2},
        {"stream_id": nth_id(2)},
        {"stream_version": 2},
        {"topic": "test.other"},
        {"recorded_at": 1},
        {"metadata": b"{}"},
        {"state": b'{"a":1}'},
        {"metadata": b'{"actor":"desk-1"}{}', "state": b""},
    ],
    ids="+".join,
)
def test_every_part_counts(change: dict[str, Any]):
    """Another value of any part, or a byte moved from one part to the next, is another hash."""
    assert link(bytes(32), **{**FIRST, **change}) != link(bytes(32), **FIRST)


def test_the_hash_before_counts():
    """An event in another history has another hash."""
    assert link(b"\x01" * 32, **FIRST) != link(bytes(32), **FIRST)
