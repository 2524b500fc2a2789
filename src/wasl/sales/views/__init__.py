"""Pages of quotes, services and won deals."""
