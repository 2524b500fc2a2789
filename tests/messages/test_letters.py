"""Letters keep to what common mail programs draw: tables, styles on each element, a text part, nothing that runs."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from django.core import mail
from hypothesis import given
from hypothesis import strategies as st

from wasl.access.actor import Actor
from wasl.messages import services
from wasl.messages.letters import html_of
from wasl.messages.rules import shipped_templates

CLIPPED_FROM = 102 * 1024  # Gmail shows no more of a letter than this
KNOWN = {"html", "head", "meta", "title", "body", "table", "tr", "td", "p", "br", "a", "span"}


class Drawn(HTMLParser):
    """Collects tags with their attributes, and the text."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text.append(data)


@pytest.mark.parametrize(("kind", "language"), sorted(shipped_templates()))
def test_each_shipped_letter_keeps_to_the_rules(kind: str, language: str) -> None:
    subject, body = shipped_templates()[kind, language]
    source = html_of(body, subject=subject, language=language, company="Madar")
    drawn = Drawn(source)

    assert {tag for tag, _attributes in drawn.tags} <= KNOWN
    assert not re.search(r"url\(|@import|javascript:|<style|class=", source)
    assert all("style" in attributes for tag, attributes in drawn.tags if tag in ("td", "p", "a"))
    assert all(attributes.get("role") == "presentation" for tag, attributes in drawn.tags if tag == "table")
    direction = "rtl" if language == "ar" else "ltr"
    assert dict(drawn.tags)["html"] == {"lang": language, "dir": direction}
    assert f"text-align:{'right' if language == 'ar' else 'left'}" in source
    assert len(source.encode()) < CLIPPED_FROM


@given(st.text(max_size=300))
def test_whatever_is_written_is_shown_as_text(text: str) -> None:
    drawn = Drawn(html_of(text, subject=text, language="en", company=text))

    assert {tag for tag, _attributes in drawn.tags} <= KNOWN
    for tag, attributes in drawn.tags:
        assert not any(name.startswith("on") for name in attributes), tag


def test_a_link_can_be_pressed_and_a_script_is_text() -> None:
    source = html_of(
        "See https://wasl.example/q/1?a=1&b=2.\n<script>alert(1)</script>", subject="S", language="en", company="C"
    )

    assert 'href="https://wasl.example/q/1?a=1&amp;b=2"' in source
    assert "<script" not in source
    assert "<br>" in source


def test_a_letter_leaves_with_both_parts(omar: Actor, layla: Actor, settings) -> None:
    settings.SMTP_HOST = "localhost"
    services.queue_message(actor=omar, to="a@b.example", subject="عرض", body_text="مرحبًا\n\nشكرًا", language="ar")

    assert services.send_waiting(actor=layla) == 1

    (letter,) = mail.outbox
    assert letter.body == "مرحبًا\n\nشكرًا"
    ((html, kind),) = letter.alternatives
    assert kind == "text/html"
    assert 'dir="rtl"' in html
    assert "استوديو نور" in html


def test_a_number_is_not_torn_at_its_hyphens_and_a_long_link_keeps_to_the_frame() -> None:
    text = "نذكركم بالفاتورة INV-2026-0058 المستحقة في 2026-11-22.\nhttps://wasl.example/q/a-1-b"
    drawn = Drawn(html_of(text, subject="s", language="ar", company="Madar"))
    spans = [attributes for tag, attributes in drawn.tags if tag == "span"]

    assert spans == [{"dir": "ltr", "style": "white-space:nowrap;"}] * 2
    assert {"INV-2026-0058", "2026-11-22"} <= set(drawn.text)
    assert all("break-all" in (attributes["style"] or "") for tag, attributes in drawn.tags if tag == "a")
