"""What can be asked of the objections service: load, decide, save."""
