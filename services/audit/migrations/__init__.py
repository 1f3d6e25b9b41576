"""The schema of the audit service, step by step."""
