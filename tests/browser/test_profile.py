"""The stage itself: what one test leaves in the worker's browser profile, the next one does not find."""

import pytest

from browser.profile import Profile
from browser.stage import Stage
from workbench.workbench import Workbench

pytestmark = pytest.mark.browser
KEPT = "async () => [localStorage.length, (await indexedDB.databases()).length, (await caches.keys()).length]"
ALLOWED = "navigator.permissions.query({ name: 'clipboard-read' }).then(({ state }) => state === 'granted')"


def test_a_profile_forgets_everything_between_two_tests_but_its_caches(profile: Profile, bench: Workbench) -> None:
    stage = Stage(bench, profile.fresh())
    stage.begin_pages_with("globalThis.left = true")
    tab = stage.open().ready()
    stored, databases, caches = tab.softphone.evaluate(KEPT)
    assert stored and databases and caches
    tab.page.evaluate("document.cookie = 'left=1'")
    stage.context.grant_permissions(["clipboard-read"])
    assert tab.page.evaluate(ALLOWED) and stage.context.cookies()
    stage.context.route("**/*", lambda route: route.abort())
    stage.context.set_offline(True)
    assert stage.close() == []

    context = profile.fresh()
    assert [page.url for page in context.pages] == ["about:blank"] and context.cookies() == []
    page = context.new_page()
    page.goto(f"{bench.origins[1]}/manifest.json")
    assert page.evaluate(KEPT) == [0, 0, caches]
    assert page.evaluate("globalThis.left ?? null") is None
    page.goto(bench.url)
    assert not page.evaluate(ALLOWED)
    profile.leave()


def test_a_profile_whose_browser_has_ended_opens_again(profile: Profile, bench: Workbench) -> None:
    profile.context.close()
    Stage(bench, profile.fresh()).open().ready()
    profile.leave()
