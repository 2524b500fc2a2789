"""The REST API of all rooms, put together."""
