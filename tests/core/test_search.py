"""Names in either script, the other keyboard layout, and what is looked for in a search text."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wasl.core import search
from wasl.core.parsing import fold, other_layout, skeletons

ARABIC = "ابتثجحخدذرزسشصضطظعغفقكلمنهويةىأإآؤئءًٌٍَُِّْـ"
texts = st.text(alphabet=ARABIC + string.ascii_letters + string.digits + " -'@.", max_size=60)


@pytest.mark.parametrize(
    "spellings",
    [
        "محمد|مُحَمَّد|محمـــد|Mohammed|Muhammad|Mohamed",
        "خالد|Khalid|Khaled",
        "نخيل|النخيل|Nakheel|Nakhil|Al-Nakheel|Alnakheel",
        "عبدالرحمن|عبد الرحمن|Abdulrahman|Abdul Rahman|Abd al-Rahman|Abdel-Rahman",
        "عبدالله|عبد الله|Abdullah|Abdallah",
        "يوسف|Yousef|Yusuf",
        "عمر|Omar|Umar",
        "فاطمة|فاطمه|Fatima|Fatimah",
        "حسين|Hussein|Hussain",
        "الراجحي|Al-Rajhi|Alrajhi",
        "جمال|Gamal|Jamal",
        "الظهران|Dhahran",
        "غازي|Ghazi",
        "أحمد|احمد|Ahmed|Ahmad",
        "فتحي|Fathi",
    ],
)
def test_a_name_has_the_same_consonants_in_either_script(spellings):
    found = {tuple(skeletons(name)) for name in spellings.split("|")}

    assert len(found) == 1
    assert found != {()}


@pytest.mark.parametrize(("one", "other"), [("خالد", "Walid"), ("Omar", "Ali"), ("نورة", "Sara"), ("مدار", "Nadir")])
def test_other_names_have_other_consonants(one, other):
    assert skeletons(one) != skeletons(other)


@given(texts)
def test_consonants_do_not_depend_on_spelling_habits(text):
    assert skeletons(text) == skeletons(fold(text)) == skeletons(text.upper())


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("kodg", "نخيل"),
        ("ىشناثثم", "nakheel"),
        ("lpl]", "محمد"),
        ("hgkodg", "النخيل"),
        ("Hlg", "أمل"),
    ],
)
def test_the_other_keyboard_layout_is_read(typed, meant):
    assert other_layout(typed) == meant


@pytest.mark.parametrize("text", ["", "123", "46,000", "١٢٣"])
def test_what_no_key_writes_otherwise_has_no_other_layout(text):
    assert other_layout(text) == ""


@given(st.lists(texts, max_size=12))
def test_a_search_text_fits_its_column(parts):
    assert len(search.text_of(*parts)) <= search.TEXT_MAX


@given(st.text(alphabet=ARABIC + string.ascii_letters + " ", max_size=40))
def test_what_is_searched_by_a_text_is_found_by_it(text):
    said = search.text_of(text)

    assert all(any(all(part in said for part in way) for way in each.ways) for each in search.wanted(text))


def test_a_phone_is_looked_for_by_its_last_digits():
    assert [each.word for each in search.wanted("+966 50 123 4567")] == ["501234567"]
    assert [each.word for each in search.wanted("٠٥٠١٢٣٤٥٦٧")] == ["501234567"]


def test_an_article_alone_asks_for_nothing_more():
    assert [each.word for each in search.wanted("al rajhi")] == ["rajhi"]


def test_the_nearest_of_few_names_comes_first():
    names = [(1, ("Sara Khalid",)), (2, ("خالد",)), (3, ("Khaled Omar",)), (4, ("Noura",))]

    assert search.close_names(names, "khaled") == [3, 1, 2]
