"""What a recorded act is to an auditor: who, when, for which case, and because of what."""
