"""What the fault tests share: the end that every disturbed run has to come to."""

from __future__ import annotations

from tests.support.undisturbed_run import undisturbed

__all__ = ["undisturbed"]
