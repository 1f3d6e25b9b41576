"""What the service tells others, and how it reacts to what they tell."""
