"""Draw tables from ready-made cells, in Python: fifty rows cost about a millisecond.

A column is a dict: `label`; `num` (figures on the right in both directions); `unit` (said once, in the
head); `phone` (where a phone shows it in the two-line row: `k` mark, `b` first line, `a` second line, `e`
figure, `d` state, `x` not at all); `named` (there with its label before it);
`wide` (hidden under 1100 px); `link` (the cell leads to the row's `url`);
`sort` (the address that sorts by it) and `sorted` (`ascending` or `descending`); `cls`.

A row is a list of cells, or a dict of `cells`, `url`, `cls`, `id`. A cell is text (escaped) or safe HTML,
such as what the tags return; plain text is isolated, in a `num` column as a number. So that rooms need not draw,
a cell may also be a dict of one of these: `pill` (with `tone`), `organisation`, `person`, `code` (isolated), `day`
(a date, with `text`: how it is written),
`link` (an address, with `text`), `lines` (two texts, the second smaller), `pick` (a check box of that value,
with `label` and a `sum` that it adds to what is picked).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.html import conditional_escape, escape, format_html
from django.utils.safestring import SafeString, mark_safe

from wasl.web import marks


def draw(
    columns: list[dict[str, Any]],
    rows: Iterable[Any],
    *,
    total: list[Any] | None = None,
    caption: str = "",
    stack: bool = True,
) -> SafeString:
    """Return the table; `total` is one more row of cells that stays in sight at the foot."""
    classes = [cell_classes(column) for column in columns]
    parts = [f'<table class="w-tbl{" w-stack" if stack else ""}">']
    if caption:
        parts.append(f'<caption class="vh">{escape(caption)}</caption>')
    parts.append("<thead><tr>")
    parts += [head_cell(column, cls) for column, cls in zip(columns, classes, strict=True)]
    parts.append("</tr></thead><tbody>")
    parts += [body_row(columns, classes, row) for row in rows]
    parts.append("</tbody>")
    if total is not None:
        cells = "".join(body_cell(*each, "") for each in zip(columns, classes, total, strict=True))
        parts.append(f"<tfoot><tr>{cells}</tr></tfoot>")
    parts.append("</table>")
    return mark_safe("".join(parts))


def cell_classes(column: dict[str, Any]) -> str:
    """Return the class attribute of a column's cells, with its leading space, or nothing."""
    names = [
        "num" if column.get("num") else "",
        f"s-{column['phone']}" if column.get("phone") else "",
        "only-l-c" if column.get("wide") else "",
        column.get("cls", ""),
    ]
    found = " ".join(filter(None, names))
    return f' class="{escape(found)}"' if found else ""


def head_cell(column: dict[str, Any], classes: str) -> str:
    """Return a head cell, a link where the column can be sorted by."""
    label: str = conditional_escape(column.get("label", ""))
    if column.get("unit"):
        label += f' <span class="unit">{conditional_escape(column["unit"])}</span>'
    if column.get("sort"):
        label = f'<a href="{escape(column["sort"])}">{label}</a>'
    order = f' aria-sort="{escape(column["sorted"])}"' if column.get("sorted") else ""
    return f'<th scope="col"{classes}{order}>{label}</th>'


def body_row(columns: list[dict[str, Any]], classes: list[str], row: Any) -> str:
    """Return one row.

    :raises ValueError: it has not as many cells as there are columns.
    """
    if not isinstance(row, dict):
        row = {"cells": row}
    url = row.get("url", "")
    cells = "".join(
        body_cell(column, cls, cell, url) for column, cls, cell in zip(columns, classes, row["cells"], strict=True)
    )
    marks = "".join(f' {name}="{escape(row[key])}"' for name, key in (("class", "cls"), ("id", "id")) if row.get(key))
    return f"<tr{marks}>{cells}</tr>"


def body_cell(column: dict[str, Any], classes: str, cell: Any, url: str) -> str:
    """Return one cell."""
    if isinstance(cell, dict):
        cell = drawn_cell(cell)
    text: str = conditional_escape("" if cell is None else cell)
    if text and not isinstance(cell, SafeString):
        text = f'<bdi class="n">{text}</bdi>' if column.get("num") else f"<bdi>{text}</bdi>"
    if column.get("link") and url:
        text = f'<a class="m" href="{escape(url)}">{text}</a>'
    named = f' data-head="{conditional_escape(column["label"])}"' if column.get("named") else ""
    return f"<td{classes}{named}>{text}</td>"


def drawn_cell(cell: dict[str, Any]) -> SafeString:
    """Return the content of a cell that is described, not written.

    :raises ValueError: nobody knows how to draw it.
    """
    match cell:
        case {"pill": text}:
            return marks.pill(text, cell.get("tone", ""))
        case {"organisation": name} | {"person": name}:
            picture = marks.avatar(name, square="organisation" in cell)
            return format_html('<span class="row-">{}<bdi class="cut w-cut">{}</bdi></span>', picture, name)
        case {"code": text}:
            return marks.n(text)
        case {"day": day, "text": text}:
            return format_html('<bdi><time datetime="{}">{}</time></bdi>', day.isoformat(), text)
        case {"link": url, "text": text}:
            return format_html('<a class="lnk" href="{}"><bdi>{}</bdi></a>', url, text)
        case {"lines": (first, second)}:
            return format_html(
                '<span class="col- wrap-"><bdi>{}</bdi><bdi class="xs t3">{}</bdi></span>', first, second
            )
        case {"pick": value, "label": label}:
            return format_html(
                '<input type="checkbox" name="pick" value="{}" aria-label="{}" data-pick="{}">',
                value,
                label,
                cell.get("sum", 0),
            )
    raise ValueError(f"a cell cannot be drawn from {sorted(cell)}")
