"""The service's tables: its log, and one file per reader with table, projector and query together."""

from __future__ import annotations

from sqlalchemy import MetaData

from shared.eventlog.tables import log_tables

metadata = MetaData()
log = log_tables(metadata)
