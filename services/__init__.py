"""The services of Loket."""
