import io
import re
import subprocess
import time
import unicodedata
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from wasl import receivables
from wasl.core.pdf import PdfFailed, render_pdf
from wasl.core.qr import qr_svg

TEMPLATES = Path(receivables.__file__).parent / "typst"
DOCUMENT, STATEMENT, VOUCHER = (TEMPLATES / f"{name}.typ" for name in ("document", "statement", "voucher"))

SELLER_AR = {
    "names": ["استوديو نور للتصميم", "Noor Studio Co."],
    "lines": ["حي العليا، الرياض 12211", "الرقم الضريبي: 310122393500003", "accounts@noor.example"],
}
SELLER_EN = {
    "names": ["Noor Studio Co.", "استوديو نور للتصميم"],
    "lines": ["Olaya, Riyadh 12211", "VAT number: 310122393500003", "accounts@noor.example"],
}


def invoice(language: str, line_count: int = 5) -> dict:
    arabic = language == "ar"
    return {
        "language": language,
        "title": "فاتورة ضريبية" if arabic else "Tax invoice",
        "subtitle": "Tax invoice" if arabic else "فاتورة ضريبية",
        "number": "INV-2026-00042",
        "page_label": "صفحة {page} من {pages}" if arabic else "Page {page} of {pages}",
        "footer": "شكرًا لتعاملكم معنا" if arabic else "Thank you for your business",
        "seller": SELLER_AR if arabic else SELLER_EN,
        "buyer": {
            "label": "العميل" if arabic else "Customer",
            "names": ["شركة الأفق (القابضة)", "Horizon Trading Co."],
            "lines": ["طريق الملك فهد، جدة", "+966 12 345 6789", "الرقم الضريبي: 300055184400003"],
        },
        "facts": [
            {"label": "تاريخ الإصدار" if arabic else "Issue date", "value": "2026-11-23"},
            {"label": "تاريخ الاستحقاق" if arabic else "Due date", "value": "2026-12-23"},
            {"label": "أمر شراء العميل" if arabic else "Purchase order", "value": "PO-7781/B"},
        ],
        "columns": dict(
            zip(
                ["description", "quantity", "price", "discount", "tax", "net"],
                ["البيان", "الكمية", "سعر الوحدة", "الخصم", "الضريبة", "الصافي"]
                if arabic
                else ["Description", "Quantity", "Unit price", "Discount", "Tax", "Net"],
                strict=True,
            )
        ),
        "lines": [
            {
                "description": (
                    f"تصميم الهوية البصرية، المرحلة {n} (Acme Co.) بنسبة 50%"
                    if arabic
                    else f"Brand design, stage {n}, for مؤسسة البيان"
                )
                if n % 3
                else "Search engine marketing and reporting for the English website, monthly fee",
                "detail": "ساعات العمل من 2026-11-01 حتى 2026-11-15" if arabic and n % 3 == 1 else "",
                "quantity": "12.5",
                "price": "600.00",
                "discount": "10%",
                "tax": "15%",
                "net": "6,750.00",
            }
            for n in range(1, line_count + 1)
        ],
        "totals": [
            {"label": "المجموع قبل الخصم" if arabic else "Subtotal", "value": "37,500.00"},
            {"label": "الخصم" if arabic else "Discount", "value": "-3,750.00"},
            {"label": "ضريبة القيمة المضافة 15%" if arabic else "VAT 15%", "value": "5,062.50"},
            {"label": "الإجمالي" if arabic else "Total", "value": "38,812.50", "strong": True},
            {
                "label": "دفعة مقدمة INV-2026-00017" if arabic else "Deposit INV-2026-00017",
                "value": "-10,000.00",
            },
        ],
        "due": {"label": "المبلغ المستحق" if arabic else "Amount due", "value": "SAR 28,812.50"},
        "words_label": "المبلغ كتابةً" if arabic else "Amount in words",
        "words": "ثمانية وعشرون ألفًا وثمانمائة واثنا عشر ريالًا وخمسون هللة"
        if arabic
        else "Twenty-eight thousand eight hundred twelve riyals and fifty halalas",
        "qr": "qr.svg",
        "qr_alt": "رمز الفاتورة الضريبية" if arabic else "Tax invoice code",
        "payment": {
            "title": "بيانات السداد" if arabic else "Payment details",
            "rows": [
                {
                    "label": "البنك" if arabic else "Bank",
                    "value": "مصرف الراجحي" if arabic else "Al Rajhi Bank",
                },
                {"label": "رقم الآيبان" if arabic else "IBAN", "value": "SA03 8000 0000 6080 1016 7519"},
            ],
        },
        "notes": [
            {
                "title": "ملاحظات" if arabic else "Notes",
                "text": "يُرجى ذكر رقم الفاتورة INV-2026-00042 عند التحويل.\nPrices include the discount."
                if arabic
                else "Please quote INV-2026-00042 with your transfer.\nنسعد بخدمتكم دائمًا.",
            }
        ],
    }


