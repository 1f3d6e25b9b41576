"""Migrates the reading room on the connection that `upgrade` opened."""

from shared.runtime.migrations import run_env
from tests.support.reading_room import metadata

run_env(metadata)
