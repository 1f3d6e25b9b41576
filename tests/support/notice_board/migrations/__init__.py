"""Migrations of the notice board."""
