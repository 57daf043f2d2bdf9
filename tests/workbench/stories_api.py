"""The stories over HTTP, below /control/stories on the Connect origin: open one, go on step by step, look at it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from workbench.connect import Refused
from workbench.control_api import endpoint
from workbench.stories import STORIES
from workbench.story import Play, Step, Story, World

Body = dict[str, Any]


class Stage:
    """One replay at a time, and how the earlier ones ended."""

    def __init__(self, world: World) -> None:
        """Nothing is played yet."""
        self.world = world
        self.play: Play | None = None
        self.ends: dict[int, list[str]] = {}

    def open(self, wish: Body) -> Body:
        """Sets the scene of the story of that number (KeyError if there is none), after clearing the stage."""
        story = STORIES[wish["story"]]
        self.clear()
        self.play = Play(story, self.world)
        self.play.auto = bool(wish.get("auto"))
        return {}

    def clear(self, wish: Body | None = None) -> Body:
        """Ends the contacts of the story on stage, turns back what it has turned, and forgets it."""
        if self.play:
            self.play.leave()
        self.play = None
        return {}

    def advance(self, wish: Body) -> Body:
        """Takes the step of that number (from 0), once; refused while something is awaited, unless `anyway`."""
        play = self._playing()
        if wish["step"] == play.done and not play.over:
            if play.awaited and not wish.get("anyway"):
                raise Refused(f"still to come: {play.say(play.awaited)}")
            play.advance()
        return {"done": play.done}

    def auto(self, wish: Body) -> Body:
        """Whether a page that shows the story goes on by itself as soon as it can."""
        self._playing().auto = bool(wish["auto"])
        return {}

    def _playing(self) -> Play:
        if not self.play:
            raise Refused("no story is open")
        return self.play

    def verdict(self) -> list[str] | None:
        """What is missing at the end of the story on stage; None before its end, empty if all is as it should be."""
        play = self.play
        if not play or not play.over:
            return None
        awaited = [f"Still to come: {play.say(play.awaited)}."] if play.awaited else []
        self.ends[play.story.number] = [*awaited, *play.missing()]
        return self.ends[play.story.number]

    def state(self) -> Body:
        """Everything that the page shows."""
        missing = self.verdict()
        return {
            "stories": [self._listed(story) for story in STORIES.values()],
            "play": self.play and {**_shown(self.play), "missing": missing},
        }

    def _listed(self, story: Story) -> Body:
        missing = self.ends.get(story.number)
        end = None if missing is None else "bad" if missing else "good"
        return {"number": story.number, "title": story.title, "rules": story.rules, "end": end}


def _shown(play: Play) -> Body:
    story, awaited = play.story, play.awaited
    return {
        "id": play.suffix,
        "number": story.number,
        "title": story.title,
        "rules": story.rules,
        "cast": [_desk(play, role) for role in story.cast],
        "steps": [_step(play, step) for step in story.steps],
        "done": play.done,
        "auto": play.auto,
        "awaited": awaited and play.say(awaited),
        "requests": [sent._asdict() for sent in play.requests],
    }


def _desk(play: Play, role: str) -> Body:
    """The workspace of one role: whose it is, the link that opens it, and whether its softphone is up."""
    world = play.world
    connect_agent = world.connect.agent(world.connect_agent(role)).name
    return {
        "name": play.say(f"{{{role}}}"),
        "connect_agent": connect_agent,
        "link": world.link(role),
        "open": bool(world.pages(role)),
    }


def _step(play: Play, step: Step) -> Body:
    return {"happens": play.say(step.happens), "look": play.say(step.look), "by_hand": not step.do}


def story_routes(stage: Stage) -> list[BaseRoute]:
    """The stories' page and its endpoints."""

    async def state(request: Request) -> Response:
        return JSONResponse(stage.state(), headers={"Cache-Control": "no-store"})

    async def page(request: Request) -> Response:
        return RedirectResponse("/control/stories/")

    verbs = {"open": stage.open, "advance": stage.advance, "auto": stage.auto, "clear": stage.clear}
    return [
        Route("/control/stories", page),
        Route("/control/stories/state", state),
        *(Route(f"/control/stories/{name}", endpoint(verb), methods=["POST"]) for name, verb in verbs.items()),
        Mount("/control/stories", StaticFiles(directory=Path(__file__).parent / "stories", html=True)),
    ]
