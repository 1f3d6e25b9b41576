"""Migrates the toy log on the connection that `upgrade` opened."""

from shared.runtime.migrations import run_env
from tests.support.toy_log import metadata

run_env(metadata)
