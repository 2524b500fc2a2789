"""The room of sales."""

from wasl.core.room import Room


class SalesRoom(Room):
    """The room of sales."""

    name = "wasl.sales"
    label = "sales"
