"""The service's tables: its log, and one file per reader with table, projector and query together."""

from __future__ import annotations

from sqlalchemy import MetaData

from shared.eventlog.tables import log_tables
from shared.runtime.access_log_table import access_log_table

metadata = MetaData()
log = log_tables(metadata)
access_log = access_log_table(metadata)
