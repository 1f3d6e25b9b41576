"""What runs by itself: writing letters and handing them over."""
