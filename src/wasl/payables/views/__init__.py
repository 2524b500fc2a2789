"""Pages of expense claims."""
