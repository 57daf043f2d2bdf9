"""Takes the pictures: `python -m looks [state ...]`, with py and tests on PYTHONPATH, into dist/looks/."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from browser.stage import Stage
from builder import machine
from looks.states import STATES
from workbench.workbench import Workbench

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Look:
    """How the desk is looked at: colours, language, the window's size, and how large its text is."""

    name: str
    scheme: str = "light"
    locale: str = "en-US"
    height: int = 900
    zoom: float = 1.0


LOOKS = (
    Look("light"),
    Look("dark", scheme="dark"),
    Look("low", height=520),
    Look("large-text", zoom=2.0),
    Look("de", locale="de"),
    Look("ja", locale="ja"),
    Look("ar", scheme="dark", locale="ar"),
)


def take(browser: Browser, look: Look, names: Sequence[str]) -> Iterator[Path]:
    """Yield the pictures of these states in one look: the workspace, with the softphone open."""
    package = next((ROOT / "dist").glob("deskline-*.zip"))
    for name in names:
        with Workbench.serve(package, drawer=False) as bench:
            bench.furnish()
            bench.zendesk.users[bench.zendesk.agent_id]["locale"] = look.locale
            context = browser.new_context(viewport={"width": 1280, "height": look.height})
            stage = Stage(bench, context)
            tab = stage.open(f"?colorScheme={look.scheme}").ready()
            tab.page.locator("#top_bar_icon").click()
            STATES[name](stage, tab)
            tab.page.wait_for_timeout(1000)
            tab.show_softphone(name not in ("contacts", "live-chat"))
            if look.zoom != 1:
                for frame in (frame for frame in tab.page.frames if "/assets/" in frame.url):
                    frame.evaluate("zoom => (document.body.style.zoom = zoom)", look.zoom)
            tab.page.wait_for_timeout(500)
            file = ROOT / "dist" / "looks" / f"{name}-{look.name}.png"
            file.parent.mkdir(parents=True, exist_ok=True)
            tab.page.screenshot(path=file)
            context.close()
            yield file


def main() -> int:
    """Take the pictures that are asked for, else all of them."""
    parser = argparse.ArgumentParser(prog="python -m looks")
    parser.add_argument("states", nargs="*", metavar="state", help=f"any of {', '.join(STATES)}; without: all")
    parser.add_argument("--look", action="append", choices=[look.name for look in LOOKS])
    wanted = parser.parse_args()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=machine.chromium(ROOT), args=["--no-sandbox"])
        for look in LOOKS:
            if not wanted.look or look.name in wanted.look:
                for file in take(browser, look, wanted.states or list(STATES)):
                    print(file.relative_to(ROOT), flush=True)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
