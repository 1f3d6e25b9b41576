"""Read models of the decisions service: inline tables that commands may ask, and what the API reads."""

from sqlalchemy import MetaData

from shared.eventlog.tables import log_tables

metadata = MetaData()
log = log_tables(metadata)
