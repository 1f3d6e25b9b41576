"""Numbered steps; none is changed once it was released."""
