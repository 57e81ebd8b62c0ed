"""What scripts/build_assets.py makes, and what it leaves out."""

import gzip
import importlib.util
import json
import re
from types import ModuleType

import pytest
from django.conf import settings

ROOT = settings.BASE_DIR
DIST = ROOT / "static" / "dist"
built = pytest.mark.skipif(not (DIST / "site.css").exists(), reason="left out: run scripts/build_assets.py first")
# Classes of nhsuk-frontend that carry no look of their own, and beginnings that templates complete.
WITHOUT_LOOK = re.compile(
    r".*(-|icon--arrow-(left|right)|icon--(tick|cross)|link--(prev|next)|navigation-item--current|nhsuk-frontend)$"
)


def script(name: str) -> ModuleType:
    """Load a script, which is in no package."""
    spec = importlib.util.spec_from_file_location(name, ROOT / "scripts" / f"{name}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_pruning_takes_listed_selectors_and_nothing_else() -> None:
    text = (
        '@charset "utf-8"; /* a { } */ .nhsuk-hero, .kept:is(a, b) { color: red } .nhsuk-hero { x: "}" }'
        "@media print { .nhsuk-hero { a: b } @supports (x: y) { .nhsuk-tabs { a: b } .also { c: d } } }"
        "@page { margin: 1cm }"
    )
    pruned = " ".join(script("prune_css").prune(text).split())
    assert pruned == (
        '@charset "utf-8"; .kept:is(a, b){ color: red } '
        "@media print{@supports (x: y){.also{ c: d }}} @page{ margin: 1cm }"
    )


def test_what_is_narrow_is_a_small_window_or_a_small_column() -> None:
    text = "@narrow (max-width: 3em) (max-width: 2em) { a { b: c } } /* a reader's note */ d { e: f }"
    assert " ".join(script("build_assets").narrow(text).split()) == (
        "@media (max-width: 3em){ a { b: c } }@container (max-width: 2em){ a { b: c } } d{ e: f }"
    )


@built
def test_no_rule_is_left_that_browsers_do_not_know() -> None:
    style = (DIST / "site.css").read_text("utf-8")
    assert "@narrow" not in style
    assert "@container" in style


@built
def test_style_and_script_leave_room_for_the_page_in_50_kb() -> None:
    assert sum(len(gzip.compress((DIST / name).read_bytes(), 9)) for name in ("site.css", "site.js")) <= 35_000


@built
def test_nothing_is_fetched_from_elsewhere() -> None:
    style, script = ((DIST / name).read_text("utf-8") for name in ("site.css", "site.js"))
    assert not re.search(r"@font-face|@import|url\(|https?://|sourceMappingURL", style)
    assert not re.search(r"sourceMappingURL|https?://(?!www\.w3\.org|github\.com)", script)
    assert "prefers-reduced-motion" in style
    assert "forced-colors" in style


@built
def test_every_class_of_the_design_system_that_pages_use_is_in_the_style_sheet() -> None:
    pages = [*(ROOT / "templates").rglob("*.html"), *(ROOT / "crispy_nhsuk" / "templates").rglob("*.html")]
    used = {name for page in pages for name in re.findall(r"\bnhsuk-[a-z0-9_-]+", page.read_text("utf-8"))}
    there = set(re.findall(r"\.(nhsuk-[a-z0-9_-]+)", (DIST / "site.css").read_text("utf-8")))
    unknown = {name for name in used - there if not WITHOUT_LOOK.match(name)}
    assert unknown == set()


def test_no_page_carries_styles_or_scripts_of_its_own() -> None:
    for page in (ROOT / "templates").rglob("*.html"):
        text = page.read_text("utf-8")
        if "emails" in page.parts or page.name in {"standalone.html", "casefile.html"}:  # read outside the site
            continue
        assert not re.search(r"\sstyle=|<style|<script(?![^>]*src=)|\son[a-z]+=", text), page


def test_the_lock_file_names_no_registry() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text("utf-8"))
    packages = lock["packages"].values()
    assert all("resolved" not in package for package in packages)
    assert all("integrity" in package for name, package in lock["packages"].items() if name)
