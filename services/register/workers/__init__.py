"""What reaches outside: the feed of zones, and the vehicle register about plates nobody applied for."""
