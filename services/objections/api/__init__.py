"""The HTTP side, one file per audience."""
