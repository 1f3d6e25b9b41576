"""Read models of the decisions service: inline tables that commands may ask, and what the API reads."""

from sqlalchemy import MetaData

from shared.eventlog.tables import log_tables
from shared.runtime.access_log_table import access_log_table

metadata = MetaData()
log = log_tables(metadata)
access_log = access_log_table(metadata)
