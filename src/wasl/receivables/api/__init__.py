"""The REST endpoints of invoices, credit notes and payments."""

from ninja import Router

from wasl.receivables.api import accounts, invoices, payments, settling

router = Router()
for each in (invoices, settling, payments, accounts):
    router.add_router("", each.router)

__all__ = ["router"]
