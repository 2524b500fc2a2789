"""Draft, post and send invoices."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from wasl.access.actor import Actor
from wasl.core import clock, events, numbering, periods
from wasl.core.bulk import insert_rows, reserve_ids
from wasl.core.errors import BadInput, NotFound
from wasl.core.models import Company
from wasl.core.scope import current_company_id
from wasl.ledger import services as ledger
from wasl.ledger.errors import Immutable
from wasl.receivables import queries
from wasl.receivables.errors import AlreadyInvoiced
from wasl.receivables.models import DepositOffset, Document, DocumentLine, DocumentTax
from wasl.receivables.services import posting
from wasl.receivables.services.calculation import Context, Worked, work_out
from wasl.receivables.services.inputs import DocumentInput, LineDraft, Offset

SERIES = {"invoice": ("invoice", "INV"), "deposit": ("invoice", "INV"), "credit_note": ("credit_note", "CN")}
DOCUMENT_COLUMNS = tuple(field.attname for field in Document._meta.concrete_fields if field.name not in ("created_at",))
LINE_COLUMNS = tuple(field.attname for field in DocumentLine._meta.concrete_fields if field.name != "id")
TAX_COLUMNS = tuple(field.attname for field in DocumentTax._meta.concrete_fields if field.name != "id")


@transaction.atomic
def draft_invoice(*, actor: Actor, given: DocumentInput) -> Document:
    """Write an invoice as a draft: no number, no entry; it may change or be discarded.

    :raises AlreadyInvoiced: its origin was invoiced before.
    """
    actor.require("invoice.draft")
    context = Context.of(actor.company, [given.party_id])
    return _write(actor, context, [new_document(work_out(context, given))])[0]


@transaction.atomic
def change_draft(*, actor: Actor, document_id: int, given: DocumentInput, version: int) -> Document:
    """Replace what a draft says.

    :raises Immutable: it is posted.
    :raises StaleVersion: somebody else changed it since it was opened.
    """
    actor.require("invoice.draft")
    document = lock_document(document_id)
    document.expect(version)
    _refuse_posted(document)
    context = Context.of(actor.company, [given.party_id])
    worked = work_out(context, given)
    _clear(document)
    changed = filled(document, worked)
    changed.version += 1
    changed.save()
    _write_draft_parts(context, [(changed, worked)])
    events.record("invoice.changed", changed, party_id=changed.party_id)
    return changed


@transaction.atomic
def discard_draft(*, actor: Actor, document_id: int) -> None:
    """Throw a draft away; what it billed is free again.

    :raises Immutable: it is posted.
    """
    actor.require("invoice.draft")
    document = lock_document(document_id)
    _refuse_posted(document)
    events.record("invoice.discarded", document, party_id=document.party_id, origin=document.origin)
    _clear(document)
    document.delete()


@transaction.atomic
def post_invoice(*, actor: Actor, document_id: int) -> Document:
    """Post a draft: number, entry, open item, tax report, event, in one transaction.

    Taxes and rates are those of the document's date.

    :raises Immutable: it is posted already.
    :raises PeriodLocked: its date lies in a locked period.
    """
    actor.require("invoice.post")
    document = lock_document(document_id)
    _refuse_posted(document)
    given = input_of(document)
    context = Context.of(actor.company, [given.party_id])
    worked = work_out(context, given)
    _clear(document)
    document = filled(document, worked)
    posted = _post(context, [(document, worked)])
    document.version += 1
    document.save()
    _write_parts(context, posted)
    return document


@transaction.atomic
def issue_invoices(*, actor: Actor, given: Sequence[DocumentInput]) -> list[Document]:
    """Write and post many invoices at once (recurring runs, imports, demo data): the same as one by one."""
    actor.require("invoice.post")
    context = Context.of(actor.company, [one.party_id for one in given])
    posted = post_new(actor.member_id, context, [new_document(work_out(context, one)) for one in given])
    return [plan.document for plan in posted]


def issue_invoice(*, actor: Actor, given: DocumentInput) -> Document:
    """Write and post one invoice in one act."""
    actor.require("invoice.post")
    return issue_invoices(actor=actor, given=[given])[0]


def preview(*, actor: Actor, given: DocumentInput) -> Worked:
    """Return what a document would come to, writing nothing."""
    actor.require("invoice.draft")
    return work_out(Context.of(actor.company, [given.party_id]), given)


@transaction.atomic
def mark_sent(*, actor: Actor, document_id: int) -> Document:
    """Record that a posted document went to the customer; once it did, nothing more is recorded.

    :raises NotFound: it is a draft or reversed.
    """
    actor.require("invoice.post")
    document = lock_document(document_id)
    if document.state != "posted":
        raise NotFound()
    if document.sent_at is not None:
        return document
    document.sent_at = clock.now()
    document.save(update_fields=["sent_at"])
    events.record("invoice.sent", document, party_id=document.party_id, number=document.number)
    return document


def lock_document(document_id: int) -> Document:
    """Lock a document of this company.

    :raises NotFound: there is none.
    """
    document: Document | None = Document.objects.select_for_update().filter(pk=document_id).first()
    if document is None:
        raise NotFound()
    return document


def input_of(document: Document) -> DocumentInput:
    """Return what a stored document says, as input."""
    lines = [
        LineDraft(
            line.description,
            line.quantity,
            line.price,
            line.tax_id,
            line.discount_percent,
            line.discount_minor,
            line.account_id,
            line.project_id,
            line.department_id,
            line.origin,
        )
        for line in DocumentLine.objects.filter(document=document).order_by("position")
    ]
    offsets = DepositOffset.objects.filter(document=document).order_by("pk")
    return DocumentInput(
        party_id=document.party_id,
        date=document.date,
        lines=lines,
        kind=document.kind,
        due_date=document.due_date,
        currency=document.currency,
        prices_include_tax=document.prices_include_tax,
        discount_percent=document.discount_percent,
        discount_minor=document.discount_minor,
        offsets=[Offset(offset.deposit_id, offset.net_minor or None) for offset in offsets],
        origin=document.origin,
        reference=document.reference,
        notes=document.notes,
    )


def post_new(owner_id: int | None, context: Context, new: Sequence[tuple[Document, Worked]]) -> list[posting.Plan]:
    """Post new documents that an act worked out, and write them."""
    for (document, _worked), key in zip(new, reserve_ids(Document, len(new)), strict=True):
        document.pk, document.owner_id = key, owner_id
    posted = _post(context, new)
    _insert([plan.document for plan in posted])
    _write_parts(context, posted)
    return posted


def filled(document: Document, worked: Worked) -> Document:
    """Write into a document what was worked out."""
    given, result = worked.given, worked.result
    document.kind, document.party_id, document.date = given.kind, given.party_id, given.date
    document.due_date, document.currency, document.rate = worked.due_date, worked.currency, worked.rate
    document.prices_include_tax = given.prices_include_tax
    document.discount_percent, document.discount_minor = given.discount_percent, given.discount_minor
    document.origin, document.reference, document.notes = given.origin, given.reference, given.notes
    document.net_minor, document.tax_minor = result.net_minor, result.tax_minor
    document.total_minor = result.total_minor
    return document


def new_document(worked: Worked) -> tuple[Document, Worked]:
    """Return a new document of what was worked out."""
    return filled(Document(company_id=current_company_id()), worked), worked


def _write(actor: Actor, context: Context, new: Sequence[tuple[Document, Worked]]) -> list[Document]:
    for (document, _worked), key in zip(new, reserve_ids(Document, len(new)), strict=True):
        document.pk, document.owner_id = key, actor.member_id
    documents = [document for document, _worked in new]
    _insert(documents)
    _write_draft_parts(context, new)
    events.record_many("invoice.drafted", [(one, one.party_id, {"total_minor": one.total_minor}) for one in documents])
    return documents


def _post(context: Context, new: Sequence[tuple[Document, Worked]]) -> list[posting.Plan]:
    plans = [posting.plan(context, document, worked) for document, worked in new]
    _number(context.company, [document for document, _worked in new])
    now = clock.now()
    entries = ledger.post_entries([plan.entry for plan in plans])
    for plan, entry in zip(plans, entries, strict=True):
        plan.document.state, plan.document.entry, plan.document.posted_at = "posted", entry, now
    posting.report(context, plans)
    events.record_many(
        "credit_note.posted" if new[0][0].is_credit else "invoice.posted",
        [
            (document, document.party_id, {"number": document.number, "total_minor": document.total_minor})
            for document, _worked in new
        ],
    )
    return plans


def _number(company: Company, documents: Sequence[Document]) -> None:
    by_series: dict[tuple[str, str, int], list[Document]] = defaultdict(list)
    start = company.fiscal_year_start_month
    for document in documents:
        by_series[(*SERIES[document.kind], periods.fiscal_year(document.date, start))].append(document)
    for (series, prefix, year), of_series in sorted(by_series.items(), key=lambda one: one[0]):
        for document, number in zip(of_series, numbering.take_numbers(series, year, len(of_series)), strict=True):
            document.number = numbering.format_number(prefix, year, number)


def _insert(documents: Sequence[Document]) -> None:
    rows = [[getattr(one, name) for name in DOCUMENT_COLUMNS] for one in documents]
    try:
        with transaction.atomic():
            insert_rows(Document, DOCUMENT_COLUMNS, rows)
    except IntegrityError as error:
        if "origin" in str(error):
            raise AlreadyInvoiced("origin") from error
        raise


def _write_parts(context: Context, plans: Sequence[posting.Plan]) -> None:
    lines: list[DocumentLine] = []
    taxes: list[DocumentTax] = []
    for plan in plans:
        lines += posting.line_rows(context, plan.document, plan.worked, plan.nets_minor)
        taxes += posting.tax_rows(plan.document, plan.worked, plan.nets_minor, plan.taxes_minor)
    _insert_parts(lines, taxes)
    posting.write_uses(plans)


def _write_draft_parts(context: Context, drafts: Sequence[tuple[Document, Worked]]) -> None:
    lines: list[DocumentLine] = []
    taxes: list[DocumentTax] = []
    for document, worked in drafts:
        _refuse_no_deposits(worked.given.offsets)
        nothing = [0] * len(worked.lines)
        lines += posting.line_rows(context, document, worked, nothing)
        taxes += posting.tax_rows(document, worked, nothing, {})
        for offset in worked.given.offsets:
            DepositOffset.objects.create(
                deposit_id=offset.deposit_id, document=document, net_minor=offset.net_minor or 0
            )
    _insert_parts(lines, taxes)


def _refuse_no_deposits(offsets: Sequence[Offset]) -> None:
    """Refuse what is no deposit, is named twice, or takes a negative part.

    :raises BadInput: one is.
    """
    deposits = queries.deposits_left([offset.deposit_id for offset in offsets]) if offsets else {}
    if len(deposits) < len(offsets) or any((offset.net_minor or 0) < 0 for offset in offsets):
        raise BadInput("offsets", reason=_("Choose deposits that were invoiced, each of them once."))


def _insert_parts(lines: Sequence[DocumentLine], taxes: Sequence[DocumentTax]) -> None:
    insert_rows(DocumentLine, LINE_COLUMNS, [[getattr(line, name) for name in LINE_COLUMNS] for line in lines])
    insert_rows(DocumentTax, TAX_COLUMNS, [[getattr(tax, name) for name in TAX_COLUMNS] for tax in taxes])


def _clear(document: Document) -> None:
    for part in (DocumentLine, DocumentTax, DepositOffset):
        part.objects.filter(document=document).delete()


def _refuse_posted(document: Document) -> None:
    if document.state != "draft":
        raise Immutable()