def statement_row(date: str, description: str, **columns: str) -> dict:
    empty = dict.fromkeys(["document", "debit", "credit", "balance"], "")
    return {**empty, "date": date, "description": description, **columns, "strong": "document" not in columns}


def statement(language: str) -> dict:
    arabic = language == "ar"
    base = invoice(language)
    word = "فاتورة" if arabic else "Invoice"
    return {
        **{key: base[key] for key in ("language", "page_label", "footer", "seller", "buyer", "payment")},
        "title": "كشف حساب" if arabic else "Statement of account",
        "subtitle": "Statement of account" if arabic else "كشف حساب",
        "number": "2026-11",
        "facts": [{"label": "الفترة" if arabic else "Period", "value": "2026-11-01 – 2026-11-30"}],
        "columns": dict(
            zip(
                ["date", "document", "description", "debit", "credit", "balance"],
                ["التاريخ", "المستند", "البيان", "مدين", "دائن", "الرصيد"]
                if arabic
                else ["Date", "Document", "Description", "Debit", "Credit", "Balance"],
                strict=True,
            )
        ),
        "rows": [
            statement_row("2026-11-01", "رصيد افتتاحي" if arabic else "Opening balance", balance="5,000.00"),
            statement_row("2026-11-12", word, document="INV-42", debit="7,762.50", balance="12,762.50"),
            statement_row("2026-11-20", "", document="RCT-9", credit="5,000.00", balance="7,762.50"),
        ],
        "due": {"label": "الرصيد الختامي" if arabic else "Closing balance", "value": "SAR 7,762.50"},
        "ageing_title": "أعمار الديون" if arabic else "Ageing",
        "ageing": [
            {"label": "لم يحن أجله" if arabic else "Not due", "value": "7,762.50"},
            {"label": "1–30 يومًا" if arabic else "1–30 days", "value": "0.00"},
            {"label": "31–60 يومًا" if arabic else "31–60 days", "value": "0.00"},
            {"label": "أكثر من 60 يومًا" if arabic else "Over 60 days", "value": "0.00"},
        ],
    }


def voucher(language: str) -> dict:
    arabic = language == "ar"
    base = invoice(language)
    return {
        **{key: base[key] for key in ("language", "page_label", "seller", "buyer", "words", "words_label", "due")},
        "title": "سند قبض" if arabic else "Receipt voucher",
        "subtitle": "Receipt voucher" if arabic else "سند قبض",
        "number": "RCT-2026-0009",
        "facts": [
            {"label": "التاريخ" if arabic else "Date", "value": "2026-11-23"},
            {
                "label": "طريقة السداد" if arabic else "Method",
                "value": "تحويل بنكي" if arabic else "Bank transfer",
            },
        ],
        "columns": {
            "document": "المستند" if arabic else "Document",
            "description": "البيان" if arabic else "Description",
            "amount": "المبلغ" if arabic else "Amount",
        },
        "lines": [{"document": "INV-42", "description": "فاتورة" if arabic else "Invoice", "amount": "28,812.50"}],
        "signatures": ["المستلم", "المحاسب"] if arabic else ["Received by", "Accountant"],
    }


def files() -> dict[str, bytes]:
    logo = io.BytesIO()
    Image.new("RGB", (240, 80), "#0b6570").save(logo, "PNG")
    return {"qr.svg": qr_svg("AQROb29y"), "logo.png": logo.getvalue()}


def words_in(value: object) -> Iterator[str]:
    """Yield every word of ready-made data, in the order of its keys."""
    if isinstance(value, dict):
        for key, part in value.items():
            if key not in ("language", "qr", "qr_alt", "logo", "page_label", "strong"):
                yield from words_in(part)
    elif isinstance(value, list):
        for part in value:
            yield from words_in(part)
    elif isinstance(value, str):
        yield from value.split()


def text_of(pdf: bytes) -> str:
    return subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True
    ).stdout.decode()


