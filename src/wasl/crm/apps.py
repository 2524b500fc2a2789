"""The room of crm."""

from wasl.core.room import Room


class CrmRoom(Room):
    """The room of crm."""

    name = "wasl.crm"
    label = "crm"
