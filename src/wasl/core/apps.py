"""The room that every room stands on."""

from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate, pre_migrate

from wasl.core.room import Room, ScheduledJob


class CoreRoom(Room):
    """Company scope, money, time, numbers, events, jobs, files."""

    name = "wasl.core"
    label = "core"
    acts = {
        "company.settings": {"owner": "company"},
        "audit.view": {"owner": "company", "finance": "company", "accountant": "company"},
    }
    checks = "wasl.core.integrity.CHECKS"
    schedules = [ScheduledJob("core.forget_done", "wasl.core.jobs.forget_done", 86_400)]

    def ready(self) -> None:
        """Make the indexes of search, and the walls, after every migration that may have made or rebuilt a table.

        Slow statements are logged on every connection.
        """
        from wasl.core.logs import tell_slow_statements

        connection_created.connect(tell_slow_statements)
        pre_migrate.connect(_remove_walls, sender=self)
        post_migrate.connect(_index_texts, sender=self)
        post_migrate.connect(_install_walls, sender=self)


def _index_texts(**_: object) -> None:
    from wasl.core import search_index

    search_index.install()


def _remove_walls(**_: object) -> None:
    from wasl.core import walls

    walls.remove()


def _install_walls(**_: object) -> None:
    from wasl.core import walls

    walls.install()
