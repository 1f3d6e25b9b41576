"""The HTTP side, for auditors."""
