"""Pages of projects and time."""
