"""Sealed values and the key vault."""
