"""One record of a person or an organisation."""

from wasl.core.room import Room


class PartiesRoom(Room):
    """Organisations and people, and the ways to reach them."""

    name = "wasl.parties"
    label = "parties"
