"""The charts of the owner's dashboard, each with its finding in a sentence and the table behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from wasl.access.actor import Actor
from wasl.core import periods
from wasl.core.formats import currency_word, format_minor, format_money, format_month
from wasl.core.money import exponent_of
from wasl.core.pages import figure
from wasl.insight.queries import Flow, Pipeline
from wasl.ledger.queries import ProfitAndLoss
from wasl.receivables.pdf import bucket_name

TEAL, AMBER, GREEN, RED = 1, 2, "ok", "bad"


@dataclass(frozen=True)
class Chart:
    """A chart: `finding` says what it shows, `spec` is what is drawn, `table` the same figures as rows."""

    key: str
    title: str
    finding: str
    spec: dict[str, Any]
    table: dict[str, Any]


def flow_chart(actor: Actor, flow: Sequence[Flow]) -> Chart:
    """Return what was won, billed and paid by month."""
    base = actor.company.base_currency
    names = (_("Booked"), _("Invoiced"), _("Received"))
    sums = [sum(values) for values in zip(*((f.booked_minor, f.billed_minor, f.paid_minor) for f in flow), strict=True)]
    finding = _("In twelve months %(booked)s were won, %(billed)s billed and %(paid)s paid.") % {
        key: format_money(minor, base, whole_if_possible=True)
        for key, minor in zip(("booked", "billed", "paid"), sums, strict=True)
    }
    rows = [
        [
            format_month(f.month, get_language()),
            *(figure(m, base, u) for m, u in zip(_minors(f), _urls(f.month), strict=True)),
        ]
        for f in reversed(flow)
    ]
    spec = _spec(
        actor,
        finding,
        [format_month(f.month, get_language()) for f in flow],
        [
            {"name": name, "values": _scaled([_minors(f)[place] for f in flow], base), "colour": place + 1}
            for place, name in enumerate(names)
        ],
        [_urls(f.month)[1] for f in flow],
    )
    total = [_("Total"), *(format_minor(minor, base) for minor in sums)]
    return Chart("flow", _("From won to paid"), finding, spec, _table(actor, _("Month"), names, rows, total))


def pipeline_chart(actor: Actor, found: Pipeline) -> Chart:
    """Return what is open by stage."""
    base = actor.company.base_currency
    language = get_language() or "en"
    count = sum(each for _stage, each, _minor in found.stages)
    finding = _("%(count)s open deals are worth %(value)s, weighted by their chance %(weighted)s.") % {
        "count": count,
        "value": format_money(found.value_minor, base, whole_if_possible=True),
        "weighted": format_money(found.weighted_minor, base, whole_if_possible=True),
    }
    labels = [stage.display_name(language[:2]) for stage, _count, _minor in found.stages]
    urls = [f"{reverse('crm:deals')}?stage={stage.pk}" for stage, _count, _minor in found.stages]
    rows = [
        [label, str(each), figure(minor, base, url)]
        for label, url, (_stage, each, minor) in zip(labels, urls, found.stages, strict=True)
    ]
    values = _scaled([minor for _stage, _count, minor in found.stages], base)
    spec = _spec(actor, finding, labels, [{"name": _("Value"), "values": values, "colour": TEAL}], urls)
    spec["figures"] = values
    total = [_("Total"), str(count), format_minor(found.value_minor, base)]
    table = _table(actor, _("Stage"), (_("Deals"), _("Value")), rows, total, plain=1)
    return Chart("pipeline", _("Pipeline"), finding, spec, table)


def ageing_chart(actor: Actor, ages: dict[str, int], today: date) -> Chart:
    """Return what customers owe by how late it is."""
    base = actor.company.base_currency
    late = sum(minor for bucket, minor in ages.items() if bucket != "not_due")
    finding = (_("%(late)s of %(owed)s is late.") if late else _("Nothing is late.")) % {
        "late": format_money(late, base, whole_if_possible=True),
        "owed": format_money(sum(ages.values()), base, whole_if_possible=True),
    }
    labels = [str(bucket_name(bucket)) for bucket in ages]
    urls = [
        f"{reverse('receivables:aged_items')}?{urlencode({'at': today.isoformat(), 'bucket': bucket})}"
        for bucket in ages
    ]
    rows = [[label, figure(minor, base, url)] for label, url, minor in zip(labels, urls, ages.values(), strict=True)]
    colours = [TEAL if bucket == "not_due" else AMBER for bucket in ages]
    series = {"name": _("Owed to us"), "values": _scaled(list(ages.values()), base), "colours": colours}
    spec = _spec(actor, finding, labels, [series], urls)
    spec["figures"] = series["values"]
    total = [_("Total"), format_minor(sum(ages.values()), base)]
    return Chart("ageing", _("Owed to us"), finding, spec, _table(actor, _("Age"), (_("Amount"),), rows, total))


def waterfall(actor: Actor, report: ProfitAndLoss, span: dict[str, date]) -> Chart:
    """Return how the year's income becomes its profit, expense by kind, the largest first."""
    base = actor.company.base_currency
    url = f"{reverse('ledger:profit')}?{urlencode(span)}"
    steps = sorted(report.expenses, key=lambda line: -line[1])
    shown, rest = steps[:4], sum(minor for _account, minor in steps[4:])
    language = (get_language() or "en")[:2]
    pairs = [(account.display_name(language), -minor) for account, minor in shown]
    if rest:
        pairs.append((_("Other expenses"), -rest))
    finding = _outcome(report.profit_minor) % {
        "income": format_money(report.income_minor, base, whole_if_possible=True),
        "profit": format_money(abs(report.profit_minor), base, whole_if_possible=True),
    }
    labels = [_("Income"), *(label for label, _minor in pairs), _("Profit")]
    moves = [report.income_minor, *(minor for _label, minor in pairs), report.profit_minor]
    hidden, above, below = _bridge(moves)
    colours = [TEAL, *([AMBER] * len(pairs)), GREEN if report.profit_minor >= 0 else RED]
    spec = _spec(
        actor,
        finding,
        labels,
        [
            {"name": "", "values": _scaled(hidden, base), "stack": "w", "hidden": True},
            {"name": _("Amount"), "values": _scaled(above, base), "stack": "w", "colours": colours},
            {"name": _("Amount"), "values": _scaled(below, base), "stack": "w", "colours": colours},
        ],
        [url] * len(labels),
    )
    spec["figures"] = _scaled(moves, base)
    rows = [[label, figure(minor, base, url)] for label, minor in zip(labels, moves, strict=True)]
    return Chart("bridge", _("From income to profit"), finding, spec, _table(actor, "", (_("Amount"),), rows, None))


