"""Who hangs on which event: the one visible table (functions at once, in the transaction; tasks later)."""

SUBSCRIBERS: dict[str, list[str]] = {
    "company.created": ["wasl.ledger.services.set_up_company"],
}
