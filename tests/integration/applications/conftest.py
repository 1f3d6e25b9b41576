"""Fixtures of these tests."""

from __future__ import annotations

from tests.support.application_users import register, users
from tests.support.applications import desk

__all__ = ["desk", "register", "users"]
