"""Audit's own tables, made of the journals of the other services; it has no log."""

from sqlalchemy import MetaData

from shared.eventlog.tables import consumer_table, lease_table

metadata = MetaData()
consumer_positions = consumer_table(metadata)
lease_table(metadata)
