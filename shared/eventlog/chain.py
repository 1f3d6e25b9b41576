"""The hash chain: each event's hash covers its place, its bytes as stored, and the hash before it."""

from __future__ import annotations

from hashlib import sha256
from struct import Struct
from typing import Final
from uuid import UUID

_NUMBER: Final = Struct(">Q")
_PLACE: Final = Struct(">Q16sQ")
_LENGTH: Final = Struct(">I")


def link(
    previous: bytes,
    *,
    position: int,
    stream_id: UUID,
    stream_version: int,
    topic: str,
    recorded_at: int,
    metadata: bytes,
    state: bytes,
) -> bytes:
    """SHA-256 over the previous hash, position, stream id, version, topic, instant, metadata and state.

    In that order. Position, version and instant (microseconds) are 8 bytes, big-endian; the stream id is its
    16 bytes; topic (UTF-8), metadata and state each have their length before them, 4 bytes, big-endian.
    Metadata and state are hashed as they are stored, never as they would be written today.
    """
    name = topic.encode()
    return sha256(
        b"".join(
            (
                previous,
                _PLACE.pack(position, stream_id.bytes, stream_version),
                _LENGTH.pack(len(name)),
                name,
                _NUMBER.pack(recorded_at),
                _LENGTH.pack(len(metadata)),
                metadata,
                _LENGTH.pack(len(state)),
                state,
            )
        )
    ).digest()
