"""The room of messages."""

from wasl.core.room import Room


class MessagesRoom(Room):
    """The room of messages."""

    name = "wasl.messages"
    label = "outbox"
