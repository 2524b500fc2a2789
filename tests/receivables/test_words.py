import pytest
from hypothesis import given
from hypothesis import strategies as st

from wasl.receivables.rules.words import in_words

ARABIC_RIYALS = {
    0: "صفر ريال سعودي",
    1: "ريال سعودي واحد",
    2: "ريالان سعوديان",
    3: "ثلاثة ريالات سعودية",
    8: "ثمانية ريالات سعودية",
    10: "عشرة ريالات سعودية",
    11: "أحد عشر ريالًا سعوديًا",
    12: "اثنا عشر ريالًا سعوديًا",
    13: "ثلاثة عشر ريالًا سعوديًا",
    18: "ثمانية عشر ريالًا سعوديًا",
    20: "عشرون ريالًا سعوديًا",
    21: "واحد وعشرون ريالًا سعوديًا",
    99: "تسعة وتسعون ريالًا سعوديًا",
    100: "مائة ريال سعودي",
    101: "مائة ريال سعودي وريال سعودي واحد",
    102: "مائة ريال سعودي وريالان سعوديان",
    103: "مائة وثلاثة ريالات سعودية",
    111: "مائة وأحد عشر ريالًا سعوديًا",
    200: "مائتا ريال سعودي",
    202: "مائتا ريال سعودي وريالان سعوديان",
    250: "مائتان وخمسون ريالًا سعوديًا",
    300: "ثلاثمائة ريال سعودي",
    1_000: "ألف ريال سعودي",
    1_001: "ألف ريال سعودي وريال سعودي واحد",
    1_250: "ألف ومائتان وخمسون ريالًا سعوديًا",
    2_000: "ألفا ريال سعودي",
    2_005: "ألفان وخمسة ريالات سعودية",
    2_200: "ألفان ومائتا ريال سعودي",
    3_000: "ثلاثة آلاف ريال سعودي",
    8_000: "ثمانية آلاف ريال سعودي",
    11_000: "أحد عشر ألف ريال سعودي",
    11_100: "أحد عشر ألفًا ومائة ريال سعودي",
    28_812: "ثمانية وعشرون ألفًا وثمانمائة واثنا عشر ريالًا سعوديًا",
    100_000: "مائة ألف ريال سعودي",
    101_000: "مائة ألف وألف ريال سعودي",
    102_000: "مائة ألف وألفا ريال سعودي",
    103_000: "مائة وثلاثة آلاف ريال سعودي",
    125_000: "مائة وخمسة وعشرون ألف ريال سعودي",
    200_000: "مائتا ألف ريال سعودي",
    200_010: "مائتا ألف وعشرة ريالات سعودية",
    1_000_000: "مليون ريال سعودي",
    2_000_000: "مليونا ريال سعودي",
    3_450_000: "ثلاثة ملايين وأربعمائة وخمسون ألف ريال سعودي",
    12_000_000: "اثنا عشر مليون ريال سعودي",
    1_000_000_000: "مليار ريال سعودي",
}

ARABIC_HALALAS = {
    1: "هللة واحدة",
    2: "هللتان",
    3: "ثلاث هللات",
    8: "ثماني هللات",
    10: "عشر هللات",
    11: "إحدى عشرة هللة",
    12: "اثنتا عشرة هللة",
    15: "خمس عشرة هللة",
    18: "ثماني عشرة هللة",
    20: "عشرون هللة",
    21: "إحدى وعشرون هللة",
    22: "اثنتان وعشرون هللة",
    28: "ثمانٍ وعشرون هللة",
    50: "خمسون هللة",
    99: "تسع وتسعون هللة",
}


@pytest.mark.parametrize(("riyals", "words"), ARABIC_RIYALS.items())
def test_riyals_are_counted_as_arabic_counts(riyals, words):
    assert in_words(riyals * 100, "SAR", "ar") == f"فقط {words} لا غير"


@pytest.mark.parametrize(("halalas", "words"), ARABIC_HALALAS.items())
def test_halalas_are_feminine(halalas, words):
    assert in_words(halalas, "SAR", "ar") == f"فقط {words} لا غير"


@pytest.mark.parametrize(
    ("minor", "currency", "words"),
    [
        (2_881_250, "SAR", "ثمانية وعشرون ألفًا وثمانمائة واثنا عشر ريالًا سعوديًا وخمسون هللة"),
        (100_525, "AED", "ألف وخمسة دراهم إماراتية وخمسة وعشرون فلسًا"),
        (1_150, "EGP", "أحد عشر جنيهًا مصريًا وخمسون قرشًا"),
        (300, "USD", "ثلاثة دولارات أمريكية"),
        (110, "EUR", "يورو واحد وعشرة سنتات"),
        (1_234_567, "KWD", "ألف ومائتان وأربعة وثلاثون دينارًا كويتيًا وخمسمائة وسبعة وستون فلسًا"),
        (5_200, "KWD", "خمسة دنانير كويتية ومائتا فلس"),
        (10_108, "OMR", "عشرة ريالات عُمانية ومائة وثماني بيسات"),
        (1_234, "JPY", "ألف ومائتان وأربعة وثلاثون JPY"),
        (150_050, "JPY", "مائة وخمسون ألفًا وخمسون JPY"),
        (150_050, "TRY", "ألف وخمسمائة و50/100 TRY"),
        (-500, "SAR", "سالب خمسة ريالات سعودية"),
    ],
)
def test_each_currency_has_its_words_in_arabic(minor, currency, words):
    assert in_words(minor, currency, "ar") == f"فقط {words} لا غير"


@pytest.mark.parametrize(
    ("minor", "currency", "words"),
    [
        (0, "SAR", "Zero Saudi riyals only"),
        (100, "SAR", "One Saudi riyal only"),
        (101, "SAR", "One Saudi riyal and one halala only"),
        (
            2_881_250,
            "SAR",
            "Twenty-eight thousand eight hundred twelve Saudi riyals and fifty halalas only",
        ),
        (50, "USD", "Fifty cents only"),
        (1_999, "GBP", "Nineteen pounds sterling and ninety-nine pence only"),
        (100_000_000, "EUR", "One million euros only"),
        (1_005, "KWD", "One Kuwaiti dinar and five fils only"),
        (1_234, "JPY", "One thousand two hundred thirty-four JPY only"),
        (1_250, "TRY", "Twelve and 50/100 TRY only"),
        (-200, "EGP", "Minus two Egyptian pounds only"),
    ],
)
def test_amounts_are_written_out_in_english(minor, currency, words):
    assert in_words(minor, currency, "en") == words


@given(st.integers(0, 10**14), st.integers(0, 10**14), st.sampled_from(["SAR", "KWD", "JPY", "TRY"]))
def test_two_amounts_are_never_written_alike(one, other, currency):
    for language in ("ar", "en"):
        alike = in_words(one, currency, language) == in_words(other, currency, language)
        assert alike == (one == other)
