# ruff: noqa: E501
"""What the component page shows in development: each component in each of its states."""

from __future__ import annotations

import calendar
from datetime import date
from itertools import product
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.messages.storage.base import Message
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from wasl.core import formats
from wasl.core.likeness import Alike
from wasl.web.palette import Answer, Group, Line
from wasl.web.templatetags import wasl as tags

TODAY = date(2026, 11, 23)


class SampleForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label="الاسم")
    email = forms.EmailField(label="البريد", required=False, help_text="يُستعمل في الفواتير")
    amount = forms.CharField(label="القيمة", widget=forms.TextInput(attrs={"inputmode": "decimal"}))
    due = forms.DateField(label="تاريخ الاستحقاق", widget=forms.TextInput(attrs={"inputmode": "numeric"}))
    stage = forms.ChoiceField(label="المرحلة", choices=[("1", "تأهيل"), ("2", "تفاوض")])
    note = forms.CharField(label="ملاحظة", widget=forms.Textarea, required=False)
    agreed = forms.BooleanField(label="إرسال نسخة إلى العميل", required=False)


class SampleLine(forms.Form):
    """One line of a document."""

    text = forms.CharField(label="البند")
    quantity = forms.CharField(label="الكمية", widget=forms.TextInput(attrs={"inputmode": "decimal"}))
    price = forms.CharField(label="السعر", widget=forms.TextInput(attrs={"inputmode": "decimal"}))
    tax = forms.ChoiceField(label="الضريبة", choices=[("s", "15%"), ("o", "خارج النطاق")])


def context() -> dict[str, Any]:
    """Return the context of the component page."""
    wrong = SampleForm({"name": "", "email": "x", "amount": "", "due": "2026-13-01", "stage": "1"})
    wrong.is_valid()
    lines = forms.formset_factory(SampleLine, extra=1, can_delete=True, can_order=True)
    pairs = [
        {"label": "الجوال", "value": tags.n("+966 50 123 4567"), "url": "tel:+966501234567"},
        {"label": "المصدر", "value": "عميل حالي", "edit": "?edit"},
    ]
    return {
        "alike": alike(),
        "sample_file": mark_safe('<input id="id_file" type="file" aria-invalid="true">'),
        "frames": frames({"pairs": pairs}),
        "today": TODAY,
        "stats": stats(),
        "columns": columns(),
        "rows": rows(),
        "total": ["", "المجموع", "", "", "286,400.00"],
        "entries": timeline(),
        "stages": [
            {"value": "1", "label": "تأهيل", "state": "done"},
            {"value": "2", "label": "فهم الاحتياج", "state": "done"},
            {"value": "3", "label": "تفاوض", "state": "now", "note": formats.plural_days(12)},
            {"value": "4", "label": "قرار نهائي", "state": ""},
        ],
        "form": SampleForm(),
        "wrong": wrong,
        "formset": lines(initial=[{"text": "تدريب فريق الاستقبال", "quantity": "2", "price": "2,500.00"}]),
        "lanes": lanes(),
        "views": [
            {"label": "لم تُسدَّد", "url": "?v=1", "count": 11, "current": True},
            {"label": "متأخرة", "url": "?v=2", "count": 5},
        ],
        "chips": [{"label": "الاستحقاق", "value": "هذا الربع", "clear_url": "?"}],
        "pager": {"text": tags.n("1–50"), "next_url": "?after=50", "prev_url": "?before=1"},
        "pairs": pairs,
        "day_counts": [0, 1, 2, 3, 11, 100],
        "toast": Message(messages.SUCCESS, "نُقلت الصفقة", extra_tags="/?undo"),
        "drawn_chart": drawn_chart(),
        "chart": {
            "label": "الإيراد والتكلفة",
            "unit": "ألف ر.س",
            "labels": ["سبتمبر", "أكتوبر", "نوفمبر"],
            "series": [
                {"name": "إيراد", "values": [92, 110, 128]},
                {"name": "تكلفة", "values": [61, 70, 82]},
            ],
        },
    }


def drawn_chart() -> dict[str, Any]:
    """Return a chart with its finding and its table."""
    return {
        "key": "sample-drawn",
        "title": "الإيراد",
        "finding": "ارتفع الإيراد في نوفمبر.",
        "spec": {
            "label": "الإيراد",
            "labels": ["أكتوبر", "نوفمبر"],
            "series": [{"name": "إيراد", "values": [110, 128]}],
        },
        "table": {
            "columns": [{"label": "الشهر"}, {"label": "إيراد", "num": True}],
            "rows": [["أكتوبر", "110"]],
            "total": ["المجموع", "238"],
        },
    }


def frames(common: dict[str, Any]) -> list[dict[str, Any]]:
    """Return what scripts draw, held still, in both directions, light and dark."""
    hit = Line("شركة نخيل للضيافة", "?p", "building", "عميل")
    act = Line("فاتورة جديدة", "?new", "plus", key="C", opens="sample-dialog")
    facts = common | {
        "today": TODAY,
        "palette": Answer("نخيل", [Group("أفعال", [act]), Group("عملاء", [hit])]),
        "nothing": Answer("xyz", []),
        "weeks": weeks(),
    }
    found = []
    for direction, theme in product(("rtl", "ltr"), ("light", "dark")):
        drawn = render_to_string("web/component_states.html", facts)
        unique = drawn.replace('="palette-', f'="{direction}-{theme}-palette-')
        found.append({"dir": direction, "theme": theme, "html": mark_safe(unique)})
    return found


