"""What the decisions service tells other services, and what it does on hearing from them."""
