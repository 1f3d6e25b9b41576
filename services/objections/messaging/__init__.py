"""What the objections service tells others, and what it does when others tell it something."""
