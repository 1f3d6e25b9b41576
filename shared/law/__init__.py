"""Statutory terms and the calendar: pure functions, an article each."""
