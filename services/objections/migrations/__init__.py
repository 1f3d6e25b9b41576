"""The schema of the objections service, step by step."""
