"""Pages of leads, deals, next steps and imports."""
