"""The published language between services: frozen, versioned, additive."""
