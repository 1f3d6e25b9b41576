"""Schema revisions of the register."""
