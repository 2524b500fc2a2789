"""Every address of Wasl, with a record of the demo company for each part of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from wasl.access import sign_in_urls
from wasl.core.models import CompanyModel
from wasl.core.scope import company_scope

# Outside of a company, each with its reason.
PUBLIC = {
    "web:theme": "changes a cookie",
    "web:language": "changes a cookie",
    "web:manifest": "describes the app, not a company",
    "web:worker": "is the same for everybody",
    "web:offline": "is kept on the device and says nothing of anybody",
    "web:health_live": "tells that the process lives",
    "web:health_ready": "tells whether it can serve, nothing of a company",
    "web:alive": "tells who is signed in, or that nobody is",
    "web:components": "development only",
    "api:openapi": "describes the API, nothing of a company",
    "api:nothing_here": "says that there is no such address",
    "access:accept": "opened by somebody who cannot sign in yet, by a secret",
}
MODELS = {
    "party_id": "parties.Party",
    "lead_id": "crm.Lead",
    "deal_id": "crm.Deal",
    "stage_id": "crm.Stage",
    "activity_id": "crm.Activity",
    "question_id": "crm.ImportQuestion",
    "batch_id": "crm.ImportBatch",
    "member_id": "access.Member",
    "employee_id": "people.Employee",
    "department_id": "people.Department",
    "project_id": "projects.Project",
    "entry_id": "ledger.Entry",
    "milestone_id": "projects.Milestone",
    "service_id": "sales.Service",
    "quote_id": "sales.Quote",
    "document_id": "receivables.Document",
    "payment_id": "receivables.Payment",
    "item_id": "ledger.OpenItem",
    "claim_id": "payables.Claim",
    "account_id": "ledger.Account",
    "tax_id": "ledger.Tax",
    "journal_id": "ledger.Journal",
    "attachment_id": "core.Attachment",
    "refund_id": "receivables.Refund",
    "write_off_id": "receivables.WriteOff",
    "reimbursement_id": "payables.Reimbursement",
    "fee_id": "banking.BankFee",
    "message_id": "outbox.OutboxMessage",
    "run_id": "core.BulkRun",
    "view_id": "core.SavedView",
    "token_id": "access.ApiToken",
}
OTHER_MODELS = {("projects:time_change", "entry_id"): "projects.TimeEntry"}
OTHER_WORDS = {
    ("core:read", "kind"): "date",
    ("outbox:template", "kind"): "invoice",
    ("web:bulk", "act"): "deal.hand_over",
    ("core:pick", "kind"): "party",
    ("crm:deal_field", "field"): "title",
    ("core:pick_new", "kind"): "party",
    ("core:alike", "kind"): "party",
}
WORDS = {
    "by": "project",
    "module": "projects",
    "act": "submit",
    "currency": "SAR",
    "box": "sales_standard_tax",
    "kind": "accounts",
    "field": "phone",
    "lang": "en",
    "language": "en",
}


@dataclass(frozen=True)
class Route:
    """An address: its name and the parts that it takes."""

    name: str
    parts: tuple[str, ...]

    def url(self, company_id: int, order: str = "-pk") -> str | None:
        """Return the address of a company's record, the first in an order, None where it has no such record."""
        values: dict[str, Any] = {}
        for part in self.parts:
            if part in WORDS:
                values[part] = OTHER_WORDS.get((self.name, part), WORDS[part])
                continue
            model = apps.get_model(OTHER_MODELS.get((self.name, part), MODELS[part]))
            with company_scope(company_id):
                key = model.objects.order_by(order).values_list("pk", flat=True).first()
            if key is None:
                return None
            values[part] = key
        return reverse(self.name, kwargs=values)

    @property
    def has_record(self) -> bool:
        """Tell whether the address is that of a record."""
        return any(part not in WORDS for part in self.parts)


def routes() -> list[Route]:
    """Return Wasl's own routes that lie inside a company."""
    return [route for route in _walk(get_resolver().url_patterns, "") if route.name not in PUBLIC]


def sign_in_addresses() -> list[str]:
    """Return the addresses of sign-in and of one's own account, those with a secret in them left out."""
    return [f"/accounts/{one.pattern}" for one in sign_in_urls.urlpatterns if "?P" not in str(one.pattern)]


def company_models() -> list[type[CompanyModel]]:
    """Return every model whose rows belong to a company."""
    return [model for model in apps.get_models() if issubclass(model, CompanyModel)]


def _walk(patterns: list[URLPattern | URLResolver], space: str) -> Iterator[Route]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            if pattern.app_name == "ninja" or (
                str(pattern.pattern).startswith("accounts/") and pattern.app_name != "ledger"
            ):
                continue
            yield from _walk(pattern.url_patterns, pattern.namespace or space)
        elif pattern.name and space:
            yield Route(f"{space}:{pattern.name}", tuple(pattern.pattern.converters))
