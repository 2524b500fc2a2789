"""The REST endpoints of leads, deals, activities and imports."""

from ninja import Router

from wasl.crm.api import activities, deals, imports, leads, pipelines

router = Router()
for each in (leads, deals, activities, pipelines, imports):
    router.add_router("", each.router)

__all__ = ["router"]
