"""The HTTP side of the decisions service, one file per audience."""
