"""What an objection is, and what may be done with it."""
