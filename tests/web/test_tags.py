"""What the tags write."""

from datetime import date

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.utils import translation


def drawn(source: str, **context: object) -> str:
    return Template("{% load wasl %}" + source).render(Context({"today": date(2026, 11, 23)} | context))


def test_money_is_isolated_and_names_its_currency_when_asked():
    with translation.override("ar"):
        assert drawn("{% money 123456 'SAR' %}") == '<bdi class="n">1,234.56</bdi>'
        assert drawn("{% money 500000 'SAR' whole=True code=True %}").endswith('<span class="unit">ر.س</span>')


def test_no_amount_is_nothing_rather_than_zero():
    assert drawn("{% money nothing 'SAR' %}", nothing=None) == ""


def test_a_day_carries_its_exact_date():
    with translation.override("en"):
        assert drawn("{% date day %}", day=date(2026, 10, 16)) == (
            '<time datetime="2026-10-16"><bdi class="n">16</bdi> Oct</time>'
        )


@pytest.mark.parametrize(
    ("name", "letter"),
    [("شركة نخيل للضيافة", "ن"), ("مستشفى الواحة", "و"), ("Helix Logistics", "H"), ("الرواد", "ر"), ("شركة", "ش")],
)
def test_an_organisation_shows_the_letter_of_its_own_name(name, letter):
    assert f">{letter}</span>" in drawn("{% avatar name True %}", name=name)


def test_a_person_shows_two_letters():
    assert ">نع</span>" in drawn("{% avatar name %}", name="نورة العتيبي")


def test_names_are_escaped():
    assert "<script" not in drawn("{% avatar name %}{{ name|n }}{% pill name %}", name="<script>")


def test_a_tone_that_does_not_exist_is_refused():
    with pytest.raises(TemplateSyntaxError, match="purple"):
        drawn("{% pill 'x' 'purple' %}")


def test_block_tags_draw_what_is_inside():
    assert "<p>in</p>" in drawn("{% drawer 'd' 'Title' %}<p>in</p>{% enddrawer %}")
    assert "<p>in</p>" in drawn("{% card 'Title' icon='receipt' %}<p>in</p>{% endcard %}")
