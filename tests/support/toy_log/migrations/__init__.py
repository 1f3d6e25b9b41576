"""Migrations of the toy log."""
