"""Two audiences: who keeps the zones (cameras, enforcement officers), and audit."""
