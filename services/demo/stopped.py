"""Why a play can end before its end."""

from __future__ import annotations


class PlayStopped(Exception):
    """The main job could not be played on. Says why in words that name nobody."""
