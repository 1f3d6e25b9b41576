"""The chapters of the main job, in the order of the story told by `main_job.py`."""
