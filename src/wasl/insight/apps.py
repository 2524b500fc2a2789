"""The room of insight."""

from wasl.core.room import Room


class InsightRoom(Room):
    """The room of insight."""

    name = "wasl.insight"
    label = "insight"
