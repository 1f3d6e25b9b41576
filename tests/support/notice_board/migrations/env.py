"""Migrates the notice board on the connection that `upgrade` opened."""

from shared.runtime.migrations import run_env
from tests.support.notice_board import metadata

run_env(metadata)
