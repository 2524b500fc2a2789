"""The room of projects."""

from wasl.core.room import Room


class ProjectsRoom(Room):
    """The room of projects."""

    name = "wasl.projects"
    label = "projects"
