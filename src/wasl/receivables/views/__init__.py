"""Pages of customer documents and payments."""
