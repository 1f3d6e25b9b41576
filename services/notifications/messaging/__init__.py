"""What this service hears and tells."""
