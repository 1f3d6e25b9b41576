"""What a camera asks: has this plate access to this zone at this moment, and why."""
