"""The REST endpoints of projects, their billing and their time."""

from ninja import Router

from wasl.projects.api import billing, projects, time

router = Router()
for each in (projects, billing, time):
    router.add_router("", each.router)

__all__ = ["router"]
