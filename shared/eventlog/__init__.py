"""The event log: a persistence module for the eventsourcing library, on SQLAlchemy Core."""
