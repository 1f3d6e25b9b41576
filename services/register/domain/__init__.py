"""When a plate has access to a zone: pure rules."""
