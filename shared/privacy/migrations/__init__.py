"""Schema revisions of the vault."""
