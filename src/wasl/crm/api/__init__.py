"""The REST endpoints of leads, deals and activities."""

from ninja import Router

from wasl.crm.api import activities, deals, leads, pipelines

router = Router()
for each in (leads, deals, activities, pipelines):
    router.add_router("", each.router)

__all__ = ["router"]
