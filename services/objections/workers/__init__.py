"""Work that goes on by itself: terms to repair that pass."""
