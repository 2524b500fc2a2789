"""The REST endpoints of services, quotes and won deals."""

from ninja import Router

from wasl.sales.api import quotes, services, wins

router = Router()
for each in (services, quotes, wins):
    router.add_router("", each.router)

__all__ = ["router"]
