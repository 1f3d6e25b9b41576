"""The register's own tables, made of what decisions and notifications publish; it has no log."""

from __future__ import annotations

from sqlalchemy import MetaData

from shared.eventlog.tables import consumer_table, lease_table
from shared.runtime.access_log_table import access_log_table

metadata = MetaData()
consumer_positions = consumer_table(metadata)
access_log = access_log_table(metadata)
lease_table(metadata)
