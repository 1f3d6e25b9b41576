"""Fixtures of these tests."""

from __future__ import annotations

from tests.support.applications import desk

__all__ = ["desk"]
