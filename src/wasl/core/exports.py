"""Everything of a company as tables: a table for each kind of record, read row by row, however many there are."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, BinaryIO

from django.apps import apps
from django.db import models
from openpyxl import Workbook

from wasl.core.attachments import file_path
from wasl.core.fields import FixedDecimalField
from wasl.core.models import Attachment, Company, CompanyModel
from wasl.core.money import exponent_of
from wasl.core.tabular import safe_cell

CHUNK = 2_000
SHEET_ROWS_MAX = 1_000_000
SHEET_NAME_MAX = 31
# What is no record of the company's, each with its reason.
LEFT_OUT = {
    "core.IdempotencyKey": "guards against doing an act twice",
    "core.BulkRun": "is a job's notebook",
    "access.Invitation": "keeps hashes of secrets",
    "access.ApiToken": "keeps hashes of secrets",
    "ledger.Rollup": "is summed from the lines",
    "ledger.DayRollup": "is summed from the lines",
    "ledger.RollupMark": "says up to where lines are summed",
}
MINOR = "_minor"


@dataclass(frozen=True)
class Export:
    """A table: its name, the heads of its columns, and its rows as text."""

    name: str
    columns: list[str]
    rows: Iterator[list[str]]


def tables(company: Company) -> Iterator[Export]:
    """Yield every table of the company in force; amounts are decimals in the currency that stands beside them."""
    yield _table(Company, company)
    for model in apps.get_models():
        if issubclass(model, CompanyModel) and model._meta.label not in LEFT_OUT:
            yield _table(model, company)


def write_csv(company: Company, out: BinaryIO) -> int:
    """Write a ZIP with a CSV (UTF-8) for each table, and all files; returns how many rows there are."""
    count = 0
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as folder:
        for table in tables(company):
            with folder.open(f"{table.name}.csv", "w", force_zip64=True) as raw:
                file = io.TextIOWrapper(raw, "utf-8-sig", newline="")
                writer = csv.writer(file)
                writer.writerow(table.columns)
                for row in table.rows:
                    writer.writerow(row)
                    count += 1
                file.flush()
                file.detach()
        for attachment in Attachment.objects.order_by("pk").iterator(CHUNK):
            if (path := file_path(attachment.content_hash)).is_file():
                folder.write(path, f"files/{attachment.pk}-{attachment.file_name}")
    return count


def write_xlsx(company: Company, path: Path) -> int:
    """Write a workbook with a sheet for each table, a further one where it is longer than a sheet; returns the rows."""
    book, count = Workbook(write_only=True), 0
    for table in tables(company):
        sheet: Any = None
        part = 0
        for place, row in enumerate(_with_head(table)):
            if place % SHEET_ROWS_MAX == 0:
                part += 1
                sheet = book.create_sheet(_sheet_name(table.name, part))
            sheet.append(row)
            count += place > 0
    book.save(path)
    return count


def _with_head(table: Export) -> Iterator[list[str]]:
    yield table.columns
    yield from table.rows


def _sheet_name(name: str, part: int) -> str:
    end = f" {part}" if part > 1 else ""
    return name[: SHEET_NAME_MAX - len(end)] + end


def _table(model: type[CompanyModel | Company], company: Company) -> Export:
    fields = [field for field in model._meta.concrete_fields if field.name != "company"]
    columns = [field.attname.removesuffix(MINOR) for field in fields]
    return Export(model._meta.label_lower.replace(".", "_"), columns, _rows(model, fields, company))


def _rows(model: type[CompanyModel | Company], fields: list[Any], company: Company) -> Iterator[list[str]]:
    writers = [_writer(field) for field in fields]
    names = [field.attname for field in fields]
    amounts = [place for place, name in enumerate(names) if name.endswith(MINOR)]
    currency = names.index("currency") if "currency" in names else None
    base = company.base_currency
    found = model.objects.filter(pk=company.pk) if model is Company else model.objects.order_by("pk")
    for values in found.values_list(*names).iterator(CHUNK):
        row = [write(value) for write, value in zip(writers, values, strict=True)]
        for place in amounts:
            own = names[place].startswith("base") or currency is None
            row[place] = plain_amount(values[place], base if own else values[currency] or base)
        yield row


def plain_amount(minor: int | None, currency: str) -> str:
    """Return minor units as a decimal without grouping; nothing for none."""
    if minor is None:
        return ""
    places = exponent_of(currency)
    if not places:
        return str(minor)
    whole, rest = divmod(abs(minor), 10**places)
    return f"{'-' if minor < 0 else ''}{whole}.{rest:0{places}d}"


def _writer(field: models.Field[Any, Any]) -> Callable[[Any], str]:
    if isinstance(field, models.JSONField):
        return lambda value: safe_cell(json.dumps(value, ensure_ascii=False, sort_keys=True))
    if isinstance(field, models.DateTimeField | models.DateField | models.TimeField):
        return _moment
    if isinstance(field, FixedDecimalField):
        return lambda value: "" if value is None else f"{value:f}"
    if isinstance(field, models.CharField | models.TextField):
        return lambda value: safe_cell(value) if value else ""
    return lambda value: "" if value is None else str(value)


def _moment(value: date | datetime | None) -> str:
    return "" if value is None else value.isoformat()
