"""Fixtures of these tests."""

from __future__ import annotations

from tests.support.letters import post_room

__all__ = ["post_room"]
