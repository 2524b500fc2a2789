"""Pages of companies and members."""
