"""The main job, played as a client of the HTTP APIs."""
