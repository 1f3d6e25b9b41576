"""Asking the vehicle register of the RDW (kentekenregister), and reading what it answers."""
