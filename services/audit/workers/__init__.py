"""Reading the journals of the other services, and verifying them on the way."""
