"""The served notice board, for every test of the HTTP side."""

from __future__ import annotations

from tests.support.served import moving, served

__all__ = ["moving", "served"]
