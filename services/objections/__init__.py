"""objections service."""
