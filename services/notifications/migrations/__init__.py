"""The schema of the notifications service, step by step."""
