"""Who chose Arabic-Indic digits finds no Western figure in what any Arabic page says, nor in one that answers a form.

Western stay: codes and numbers of documents, e-mails, phones, ISO dates, what stands in inputs, and what people wrote.
"""

import re
from html.parser import HTMLParser

import pytest
from django.db import transaction
from django.test import Client

from tests.everywhere.conftest import BACKEND
from tests.everywhere.routes import routes
from wasl.access.models import User
from wasl.web.digits import in_arabic_digits, sentence_in_arabic_digits

NOT_READ = {"script", "style", "textarea", "select", "code", "kbd", "pre", "svg", "title"}
VOID = {"input", "br", "img", "meta", "link", "hr", "use", "path", "col", "wbr"}
WRITTEN = re.compile(r"[A-Za-z_@]|\d-\d|^#?\+?[\d ]{4,}$|^\d{3,}$")  # a code, a date, a phone, an account
PAGES = [route for route in routes() if not route.name.startswith("core:attachment")]


class Said(HTMLParser):
    """The texts of a page, and whether each is somebody's own or isolated."""

    def __init__(self) -> None:
        super().__init__()
        self.above: list[tuple[str, bool]] = []
        self.texts: list[tuple[str, bool]] = []

    def handle_starttag(self, tag, attrs):
        if tag not in VOID:
            said = dict(attrs)
            self.above.append((tag, tag == "bdi" or said.get("dir") == "auto"))

    def handle_endtag(self, tag):
        while self.above and self.above.pop()[0] != tag:
            pass

    def handle_data(self, data):
        if data.strip() and not NOT_READ & {tag for tag, _own in self.above}:
            self.texts.append((data.strip(), any(own for _tag, own in self.above)))


def western(page: str) -> list[str]:
    """Return the texts of a page with a Western figure that should be none."""
    said = Said()
    said.feed(page)
    return [
        text
        for text, own in said.texts
        for run in re.findall(r"\S*\d\S*", text, re.ASCII)
        if not WRITTEN.search(run) and (not own or re.fullmatch(r"[\d,]*,\d{3}(\.\d+)?|\d+(\.\d+)?%", text))
    ]


@pytest.fixture(scope="module")
def reader(world, django_db_blocker):
    """The owner, who reads Arabic with Arabic-Indic digits."""
    user = User.objects.get(pk=world.clients["owner"].session["_auth_user_id"])
    User.objects.filter(pk=user.pk).update(arabic_digits=True)
    reader = Client(headers={"Accept-Language": "ar"})
    reader.cookies["django_language"] = "ar"
    reader.force_login(user, BACKEND)
    yield reader
    User.objects.filter(pk=user.pk).update(arabic_digits=False)


@pytest.mark.parametrize("route", PAGES, ids=lambda route: route.name)
def test_a_page_has_the_digits_of_its_reader(world, reader, route):
    url = route.url(world.company.pk)
    with transaction.atomic():
        answers = [reader.get(url), reader.post(url, {})]
        transaction.set_rollback(True)

    for answer in answers:
        if not answer.streaming and answer.get("Content-Type", "").startswith("text/html"):
            page = answer.content.decode()
            assert western(page) == [], [page[max(0, page.find(t) - 200) : page.find(t) + 60] for t in western(page)]


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ("<p>3 صفقات، و12 عميلًا</p>", "<p>٣ صفقات، و١٢ عميلًا</p>"),
        ('<bdi class="n">1,234.50</bdi>', '<bdi class="n">١٬٢٣٤٫٥٠</bdi>'),
        ("<b>12.5%</b>", "<b>١٢٫٥٪</b>"),
        ("<i>08:30</i>", "<i>٠٨:٣٠</i>"),
        *((kept, kept) for kept in (
            '<bdi class="n">INV-2026-0012</bdi>', '<bdi class="n">1101</bdi>', "<bdi>Website 24</bdi>",
            "<p>INV-2026-0012, 2026-11-24, v2.0, a1@b.example</p>", '<a title="3 deals" href="/deals/3/">x</a>',
            '<input value="48000">', "<script>let a = 3;</script>",
            "<textarea>3</textarea>", '<div dir="auto">3 <b>4</b></div>', "<select><option>3</option></select>",
            "it&#39;s", "<kbd>1</kbd>",
        )),
    ],
)  # fmt: skip
def test_what_is_written_and_what_stays(page, said):
    assert in_arabic_digits(page) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("وُجدت 12 نتيجة", "وُجدت ١٢ نتيجة"),
        (
            "نُقلت «\u2068Website 24\u2069» إلى \u2068مرحلة 3\u2069",
            "نُقلت «\u2068Website 24\u2069» إلى \u2068مرحلة 3\u2069",
        ),
        ("\u20661,234.50\u2069 ر.س لفاتورة INV-2026-0012", "\u2066١٬٢٣٤٫٥٠\u2069 ر.س لفاتورة INV-2026-0012"),
    ],
)
def test_what_a_script_shows_is_written_so_too(text, said):
    assert sentence_in_arabic_digits(text) == said


def test_what_is_found_and_what_cannot_be_read_is_told_so(reader):
    found = reader.get("/pick/party/").json()
    wrong = reader.get("/read/amount/", {"text": "1.2345678"}).json()

    assert "٨" in found["says"], found["says"]
    assert "٦" in wrong["error"], wrong
