"""*Who is it?*: everybody the agent may mean, one of them selected (rules 3.4, 5.3)."""

from collections.abc import Iterator

from markupsafe import Markup

from deskline.decide.situation import Situation
from deskline.model.findings import NEWCOMER, OWN
from deskline.model.people import User
from deskline.pages.buttons import Press, toggle


def who_is_it(situation: Situation) -> Markup:
    """Return the list, shown when there is a choice: the candidates while it rings, later also whoever is open in
    Zendesk.
    """
    head = Markup('<p id="who-is-it">{}</p>').format(situation.texts("panel.choose"))
    entries = Markup("").join(Markup("<li>{}</li>").format(entry) for entry in _entries(situation))
    return head + Markup('<ul class="chooser" aria-labelledby="who-is-it">{}</ul>').format(entries)


def _entries(situation: Situation) -> Iterator[Markup]:
    if situation.may_be_own:
        yield _nobody(OWN, situation.texts("panel.own"), situation)
    known = situation.candidates or ((situation.record.identified,) if situation.record.identified else ())
    yield from (_person(user, situation) for user in known)
    if situation.may_be_new:
        yield _nobody(NEWCOMER, situation.texts("panel.newcomer", number=situation.record.number), situation)
    yield from (_person(user, situation) for user in _open(situation, {user.id for user in known}))


def _open(situation: Situation, listed: set[int]) -> Iterator[User]:
    """Yield the person whose ticket or profile is open, and those selected or picked before."""
    for user in (situation.user, situation.record.view.user) if situation.choosing else ():
        if user and user.id not in listed:
            listed.add(user.id)
            yield user


def _person(user: User, situation: Situation) -> Markup:
    warning = situation.texts("notice.suspended", name=user.name) if user.suspended else ""
    about = " \u00b7 ".join(filter(None, (user.email, user.organization, user.last_ticket, warning)))
    text = Markup('<strong dir="auto">{}</strong> <span dir="auto">{}</span>').format(user.name, about)
    on = situation.user is not None and situation.user.id == user.id
    return toggle(Press("pick", situation.record.contact.id, str(user.id)), text, on=on)


def _nobody(word: str, text: str, situation: Situation) -> Markup:
    on = situation.newcomer if word == NEWCOMER else situation.user is None and not situation.newcomer
    name = Markup('<strong dir="auto">{}</strong>').format(text)
    return toggle(Press("pick", situation.record.contact.id, word), name, on=on)
