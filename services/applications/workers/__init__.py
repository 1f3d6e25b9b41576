"""Work that goes on by itself: asking the vehicle register."""
