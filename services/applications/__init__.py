"""applications service."""
