"""Migrations of the reading room."""
