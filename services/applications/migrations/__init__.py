"""The schema of the applications database, step by step."""