def weeks() -> list[list[dict[str, Any]]]:
    """Return the weeks of a month as the calendar draws them."""
    month = calendar.Calendar(firstweekday=6).monthdatescalendar(TODAY.year, TODAY.month)
    return [
        [
            {"text": day.day, "out": day.month != TODAY.month, "now": day == TODAY, "chosen": day.day == 26}
            for day in week
        ]
        for week in month
    ]


def alike() -> list[Alike]:
    """Return who may be the same as somebody who is being typed."""
    return [Alike(1, "شركة نخيل للضيافة", "phone", "?", "عميل"), Alike(2, "نخيل", "name", "?")]


def stats() -> list[dict[str, str]]:
    """Return four figures."""
    return [
        {"label": "النقد المتاح", "value": "412,650", "unit": "ر.س", "note": "يكفي 3.4 أشهر", "url": "?cash"},
        {
            "label": "مستحق لنا",
            "value": "286,400",
            "unit": "ر.س",
            "note": "74,250 متأخرة",
            "tone": "bad",
            "url": "?due",
        },
        {"label": "صفقات مرجّحة", "value": "674,550", "unit": "ر.س", "note": "82% من الهدف"},
        {"label": "هامش الشهر", "value": "34.2%", "note": "نقطتان أكثر", "tone": "ok"},
    ]


def columns() -> list[dict[str, Any]]:
    """Return the columns of a list of invoices."""
    return [
        {"label": "الرقم", "link": True, "phone": "a", "sort": "?sort=number"},
        {"label": "العميل", "phone": "b"},
        {"label": "الاستحقاق", "phone": "c", "sort": "?sort=-due", "sorted": "ascending"},
        {"label": "الحالة", "phone": "d"},
        {"label": "المتبقي", "unit": "ر.س", "num": True, "phone": "e", "cls": "m"},
    ]


def rows() -> list[dict[str, Any]]:
    """Return rows of invoices in different states."""
    source = [
        ("INV-2026-0311", "مصنع الرواد", date(2026, 10, 16), ("متأخرة 38 يومًا", "bad"), 3_105_000, "SAR"),
        ("INV-2026-0339", "مستشفى الواحة", date(2026, 11, 25), ("تستحق بعد يومين", "warn"), 3_450_000, "SAR"),
        ("INV-2026-0344", "Gulf Supplies", date(2027, 1, 3), ("مُرسلة", "info"), 4_250_500, "KWD"),
        ("CN-2026-0004", "طُرق للنقل", date(2026, 11, 2), ("مسودة", ""), -50_000, "SAR"),
    ]
    return [
        {
            "url": f"?{code}",
            "cells": [
                {"code": code},
                {"organisation": who},
                tags.day({"today": TODAY}, due),  # type: ignore[arg-type]
                {"pill": state[0], "tone": state[1]},
                formats.format_minor(minor, currency),
            ],
        }
        for code, who, due, state, minor, currency in source
    ]


def timeline() -> list[dict[str, Any]]:
    """Return a letter, a call and a note."""
    return [
        {"icon": "mail", "tone": "mail", "who": "أحمد السالم", "verb": "كتب", "when": "أمس 16:42", "quoted": True,
         "body": "اطّلعنا على مسودة العقد، ولدينا ملاحظتان.", "files": [{"name": "contract-v3.docx", "url": "?f"}]},
        {"icon": "phone", "tone": "call", "who": "نورة العتيبي", "verb": "أجرت مكالمة", "when": "18 نوفمبر",
         "body": "موافق مبدئيًا على السعر."},
        {"icon": "file-text", "tone": "", "who": "فيصل الحربي", "verb": "أرسل عرض السعر", "object": "Q-0398",
         "url": "?q", "when": "11 نوفمبر"},
    ]  # fmt: skip


def lanes() -> list[dict[str, Any]]:
    """Return two lanes of a board and an empty one."""
    card = {"url": "?d", "move_url": "/board/m", "owner": "نورة العتيبي"}
    first = [
        card | {"id": 1, "title": "تطبيق ولاء للفروع", "party": "بيت القهوة", "amount": "48,000", "amount_minor": 4_800_000,
                "age": "يومان", "age_level": 1, "next": "مكالمة اليوم 15:00", "next_icon": "phone", "tone": "warn"},
        card | {"id": 2, "title": "Annual IT support", "party": "Orbit Retail", "amount": "72,000", "amount_minor": 7_200_000,
                "age": "31 يومًا", "age_level": 3, "next": "بلا خطوة تالية", "next_icon": "alert-circle", "tone": "bad"},
    ]  # fmt: skip
    return [
        {"value": "1", "label": "تأهيل", "count": 2, "sum": "120,000", "note": "10%", "cards": first},
        {"value": "2", "label": "تفاوض", "count": 0, "sum": "0", "note": "70%", "cards": []},
        {"value": "3", "label": "قرار نهائي", "count": 0, "sum": "0", "note": "90%", "cards": []},
    ]
