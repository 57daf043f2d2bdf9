"""The page of parts shows all of them, and in none of them is text from outside markup."""

import pytest
from markupsafe import Markup

from builder import gallery
from builder.gallery import SHOWN, Shown


def test_every_part_of_the_pages_is_shown() -> None:
    assert {one.part for one in SHOWN} == gallery.names()


@pytest.mark.parametrize("shown", SHOWN, ids=lambda one: f"{one.part}: {one.state}")
def test_rule_6_3_text_in_a_part_is_text(shown: Shown) -> None:
    html = shown.html("<img src=x>")
    assert isinstance(html, Markup)
    assert "<img" not in html and "&lt;img src=x&gt;" in html


def test_the_page_says_what_each_part_is_for_and_shows_its_states() -> None:
    page = gallery.page()
    assert "<h2>headline</h2>\n<p>The head of one contact" in page
    assert page.count('class="shown') == len(SHOWN)
