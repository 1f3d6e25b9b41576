"""Fixtures of these tests."""

from __future__ import annotations

from tests.support.letters import post_room
from tests.support.mail_servers import mail_server

__all__ = ["mail_server", "post_room"]
