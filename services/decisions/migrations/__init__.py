"""The schema of the decisions database, step by step."""
