"""A log of the smallest possible subject, notes on a board, for tests of what moves events about."""

from sqlalchemy import MetaData

from shared.eventlog.tables import log_tables

metadata = MetaData()
log = log_tables(metadata)
MIGRATIONS = "tests.support.toy_log.migrations"
