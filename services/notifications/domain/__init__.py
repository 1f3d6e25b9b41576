"""What a letter is, and what it must say."""
