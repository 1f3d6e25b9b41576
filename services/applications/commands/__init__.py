"""What can be done with an application, a file for each who does it; a method a command (load, call, save)."""
