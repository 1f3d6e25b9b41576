"""Tables of the objections service: the log's, those that commands ask, and the read models."""

from sqlalchemy import MetaData

from shared.eventlog.tables import log_tables

metadata = MetaData()
log = log_tables(metadata)
