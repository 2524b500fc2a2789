"""Write days by the Hijri calendar of Umm al-Qura, the official one of Saudi Arabia. Days are kept as Gregorian."""

from __future__ import annotations

from datetime import date

from hijridate import Gregorian

from wasl.core.formats import language

MONTHS = {
    "ar": (
        "محرم",
        "صفر",
        "ربيع الأول",
        "ربيع الآخر",
        "جمادى الأولى",
        "جمادى الآخرة",
        "رجب",
        "شعبان",
        "رمضان",
        "شوال",
        "ذو القعدة",
        "ذو الحجة",
    ),
    "en": (
        "Muharram",
        "Safar",
        "Rabi I",
        "Rabi II",
        "Jumada I",
        "Jumada II",
        "Rajab",
        "Shaban",
        "Ramadan",
        "Shawwal",
        "Dhu al-Qadah",
        "Dhu al-Hijjah",
    ),
}
ERA = {"ar": "هـ", "en": "AH"}


def format_hijri(day: date, lang: str | None = None) -> str:
    """Return a day as `14 جمادى الآخرة 1448 هـ`, or nothing outside the years that Umm al-Qura is published for."""
    try:
        hijri = Gregorian.fromdate(day).to_hijri()
    except OverflowError:
        return ""
    spoken = language(lang)
    return f"{hijri.day} {MONTHS[spoken][hijri.month - 1]} {hijri.year} {ERA[spoken]}"
