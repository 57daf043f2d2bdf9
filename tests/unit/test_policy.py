"""What the pages' content security policy allows, and that every page has one."""

import re
from pathlib import Path

import pytest

from builder import package, policy

ROOT = Path(__file__).parents[2]
PAGES = package.rendered(ROOT)


def allowed(page: str) -> dict[str, set[str]]:
    """The sources that a page's own policy allows, by directive."""
    (text,) = re.findall(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">', PAGES[page].decode())
    directives = (part.split() for part in text.split("; "))
    return {name: set(sources) for name, *sources in directives}


@pytest.mark.parametrize("page", sorted(PAGES))
def test_every_page_refuses_whatever_its_policy_does_not_name(page: str) -> None:
    sources = allowed(page)
    assert sources["default-src"] == sources["base-uri"] == sources["form-action"] == {"'none'"}


@pytest.mark.parametrize("page", sorted(PAGES))
def test_no_page_runs_code_that_is_neither_ours_nor_the_sdk(page: str) -> None:
    assert allowed(page)["script-src"] == {"'self'", policy.SDK_FOLDER}
    assert not re.search(r"unsafe|\*(?!\.)|data:|blob:", str(allowed(page)))


@pytest.mark.parametrize("page", sorted(PAGES))
def test_the_policy_stands_before_anything_that_is_loaded(page: str) -> None:
    text = PAGES[page].decode()
    assert text.index("Content-Security-Policy") < min(text.index("<link"), text.index("<script"))


@pytest.mark.parametrize("page", sorted(PAGES))
def test_only_the_top_bar_embeds_connect_and_starts_workers(page: str) -> None:
    wide = {"frame-src": set(policy.CONNECT), "worker-src": {"'self'"}} if page == "assets/top_bar.html" else {}
    assert {name: sources for name, sources in allowed(page).items() if name in ("frame-src", "worker-src")} == wide


@pytest.mark.parametrize("page", sorted(PAGES))
def test_no_page_carries_script_or_style_of_its_own(page: str) -> None:
    text = PAGES[page].decode()
    assert re.findall(r"<script(?![^>]* src=)|<style| style=| on[a-z]+=|javascript:", text) == []