def _outcome(profit_minor: int) -> str:
    """Return the sentence for what became of the income: a profit, a loss, or neither."""
    if profit_minor > 0:
        return _("Of %(income)s income, %(profit)s stayed as profit.")
    if profit_minor < 0:
        return _("Income was %(income)s, and expenses exceeded it by %(profit)s: a loss.")
    return _("Income was %(income)s, and expenses took all of it.")


def _bridge(moves: Sequence[int]) -> tuple[list[int], list[int], list[int]]:
    """Return for each bar of a waterfall the unseen part below it, and what of it lies above and below zero.

    The first and the last move stand on zero; each other one begins where the one before it ended.
    """
    hidden, above, below, level = [], [], [], 0
    for place, move in enumerate(moves):
        start = 0 if place in (0, len(moves) - 1) else level
        low, high = sorted((start, start + move))
        hidden.append(low if low > 0 else high if high < 0 else 0)
        above.append(high - max(low, 0) if high > 0 else 0)
        below.append(low - min(high, 0) if low < 0 else 0)
        level = start + move
    return hidden, above, below


def _minors(flow: Flow) -> tuple[int, int, int]:
    return flow.booked_minor, flow.billed_minor, flow.paid_minor


def _urls(month: int) -> tuple[str, str, str]:
    first = date(month // 100, month % 100, 1)
    last = periods.month_end(first)
    span = {"first": first, "last": last}
    closed = {"state": "won", "closed_first": first, "closed_last": last}
    return (
        f"{reverse('crm:deals')}?{urlencode(closed)}",
        f"{reverse('receivables:invoices')}?{urlencode({'view': 'all', **span})}",
        f"{reverse('receivables:payments')}?{urlencode(span)}",
    )


def _scaled(minors: Sequence[int], base: str) -> list[float]:
    """Return amounts in whole units for drawing; the table has them exact."""
    return [minor / 10 ** exponent_of(base) for minor in minors]


def _spec(actor: Actor, label: str, labels: list[str], series: list[dict[str, Any]], urls: list[str]) -> dict[str, Any]:
    unit = currency_word(actor.company.base_currency, get_language())
    return {"unit": unit, "label": label, "labels": labels, "series": series, "urls": urls}


def _table(
    actor: Actor, head: str, names: Sequence[str], rows: list[Any], total: list[Any] | None, *, plain: int = 0
) -> dict[str, Any]:
    """Return the table behind a chart; the first `plain` columns of figures are counts, not amounts."""
    unit = currency_word(actor.company.base_currency, get_language())
    columns: list[dict[str, Any]] = [{"label": head, "phone": "b"}]
    columns += [
        {
            "label": name,
            "num": True,
            "unit": "" if place < plain else unit,
            "phone": "e" if place == len(names) - 1 else "x",
        }
        for place, name in enumerate(names)
    ]
    return {"columns": columns, "rows": rows, "total": total}
