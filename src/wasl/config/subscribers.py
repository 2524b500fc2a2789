"""Who hangs on which event: the one visible table (functions at once, in the transaction; tasks later)."""

SUBSCRIBERS: dict[str, list[str]] = {
    "company.created": ["wasl.ledger.services.set_up_company", "wasl.crm.services.set_up_company"],
    "import.started": ["wasl.crm.jobs.carry_on_import"],
    "import.resumed": ["wasl.crm.jobs.carry_on_import"],
    "import.undo_started": ["wasl.crm.jobs.carry_on_import"],
    "cost_rate.set": ["wasl.projects.services.follow_cost_rate"],
    "invoice.changed": ["wasl.projects.services.follow_changed_invoice"],
    "invoice.discarded": ["wasl.projects.services.follow_discarded_invoice"],
    "invoice.reversed": ["wasl.projects.services.follow_reversed_invoice"],
}
