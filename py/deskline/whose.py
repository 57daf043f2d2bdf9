"""*Who is it?*: everybody whom the agent may mean, one of them selected (rules 3.4, 5.3)."""

from collections.abc import Iterator

from markupsafe import Markup

from deskline.case import Case
from deskline.controls import toggle
from deskline.desk import NEWCOMER, OWN, User


def who_is_it(case: Case) -> Markup:
    """Return the list, which is there for a choice: among the candidates while it rings, then with who is open."""
    head = Markup('<p id="who-is-it">{}</p>').format(case.texts("panel.choose"))
    entries = Markup("").join(Markup("<li>{}</li>").format(entry) for entry in _entries(case))
    return head + Markup('<ul class="chooser" aria-labelledby="who-is-it">{}</ul>').format(entries)


def _entries(case: Case) -> Iterator[Markup]:
    if case.may_be_own:
        yield _nobody(OWN, case.texts("panel.own"), case.user is None and not case.newcomer, case)
    known = case.candidates or ((case.identified,) if case.identified else ())
    yield from (_person(user, case) for user in known)
    if case.may_be_new:
        yield _nobody(NEWCOMER, case.texts("panel.newcomer", number=case.record.number), case.newcomer, case)
    yield from (_person(user, case) for user in _open(case, {user.id for user in known}))


def _open(case: Case, listed: set[int]) -> Iterator[User]:
    """Whoever's ticket or profile is open, and whom the agent has turned to or picked before."""
    for user in (case.user, case.record.view.user) if case.choosing else ():
        if user and user.id not in listed:
            listed.add(user.id)
            yield user


def _person(user: User, case: Case) -> Markup:
    warning = case.texts("notice.suspended", name=user.name) if user.suspended else ""
    about = " \u00b7 ".join(filter(None, (user.email, user.organization, user.last_ticket, warning)))
    text = Markup('<strong dir="auto">{}</strong> <span dir="auto">{}</span>').format(user.name, about)
    on = case.user is not None and case.user.id == user.id
    return toggle("pick", text, case.record.contact.id, str(user.id), on=on)


def _nobody(word: str, text: str, on: bool, case: Case) -> Markup:
    return toggle("pick", Markup('<strong dir="auto">{}</strong>').format(text), case.record.contact.id, word, on=on)
