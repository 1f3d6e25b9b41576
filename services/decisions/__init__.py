"""decisions service."""
