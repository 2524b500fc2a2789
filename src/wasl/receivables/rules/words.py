"""Write amounts in words, in Arabic by its rules of counting and in English.

Arabic: 1 and 2 are said by the noun itself; 3 to 10 take its plural and the other gender; 11 to 99 its
accusative singular; round hundreds and thousands its genitive singular, and their own dual loses its ending.
The last two digits decide, so that 102 is "a hundred riyals and two riyals".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from wasl.core.money import exponent_of

Language = Literal["ar", "en"]


@dataclass(frozen=True)
class Noun:
    """A counted thing in Arabic: one, two of it, few (3 to 10), many (11 to 99)."""

    one: str
    two: str
    few: str
    many: str
    feminine: bool = False

    @property
    def single(self) -> str:
        """Return how exactly one of it is said."""
        return f"{self.one} {'واحدة' if self.feminine else 'واحد'}"


@dataclass(frozen=True)
class CurrencyWords:
    """What a currency and its hundredth or thousandth are called; English as (singular, plural)."""

    arabic: Noun
    arabic_minor: Noun
    english: tuple[str, str]
    english_minor: tuple[str, str]


def in_words(amount_minor: int, currency: str, language: Language) -> str:
    """Return an amount as it is written out on invoices and vouchers, closed against additions.

    A currency without words here keeps its ISO code, and its minor part is written as a fraction (50/100).
    """
    unit = 10 ** exponent_of(currency)
    major, minor = divmod(abs(amount_minor), unit)
    names = _CURRENCIES.get(currency)
    if language == "ar":
        body = _arabic_amount(major, minor, names) if names else _arabic_code(major, minor, unit, currency)
        return f"فقط {'سالب ' if amount_minor < 0 else ''}{body} لا غير"
    body = _english_amount(major, minor, names) if names else _english_code(major, minor, unit, currency)
    body = f"minus {body}" if amount_minor < 0 else body
    return f"{body[0].upper()}{body[1:]} only"


def _arabic_amount(major: int, minor: int, names: CurrencyWords) -> str:
    parts = [counted(major, names.arabic)] if major or not minor else []
    if minor:
        parts.append(counted(minor, names.arabic_minor))
    return " و".join(parts)


def _arabic_code(major: int, minor: int, unit: int, currency: str) -> str:
    fraction = f" و{minor}/{unit}" if minor else ""
    return f"{_arabic_number(major, feminine=False)}{fraction} {currency}"


def counted(number: int, noun: Noun) -> str:
    """Return a number of things in Arabic, nominative: `ريالان`, `ثلاث هللات`, `مائتا ريال`."""
    if number == 0:
        return f"صفر {noun.one}"
    rest = number % 100
    if rest in (1, 2):
        said = noun.single if rest == 1 else noun.two
        return said if number == rest else f"{_before_noun(number - rest)} {noun.one} و{said}"
    if rest == 0:
        return f"{_before_noun(number)} {noun.one}"
    words = _arabic_number(number, feminine=noun.feminine)
    if rest == 8 and noun.feminine:
        words = f"{words.removesuffix('ثمانٍ')}ثماني"
    return f"{words} {noun.few if rest <= 10 else noun.many}"


def _arabic_number(number: int, *, feminine: bool) -> str:
    """Return a bare number in Arabic, nominative, in the form that counts things of this gender."""
    if number == 0:
        return "صفر"
    groups = [_scaled(count, scale) for count, scale in _scales_of(number)]
    below = number % 1000
    if below >= 100:
        groups.append(_HUNDREDS[below // 100])
    if below % 100:
        groups.append(_below_hundred(below % 100, feminine))
    return " و".join(groups)


def _before_noun(number: int) -> str:
    """Return a round number (hundreds or more) as it stands right before its noun: `مائتا`, `أحد عشر ألف`."""
    below = number % 1000
    if below:
        last = _CONSTRUCT.get(_HUNDREDS[below // 100], _HUNDREDS[below // 100])
        return " و".join([_scaled(count, scale) for count, scale in _scales_of(number)] + [last])
    *others, (count, scale) = _scales_of(number)
    last = _scaled(count, scale)
    if count % 100 == 2:
        last = last.removesuffix(scale.two) + scale.two.removesuffix("ن")
    elif count % 100 > 10:
        last = last.removesuffix(scale.many) + scale.one
    return " و".join([_scaled(each, scale) for each, scale in others] + [last])


def _scaled(count: int, scale: Noun) -> str:
    """Return 1 to 999 thousands, millions and so on; one of them is the bare noun."""
    return counted(count, scale).removesuffix(" واحد")


def _scales_of(number: int) -> list[tuple[int, Noun]]:
    """Return (count below 1000, scale) from the largest scale down to thousands, without empty ones."""
    found = []
    for power in range(len(_SCALES), 0, -1):
        count = number // 1000**power
        if power < len(_SCALES):
            count %= 1000
        if count:
            found.append((count, _SCALES[power - 1]))
    return found


def _below_hundred(number: int, feminine: bool) -> str:
    ones = _ONES_FEMININE if feminine else _ONES
    if number <= 10:
        return ones[number]
    if number == 11:
        return "إحدى عشرة" if feminine else "أحد عشر"
    if number == 12:
        return "اثنتا عشرة" if feminine else "اثنا عشر"
    if number < 20:
        first = "ثماني" if feminine and number == 18 else ones[number - 10]
        return f"{first} {'عشرة' if feminine else 'عشر'}"
    tens, one = _TENS[number // 10], number % 10
    if one == 0:
        return tens
    return f"{'إحدى' if feminine and one == 1 else ones[one]} و{tens}"


def _english_amount(major: int, minor: int, names: CurrencyWords) -> str:
    parts = [f"{_english_number(major)} {names.english[major != 1]}"] if major or not minor else []
    if minor:
        parts.append(f"{_english_number(minor)} {names.english_minor[minor != 1]}")
    return " and ".join(parts)


def _english_code(major: int, minor: int, unit: int, currency: str) -> str:
    fraction = f" and {minor}/{unit}" if minor else ""
    return f"{_english_number(major)}{fraction} {currency}"


def _english_number(number: int) -> str:
    if number < 20:
        return _ENGLISH_ONES[number]
    if number < 100:
        one = number % 10
        return _ENGLISH_TENS[number // 10] + (f"-{_ENGLISH_ONES[one]}" if one else "")
    for size, name in _ENGLISH_SCALES:
        if number >= size:
            rest = f" {_english_number(number % size)}" if number % size else ""
            return f"{_english_number(number // size)} {name}{rest}"
    raise AssertionError(number)


_ONES = ["صفر", "واحد", "اثنان", "ثلاثة", "أربعة", "خمسة", "ستة", "سبعة", "ثمانية", "تسعة", "عشرة"]
_ONES_FEMININE = ["صفر", "واحدة", "اثنتان", "ثلاث", "أربع", "خمس", "ست", "سبع", "ثمانٍ", "تسع", "عشر"]
_TENS = [".", "عشرة", "عشرون", "ثلاثون", "أربعون", "خمسون", "ستون", "سبعون", "ثمانون", "تسعون"]
_HUNDREDS = [
    ".",
    "مائة",
    "مائتان",
    "ثلاثمائة",
    "أربعمائة",
    "خمسمائة",
    "ستمائة",
    "سبعمائة",
    "ثمانمائة",
    "تسعمائة",
]
_CONSTRUCT = {"مائتان": "مائتا"}
_SCALES = [
    Noun("ألف", "ألفان", "آلاف", "ألفًا"),
    Noun("مليون", "مليونان", "ملايين", "مليونًا"),
    Noun("مليار", "ملياران", "مليارات", "مليارًا"),
    Noun("تريليون", "تريليونان", "تريليونات", "تريليونًا"),
]
_ENGLISH_ONES = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_ENGLISH_TENS = [".", "ten", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_ENGLISH_SCALES = [
    (10**12, "trillion"),
    (10**9, "billion"),
    (10**6, "million"),
    (10**3, "thousand"),
    (10**2, "hundred"),
]


def _of_a_country(noun: str, plural: str, adjective: str) -> Noun:
    """Build the forms of a masculine currency with its country: `ريالان سعوديان`, `ريالات سعودية`."""
    return Noun(f"{noun} {adjective}", f"{noun}ان {adjective}ان", f"{plural} {adjective}ة", f"{noun}ًا {adjective}ًا")


_HALALA = Noun("هللة", "هللتان", "هللات", "هللة", feminine=True)
_FILS = Noun("فلس", "فلسان", "فلوس", "فلسًا")
_QIRSH = Noun("قرش", "قرشان", "قروش", "قرشًا")
_CENT = Noun("سنت", "سنتان", "سنتات", "سنتًا")
_BAISA = Noun("بيسة", "بيستان", "بيسات", "بيسة", feminine=True)
_DIRHAM = Noun("درهم", "درهمان", "دراهم", "درهمًا")
_PENNY = Noun("بنس", "بنسان", "بنسات", "بنسًا")
_EURO = Noun("يورو", "يوروان", "يورو", "يورو")
_CURRENCIES = {
    "SAR": CurrencyWords(
        _of_a_country("ريال", "ريالات", "سعودي"),
        _HALALA,
        ("Saudi riyal", "Saudi riyals"),
        ("halala", "halalas"),
    ),
    "AED": CurrencyWords(
        _of_a_country("درهم", "دراهم", "إماراتي"), _FILS, ("UAE dirham", "UAE dirhams"), ("fils", "fils")
    ),
    "EGP": CurrencyWords(
        _of_a_country("جنيه", "جنيهات", "مصري"),
        _QIRSH,
        ("Egyptian pound", "Egyptian pounds"),
        ("piastre", "piastres"),
    ),
    "USD": CurrencyWords(
        _of_a_country("دولار", "دولارات", "أمريكي"), _CENT, ("US dollar", "US dollars"), ("cent", "cents")
    ),
    "EUR": CurrencyWords(_EURO, _CENT, ("euro", "euros"), ("cent", "cents")),
    "GBP": CurrencyWords(
        _of_a_country("جنيه", "جنيهات", "إسترليني"),
        _PENNY,
        ("pound sterling", "pounds sterling"),
        ("penny", "pence"),
    ),
    "KWD": CurrencyWords(
        _of_a_country("دينار", "دنانير", "كويتي"),
        _FILS,
        ("Kuwaiti dinar", "Kuwaiti dinars"),
        ("fils", "fils"),
    ),
    "BHD": CurrencyWords(
        _of_a_country("دينار", "دنانير", "بحريني"),
        _FILS,
        ("Bahraini dinar", "Bahraini dinars"),
        ("fils", "fils"),
    ),
    "JOD": CurrencyWords(
        _of_a_country("دينار", "دنانير", "أردني"),
        _FILS,
        ("Jordanian dinar", "Jordanian dinars"),
        ("fils", "fils"),
    ),
    "QAR": CurrencyWords(
        _of_a_country("ريال", "ريالات", "قطري"),
        _DIRHAM,
        ("Qatari riyal", "Qatari riyals"),
        ("dirham", "dirhams"),
    ),
    "OMR": CurrencyWords(
        _of_a_country("ريال", "ريالات", "عُماني"), _BAISA, ("Omani rial", "Omani rials"), ("baisa", "baisas")
    ),
}
