"""The front-end build is complete, small, mirrored by logical properties, and bound to no address."""

import gzip
import json
import re
from pathlib import Path

import pytest
from PIL import Image

from wasl.web import assets
from wasl.web.middleware import CONTENT_SECURITY_POLICY

ROOT = Path(__file__).parents[2]
FRONTEND = ROOT / "frontend"
LETTERS = {"letter.html"}  # leave by mail, where no policy holds; tests/messages/test_letters.py has their rules
TEMPLATES = [path for path in sorted((ROOT / "src/wasl").glob("*/templates/**/*.html")) if path.name not in LETTERS]
FIRST_PAGE_KB_MAX = 80
PHYSICAL = re.compile(
    r"(?<![\w-])(?:(?:margin|padding|border|scroll-margin|scroll-padding)-(?:left|right)|left|right|"
    r"float|clear)\s*:|text-align\s*:\s*(?:left|right)"
)


def test_every_built_file_is_there():
    manifest = assets.read_manifest()

    assert {"app.css", "app.rtl.css", "app.js", "board.js", "charts.js", "icons.svg"} <= set(manifest)
    assert [name for name in manifest.values() if not (assets.DIST / name).is_file()] == []


def test_phones_that_take_no_svg_get_the_mark_as_a_png():
    mark = assets.DIST / assets.read_manifest()["mark.png"]

    with Image.open(mark) as picture:
        assert (picture.format, picture.size) == ("PNG", (180, 180))
        brand, sign = picture.getpixel((4, 4)), picture.getpixel((90, 90))
    assert "#" + bytes(brand).hex() in (FRONTEND / "src/tokens.css").read_text()
    assert sign == (255, 255, 255), "a line of the sign goes through the middle"
    assert 'rel="apple-touch-icon"' in (ROOT / "src/wasl/web/templates/web/base.html").read_text()


def test_an_unknown_file_is_refused_by_name():
    with pytest.raises(assets.AssetsNotBuilt, match=r"nothing\.css"):
        assets.asset_url("nothing.css")


@pytest.mark.parametrize("styles", ["app.css", "app.rtl.css"])
def test_the_first_page_stays_small(styles):
    manifest = assets.read_manifest()

    sizes = [len(gzip.compress((assets.DIST / manifest[name]).read_bytes())) for name in (styles, "app.js")]

    assert sum(sizes) <= FIRST_PAGE_KB_MAX * 1024


def test_the_lock_file_names_no_registry():
    lock = json.loads((FRONTEND / "package-lock.json").read_text())

    assert lock["packages"], "no package is locked"
    assert [name for name, package in lock["packages"].items() if "resolved" in package] == []


def test_versions_are_exact():
    wanted = json.loads((FRONTEND / "package.json").read_text())["dependencies"]

    assert [name for name, version in wanted.items() if not re.fullmatch(r"\d+\.\d+\.\d+", version)] == []


@pytest.mark.parametrize("name", ["tokens.css", "wasl.css", "kit.css"])
def test_our_styles_have_logical_properties_only(name):
    assert PHYSICAL.findall((FRONTEND / "src" / name).read_text()) == []


def test_templates_obey_the_content_security_policy():
    assert "unsafe" not in CONTENT_SECURITY_POLICY
    assert TEMPLATES, "no template was looked at"
    bad = re.compile(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*(?:\ssrc=|type=\"application/json\"))|javascript:")
    assert {path.name: found for path in TEMPLATES if (found := bad.findall(path.read_text()))} == {}


def test_templates_use_icons_that_the_sprite_has():
    sprite = set(json.loads((FRONTEND / "src/icons.json").read_text()))
    used = {name for path in TEMPLATES for name in re.findall(r'\{% icon "([\w-]+)"', path.read_text())}

    assert used, "no icon was found"
    assert used - sprite == set()
