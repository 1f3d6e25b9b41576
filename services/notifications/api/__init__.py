"""What can be asked of this service over HTTP."""
