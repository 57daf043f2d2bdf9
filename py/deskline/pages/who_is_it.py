"""*Who is it?*: everybody the agent may mean, one of them selected, and a search for anybody else (rules 3.4, 5.3)."""

from collections.abc import Iterator, Sequence

from markupsafe import Markup

from deskline.ask.people_search import Search
from deskline.decide.situation import Situation
from deskline.model.findings import NEWCOMER, OWN
from deskline.model.people import User
from deskline.pages.buttons import Press
from deskline.pages.parts import choice_list, person, search_field, toggle


def who_is_it(situation: Situation, search: Search) -> Markup:
    """Return the list, shown when there is a choice: the candidates while it rings, later also whoever is open in
    Zendesk and whom the agent has searched for.
    """
    name = f"who-{situation.record.contact.id}"
    head = Markup('<h3 id="{}">{}</h3>').format(name, situation.texts("panel.choose"))
    seeking = _search(situation, search) if situation.choosing else Markup("")
    return head + choice_list(name, _entries(situation)) + seeking


def _search(situation: Situation, search: Search) -> Markup:
    texts, contact = situation.texts, situation.record.contact.id
    listed = {user.id for user in _known(situation)}
    found = [_person(user, situation) for user in search.users if user.id not in listed]
    people = choice_list(f"who-{contact}", found) if found else Markup("")
    key = _said(search)
    said = Markup('<p class="quiet" role="status">{}</p>').format(texts(key, text=search.text)) if key else Markup("")
    return search_field(Press("search", contact), texts("panel.search")) + people + said


def _said(search: Search) -> str:
    """The key of what is said about a search, besides whom it has found."""
    match search:
        case Search(state="asking"):
            return "panel.searching"
        case Search(state="unanswered"):
            return "panel.search_unanswered"
        case Search(more=True):
            return "panel.found_more"
        case Search(state="found", users=()):
            return "panel.found_nobody"
        case _:
            return ""


def _entries(situation: Situation) -> Iterator[Markup]:
    if situation.may_be_own:
        yield _nobody(OWN, situation.texts("panel.own"), situation)
    known = _identified(situation)
    yield from (_person(user, situation) for user in known)
    if situation.may_be_new:
        yield _nobody(NEWCOMER, situation.texts("panel.newcomer", number=situation.sign), situation)
    yield from (_person(user, situation) for user in _known(situation)[len(known) :])


def _identified(situation: Situation) -> Sequence[User]:
    return situation.candidates or ((situation.record.identified,) if situation.record.identified else ())


def _known(situation: Situation) -> list[User]:
    """The candidates, then the person whose ticket or profile is open, and those selected or picked before."""
    known = list(_identified(situation))
    for user in (situation.user, situation.record.view.user) if situation.choosing else ():
        if user and all(user.id != other.id for other in known):
            known.append(user)
    return known


def _person(user: User, situation: Situation) -> Markup:
    warning = situation.texts("notice.suspended", name=user.name) if user.suspended else ""
    entry = person(user.name, (user.email, user.organization, user.last_ticket), warning)
    on = situation.user is not None and situation.user.id == user.id
    return toggle(Press("pick", situation.record.contact.id, str(user.id)), entry, on=on)


def _nobody(word: str, text: str, situation: Situation) -> Markup:
    on = situation.newcomer if word == NEWCOMER else situation.user is None and not situation.newcomer
    return toggle(Press("pick", situation.record.contact.id, word), person(text), on=on)
