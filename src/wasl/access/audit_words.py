"""How what happened reads in the audit trail: events, the records they are about, and what is known of them, in words.

Rooms say in `event_words` how an event reads on a timeline. Here is how every other one reads: by what was done, and to
what kind of record.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.apps import apps
from django.db.models import CharField, F, Value
from django.db.models.functions import Cast, Coalesce, NullIf
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wasl.access.forms import LANGUAGES, ROLES
from wasl.core import formats, room
from wasl.core.imports import importer_kinds
from wasl.core.models import CompanyModel, Event
from wasl.core.panels import event_line

NAMES = ("number", "title", "subject", "file_name", "name", "code", "description")
ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")
NOUNS = {
    "account": _("Account"),
    "activity": pgettext_lazy("audit", "Follow-up"),
    "bank_fee": _("Bank fee"),
    "billing_rule": _("Billing rule"),
    "claim": _("Expense"),
    "company": _("Company"),
    "cost_rate": _("Cost of an hour"),
    "credit": pgettext_lazy("audit", "Credit"),
    "credit_note": _("Credit note"),
    "deal": _("Deal"),
    "department": _("Department"),
    "employee": _("Employee"),
    "file": _("File"),
    "import": _("Import"),
    "import_question": _("Question of an import"),
    "invoice": _("Invoice"),
    "journal": _("Journal"),
    "lead": _("Lead"),
    "member": _("Team member"),
    "message": _("Letter"),
    "message_template": _("Template of letters"),
    "milestone": _("Milestone"),
    "party": _("Customer"),
    "payment": _("Payment"),
    "period": _("Period"),
    "project": _("Project"),
    "quote": _("Quote"),
    "rate": _("Exchange rate"),
    "reminder": _("Payment reminder"),
    "service": _("Service"),
    "stage": _("Stage"),
    "tax": _("Tax"),
    "time": _("Time"),
    "token": pgettext_lazy("audit", "API token"),
    "view": _("Saved view"),
    "year": _("Fiscal year"),
}
VERBS = {
    "added": pgettext_lazy("audit", "Added"),
    "answered": pgettext_lazy("audit", "Answered"),
    "applied": pgettext_lazy("audit", "Applied"),
    "approved": pgettext_lazy("audit", "Approved"),
    "booked": pgettext_lazy("audit", "Booked"),
    "changed": pgettext_lazy("audit", "Changed"),
    "completed": pgettext_lazy("audit", "Done"),
    "created": pgettext_lazy("audit", "Created"),
    "deleted": pgettext_lazy("audit", "Deleted"),
    "digits_chosen": pgettext_lazy("audit", "Digits chosen"),
    "discarded": pgettext_lazy("audit", "Discarded"),
    "drafted": pgettext_lazy("audit", "Drafted"),
    "handed_over": pgettext_lazy("audit", "Handed over"),
    "handed_to_delivery": pgettext_lazy("audit", "Handed over to delivery"),
    "imported": pgettext_lazy("audit", "Imported"),
    "invited": pgettext_lazy("audit", "Invited"),
    "joined": pgettext_lazy("audit", "Signed in for the first time"),
    "let_back": pgettext_lazy("audit", "Let back in"),
    "logged": pgettext_lazy("audit", "Logged"),
    "planned": pgettext_lazy("audit", "Planned"),
    "made_default": pgettext_lazy("audit", "Made the usual one"),
    "module_switched": pgettext_lazy("audit", "Part switched"),
    "made": pgettext_lazy("audit", "Made"),
    "moved": pgettext_lazy("audit", "Postponed"),
    "posted": pgettext_lazy("audit", "Posted"),
    "put_right": pgettext_lazy("audit", "Put right"),
    "rate_set": pgettext_lazy("audit", "Rate set"),
    "reimbursed": pgettext_lazy("audit", "Paid back"),
    "retried": pgettext_lazy("audit", "Tried again"),
    "reversed": pgettext_lazy("audit", "Reversed"),
    "revoked": pgettext_lazy("audit", "Revoked"),
    "set": pgettext_lazy("audit", "Set"),
    "shut_out": pgettext_lazy("audit", "Shut out"),
}
FACTS = {
    "address": _("Address"),
    "address_ar": _("Arabic address"),
    "amount": _("Amount"),
    "amount_minor": _("Amount"),
    "answer": _("Correct value"),
    "arabic": _("Arabic-Indic digits"),
    "before": pgettext_lazy("audit", "Before"),
    "budget": _("Budget"),
    "city": _("City"),
    "code": _("Code"),
    "contact_name": _("Contact person"),
    "country": _("Country"),
    "created": _("New"),
    "credit": pgettext_lazy("audit", "Credit"),
    "date": _("Date"),
    "deal": _("Deal"),
    "document": _("Document"),
    "due": _("Due"),
    "email": _("E-mail"),
    "employee": _("Employee"),
    "expected_close": _("Expected close"),
    "field": pgettext_lazy("audit", "Field"),
    "fields": pgettext_lazy("audit", "What changed"),
    "file_name": _("File"),
    "fiscal_year_start_month": _("Fiscal year begins in"),
    "hours": _("Hours"),
    "iban": _("IBAN"),
    "imported": _("Imported"),
    "is_active": _("In use"),
    "is_shared": _("Shared"),
    "kept": pgettext_lazy("audit", "Kept"),
    "kind": _("Kind"),
    "language": _("Language"),
    "lead": _("Lead"),
    "locked_until": pgettext_lazy("audit", "Closed up to"),
    "logo": _("Logo"),
    "member": _("Team member"),
    "message": _("What they ask for"),
    "module": pgettext_lazy("audit", "Part"),
    "name": _("Name"),
    "name_ar": _("Arabic name"),
    "net_minor": pgettext_lazy("audit", "Net"),
    "notes": _("Notes"),
    "number": _("Number"),
    "on": pgettext_lazy("audit", "Switched on"),
    "origin": pgettext_lazy("audit", "Made of"),
    "owner": _("Owner"),
    "party": _("Customer"),
    "percent": _("Percent"),
    "phone": _("Phone"),
    "product": _("Service"),
    "project": _("Project"),
    "rate": _("Rate"),
    "read": pgettext_lazy("audit", "Rows read"),
    "reason": _("Reason"),
    "registration_number": _("Commercial registration"),
    "rejected": _("Refused"),
    "removed": pgettext_lazy("audit", "Removed"),
    "required": pgettext_lazy("audit", "Asked for"),
    "restored": pgettext_lazy("audit", "Restored"),
    "role": _("Role"),
    "role_before": pgettext_lazy("audit", "Role before"),
    "roles": pgettext_lazy("audit", "Roles"),
    "rows": pgettext_lazy("audit", "Rows"),
    "scopes": pgettext_lazy("audit", "What it may do"),
    "show_hijri": _("Show Hijri days beside Gregorian ones"),
    "source": _("Source"),
    "stage": _("Stage"),
    "subject": _("Subject"),
    "tax_minor": _("Tax"),
    "tax_number": _("Tax registration number"),
    "time_zone": _("Time zone"),
    "title": _("Title"),
    "to": _("To"),
    "total_minor": _("Total"),
    "unchanged": _("As before"),
    "until": _("New day"),
    "updated": pgettext_lazy("audit", "Rows changed"),
    "valid_from": _("Valid from"),
    "value": pgettext_lazy("audit", "Value"),
    "website": _("Website"),
}
VALUES = {
    "call": _("Call"),
    "crm": _("Sales"),
    "email": pgettext_lazy("kind of activity", "E-mail"),
    "finance": _("Finance"),
    "fixed": _("Fixed price"),
    "meeting": _("Meeting"),
    "milestone": _("Milestones"),
    "note": _("Note"),
    "projects": _("Projects"),
    "task": _("Task"),
    "time_materials": pgettext_lazy("audit", "By the hour"),
}
SILENT = frozenset({"currency", "activity_id", "attachment_id", "document_ids", "origin", "was"})  # said otherwise


def what(name: str, facts: dict[str, Any]) -> str:
    """Return what happened in words; the bare name of an event that nobody has words for."""
    if line := event_line(name, facts):
        return line[1]
    noun, _dot, verb = name.partition(".")
    if noun in NOUNS and verb in VERBS:
        return f"{VERBS[verb]}: {NOUNS[noun]}"
    return name


def kind_of(event: Event) -> str:
    """Return what kind of record an event is about."""
    noun = event.name.partition(".")[0]
    called = (each.source_names[event.subject_kind] for each in room.rooms() if event.subject_kind in each.source_names)
    return str(next(called, NOUNS.get(noun, event.subject_kind)))


def names_like(text: str) -> list[str]:
    """Return the names of events whose words hold a text."""
    asked = text.casefold()
    said = {name: str(words) for each in room.rooms() for name, (_icon, words) in each.event_words.items()}
    said |= {f"{noun}.{verb}": what(f"{noun}.{verb}", {}) for noun in NOUNS for verb in VERBS}
    nouns = {noun for noun, word in NOUNS.items() if asked in str(word).casefold()}
    return [name for name, words in said.items() if asked in words.casefold() or name.partition(".")[0] in nouns]


def record_names(events: Iterable[Event]) -> dict[tuple[str, int], str]:
    """Return what people call the records of some events and those that their facts name, read in one statement."""
    wanted: dict[str, set[int]] = defaultdict(set)
    kinds = _kinds()
    for event in events:
        wanted[event.subject_kind].add(event.subject_id)
        for key, value in event.facts.items():
            kind = kinds.get(key.removesuffix("_id"), "")
            if key.endswith("_id") and kind and isinstance(value, int):
                wanted[kind].add(value)
    parts = [part for kind, keys in sorted(wanted.items()) if (part := _named(kind, keys)) is not None]
    found = parts[0].union(*parts[1:], all=True) if parts else []
    return {(kind, key): name for key, kind, name in found if name}


def facts_told(event: Event, names: dict[tuple[str, int], str], members: dict[Any, str], base: str) -> Sequence[Any]:
    """Return what is known of an event beyond its words, as pairs of label and value."""
    words = next(
        (words for each in room.rooms() for key, (_i, words) in each.event_words.items() if key == event.name), ""
    )
    shown = set(re.findall(r"%\((\w+)\)", str(words)))
    if (event.subject_kind, event.subject_id) in names:
        shown |= set(NAMES)
    told = []
    for key, value in event.facts.items():
        if formats.language() == "ar":
            value = event.facts.get(f"{key}_ar") or value
        is_told = value is False or value not in (None, "", 0, [], {})
        if not is_told or key in shown | SILENT or key.removesuffix("_ar") in shown | event.facts.keys() - {key}:
            continue
        bare = key.removesuffix("_id")
        if key in ("owner_id", "before") and value in members:
            value = members[value]
        elif key.endswith("_id"):
            value = names.get((_kinds().get(bare, ""), value), value)
        told.append(
            (str(FACTS.get(key, FACTS.get(bare, key))), _value(key, value, event.facts.get("currency") or base))
        )
    return told


def _value(key: str, value: Any, currency: str) -> str:
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    if isinstance(value, list):
        labels = [str(FACTS.get(str(each), FACTS.get(str(each).removesuffix("_id"), each))) for each in value]
        return formats.format_list(labels) if len(labels) > 1 else "".join(labels)
    if key.endswith("_minor") and isinstance(value, int):
        return formats.format_money(value, currency)
    if isinstance(value, str) and ISO_DAY.fullmatch(value):
        return formats.format_date(date.fromisoformat(value), None, date.min)
    known = VALUES | dict(ROLES) | dict(LANGUAGES) | {kind: each.label for kind, each in importer_kinds().items()}
    return str(known.get(value, value)) if key in ("kind", "role", "role_before", "module", "language") else str(value)


def _kinds() -> dict[str, str]:
    """Return the kind of record by the name of its model: `deal` is `crm.deal`."""
    models = [model for model in apps.get_models() if issubclass(model, CompanyModel)]
    return {str(model._meta.model_name): model._meta.label_lower for model in models}


def _named(kind: str, keys: set[int]) -> Any:
    """Return a query of what some records of a kind are called, None where they have no name."""
    model: Any = apps.get_model(kind)
    fields = {field.name for field in model._meta.concrete_fields}
    name = next((each for each in NAMES if each in fields), None)
    if name is None:
        return None
    said: Any = F(name)
    if name == "name" and "name_ar" in fields and formats.language() == "ar":
        said = Coalesce(NullIf(F("name_ar"), Value("")), F("name"))
    rows = model.objects.filter(pk__in=keys).order_by()
    return rows.annotate(
        audit_kind=Value(kind, output_field=CharField()), audit_name=Cast(said, CharField(max_length=300))
    ).values_list("pk", "audit_kind", "audit_name")
