"""The REST API of all rooms, put together."""

from wasl.core.room import Room


class ApiRoom(Room):
    """The API's addresses, who may call it, its description and its page."""

    name = "wasl.api"
    label = "api"
