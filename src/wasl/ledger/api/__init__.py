"""The REST endpoints of the books."""

from ninja import Router

from wasl.ledger.api import chart, entries, journals, periods, reports

router = Router()
for each in (chart, entries, journals, periods, reports):
    router.add_router("", each.router)

__all__ = ["router"]
