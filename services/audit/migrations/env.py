"""How Alembic runs these migrations: on the connection that the caller opened."""

from services.audit.projections import metadata
from shared.runtime.migrations import run_env

run_env(metadata)