def squeezed(text: str) -> str:
    """Return text as extraction can be trusted for: NFKC, without blanks, marks and direction signs."""
    plain = unicodedata.normalize("NFKC", text)
    return "".join(c for c in plain if unicodedata.category(c)[0] not in "ZCM")


def arabic_letters(text: str) -> list[str]:
    """Return each Arabic word with its letters sorted: extraction swaps the parts of some ligatures."""
    return ["".join(sorted(squeezed(word))) for word in re.findall("[\u0621-\u065f]+", text)]


def missing_words(pdf: bytes, data: dict) -> list[str]:
    text = text_of(pdf)
    whole, words = squeezed(text), arabic_letters(unicodedata.normalize("NFKC", text))
    halves = ["".join(sorted(a + b)) for a, b in pairwise(words)]
    found = {*words, *halves}
    return [w for w in words_in(data) if squeezed(w) not in whole and not {*arabic_letters(w)} & found]


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize(
    ("template", "make"),
    [(DOCUMENT, invoice), (STATEMENT, statement), (VOUCHER, voucher)],
    ids=["doc", "stmt", "rct"],
)
def test_every_word_is_on_the_paper(template, make, language):
    data = make(language)

    pdf = render_pdf(template, data, files=files())

    assert missing_words(pdf, data) == []


def test_a_long_invoice_repeats_its_head_and_numbers_its_pages():
    text = text_of(render_pdf(DOCUMENT, invoice("en", 60), files=files()))
    pages = text.split("\f")[:-1]

    assert len(pages) > 2
    for number, page in enumerate(pages, start=1):
        assert f"Page {number} of {len(pages)}" in " ".join(page.split())
    assert all("Unit price" in page for page in pages[:-1])


def test_markup_in_data_stays_text():
    data = invoice("en", 1)
    data["lines"][0]["description"] = '#read("/etc/passwd") #panic() $x^2$ *bold* <label> @ref'

    text = squeezed(text_of(render_pdf(DOCUMENT, data, files=files())))

    assert squeezed('#read("/etc/passwd") #panic()') in text
    assert "*bold*<label>@ref" in text


def test_a_template_reads_nothing_but_what_it_is_given(tmp_path):
    template = tmp_path / "nosy.typ"
    for path in ("/etc/passwd", "../pdf.py", "nosy.typ"):
        template.write_text(f'#read("{path}")')
        with pytest.raises(PdfFailed):
            render_pdf(template, {})


def test_a_logo_and_a_standard_for_archives_are_obeyed():
    pdf = render_pdf(DOCUMENT, invoice("ar") | {"logo": "logo.png"}, files=files(), pdf_standards=["a-3b"])

    with pikepdf.open(io.BytesIO(pdf)) as opened:
        meta = opened.open_metadata()
        assert meta["pdfaid:part"] == "3"
        assert opened.Root.Lang == "ar"


def test_a_missing_file_is_an_error_and_not_a_gap():
    with pytest.raises(PdfFailed, match=r"qr\.svg"):
        render_pdf(DOCUMENT, invoice("en"))


def test_threads_make_papers_at_the_same_time():
    with ThreadPoolExecutor(4) as pool:
        pdfs = list(pool.map(lambda n: render_pdf(DOCUMENT, invoice("en", n), files=files()), range(1, 13)))

    assert all(pdf.startswith(b"%PDF") for pdf in pdfs)


def test_a_paper_is_made_while_a_person_waits():
    render_pdf(DOCUMENT, invoice("ar", 40), files=files())

    since = time.process_time()  # of the processor: others may use the machine at the same time
    render_pdf(DOCUMENT, invoice("ar", 41), files=files())

    assert time.process_time() - since < 0.4


def test_a_paper_of_thousands_of_lines_leaves_the_server_as_small_as_it_was():
    render_pdf(DOCUMENT, invoice("ar", 40), files=files())
    before = held_mb()

    pdf = render_pdf(DOCUMENT, invoice("ar", 2_000), files=files())

    assert pdf.startswith(b"%PDF")
    assert held_mb() - before < 20


def test_what_is_wrong_with_a_long_paper_is_told():
    with pytest.raises(PdfFailed, match=r"qr\.svg"):
        render_pdf(DOCUMENT, invoice("en", 2_000))


def held_mb() -> int:
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(re.search(r"RssAnon:\s+(\d+)", status)[1]) // 1024
