"""register service."""
