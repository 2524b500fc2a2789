"""Departments, employees and cost rates."""

from wasl.core.room import Room


class PeopleRoom(Room):
    """The people who do the work."""

    name = "wasl.people"
    label = "people"
