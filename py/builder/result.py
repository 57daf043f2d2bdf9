"""The result of a deployment in words: what happened, what to do next, and Zendesk's own messages."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from builder.zcli import Answer, Outcome

VALIDATE, UPLOAD = r"/api/v2/apps/validate", r"/api/v2/apps/uploads\.json"
CREATE, UPDATE, OWNED = r"/api(/v2)?/apps\.json", r"/api/v2/apps/\w+", r"/api/v2/apps/owned\.json"
JOB, INSTALLATIONS = r"/api/v2/apps/job_statuses/.+", r"/api/support/apps/installations\.json"
INSTALLATION = r"/api/support/apps/installations/\w+\.json"
NEEDED = {("POST", UPLOAD): "id", ("POST", CREATE): "job_id", ("PUT", UPDATE): "job_id", ("GET", JOB): "status"}
"""The key that zcli reads from each answer without checking that it exists."""

WHERE = "Admin Center > Apps and integrations > Zendesk Support apps > Private apps"
MESSAGE_KEYS = ("description", "message", "detail", "title", "errors", "details", "error")
"""The keys of messages in Zendesk's answers, the plainest first."""
MAX_LINES, MAX_LENGTH = 30, 500

NETWORK_ERRORS = {
    "ECONNREFUSED": "it refuses the connection",
    "ENOTFOUND": "its name is not known",
    "EAI_AGAIN": "its name is not known",
    "ETIMEDOUT": "it does not answer",
    "UND_ERR_CONNECT_TIMEOUT": "it does not answer",
    "ECONNRESET": "the connection breaks off",
    "UND_ERR_SOCKET": "the connection breaks off",
}
NOT_DELIVERED = ("ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "UND_ERR_CONNECT_TIMEOUT")
"""The errors after which the request was certainly not carried out."""
OLD_SETTINGS = "the settings of its installation are the old ones"
CERTIFICATE = re.compile("CERT|SELF_SIGNED|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER|ALTNAME")


@dataclass(frozen=True)
class Result:
    """Whether the deployment succeeded, a summary, Zendesk's messages, and the id of the app if there is one."""

    succeeded: bool
    summary: str
    details: tuple[str, ...] = ()
    app_id: object = None

    def __str__(self) -> str:
        return "\n".join([self.summary, *(f"  {line}" for line in self.details)])


def is_fatal(answer: Answer) -> bool:
    """Whether the deployment cannot succeed after this answer."""
    if not answer.good or _is_page(answer.text):
        return True
    return any(answer.to(*one) and key not in answer.body for one, key in NEEDED.items())


def progress(answer: Answer) -> str:
    """The progress that an answer shows, or an empty text."""
    if not answer.good:
        return ""
    if answer.to("POST", UPLOAD):
        return "The package is uploaded."
    return f"Zendesk builds the app: {_state(answer)}." if answer.to("GET", JOB) else ""


@dataclass(frozen=True)
class Attempt:
    """One step of a deployment, the account that it was for, and what zcli and Zendesk made of it."""

    step: str
    host: str
    outcome: Outcome

    @property
    def result(self) -> Result:
        """The result; a step has succeeded only if Zendesk has confirmed it."""
        outcome = self.outcome
        bad = next((one for one in outcome.answers if is_fatal(one)), None)
        if bad is not None:
            return _refused(self, bad)
        job = outcome.last("GET", JOB)
        if job is not None and job.body.get("status") == "failed":
            why = lines(str(job.body.get("message") or ""))
            return _with_messages(f"Zendesk could not build the app. {_unchanged(self.step)}", why)
        if outcome.overdue:
            return _overdue(self)
        done = {"validate": _validated, "create": _installed, "update": _updated}[self.step](self.host, outcome)
        return done if outcome.status == 0 and done is not None else _unconfirmed(self.step, outcome)


def _validated(host: str, outcome: Outcome) -> Result | None:
    found = outcome.last("POST", VALIDATE)
    return Result(True, f"Zendesk's validator at {host} accepts the package.") if found else None


def _installed(host: str, outcome: Outcome) -> Result | None:
    app, made = _app(outcome), outcome.last("POST", INSTALLATIONS)
    return Result(True, f"Deskline is installed at {host} as app {app}.", (), app) if made and app else None


def _updated(host: str, outcome: Outcome) -> Result | None:
    app, listed = _app(outcome), outcome.last("GET", INSTALLATIONS)
    if outcome.last("PUT", INSTALLATION):
        return Result(True, f"Deskline, app {app} at {host}, is updated, and so is its installation.", (), app)
    if listed is None or app is None or installation(listed, app):
        return None
    words = (
        f"App {app} at {host} is updated, but it is not installed there, so no agent has it yet. Install it in {WHERE}."
    )
    return Result(True, words, (), app)


def _app(outcome: Outcome) -> object:
    job = outcome.last("GET", JOB)
    return job.body.get("app_id") if job and job.body.get("status") == "completed" else None


def _state(job: Answer) -> str:
    """The state of a job: one word of Zendesk's."""
    return re.sub(r"\W", "", str(job.body.get("status")))[:20]


def installation(listed: Answer, app_id: object) -> Mapping[str, object]:
    """The installation of an app in Zendesk's list, or an empty object."""
    found = listed.body.get("installations")
    each = [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []
    return next((one for one in each if str(one.get("app_id")) == str(app_id)), {})


def _refused(attempt: Attempt, bad: Answer) -> Result:
    host = attempt.host
    if not bad.status:
        return Result(False, f"{unreachable(host, bad.text)} {_so_far(attempt)}")
    if bad.good or (bad.status < 500 and bad.status != 401 and _is_page(bad.text)):
        return Result(
            False,
            f"{host} answered with something that is not Zendesk's Apps API (HTTP {bad.status}): check"
            f" ZENDESK_SUBDOMAIN, and whether a proxy or a sign-in page is in between. {_so_far(attempt)}",
        )
    general = _general(host, bad)
    if general:
        return Result(False, f"{general} {_so_far(attempt)}", messages(bad.text) if bad.status != 401 else ())
    return _with_messages(_refusal(attempt, bad), messages(bad.text))


def _with_messages(summary: str, details: tuple[str, ...]) -> Result:
    return Result(False, f"{summary} What it said:" if details else f"{summary} It did not say why.", details)


def _general(host: str, bad: Answer) -> str:
    """What a status means after any request."""
    known = {
        401: f"{host} does not accept the credentials (HTTP 401). Check ZENDESK_SUBDOMAIN, and ZENDESK_OAUTH_TOKEN or"
        " ZENDESK_EMAIL with ZENDESK_API_TOKEN.",
        403: f"{host} does not let this user manage apps (HTTP 403). Use an administrator's credentials.",
        429: f"{host} has received too many requests (HTTP 429). Try again in a few minutes.",
    }
    if bad.status >= 500:
        return f"{host} has an internal error (HTTP {bad.status}). Try again later."
    return known.get(bad.status, "")


def _refusal(attempt: Attempt, bad: Answer) -> str:
    step, host = attempt.step, attempt.host
    if bad.to("PUT", UPDATE) and bad.status == 404:
        number = bad.path.rpartition("/")[2]
        return (
            f"{host} has no app {number} that this user may update: check ZENDESK_APP_ID or app_id. {_unchanged(step)}"
        )
    if bad.to("POST", INSTALLATIONS) or bad.to("PUT", INSTALLATION):
        return f"Zendesk refused the settings (HTTP {bad.status}). {_so_far(attempt)}"
    refused = f"Zendesk refused the package (HTTP {bad.status})."
    return refused if step == "validate" else f"{refused} {_unchanged(step)}"


def _so_far(attempt: Attempt) -> str:
    """How far the deployment got, and what to do next."""
    step, outcome = attempt.step, attempt.outcome
    app = _app(outcome)
    if app is None:
        asked = outcome.last("POST", CREATE) or outcome.last("PUT", UPDATE)
        uploaded = outcome.last("POST", UPLOAD)
        if _maybe_done(asked, outcome) and uploaded is not None and uploaded.good:
            return f"The app may have been built all the same: look in {WHERE}, or repeat `deploy {step}`."
        return _unchanged(step)
    doubtful = _maybe_done(outcome.last("POST", INSTALLATIONS) or outcome.last("PUT", INSTALLATION), outcome)
    if step == "create":
        how = "; it may be installed" if doubtful else " but not installed"
        return f"App {app} is there{how}. Repeat `deploy create`, which goes on with it, or look in {WHERE}."
    settings = "its installation may not have the settings" if doubtful else OLD_SETTINGS
    return f"App {app} has the new version, but {settings}."


def _maybe_done(asked: Answer | None, outcome: Outcome) -> bool:
    """Whether a request may have been carried out: a lost answer is not a refusal."""
    if asked is None:
        return outcome.overdue
    if asked.status:
        return asked.status >= 500 or (asked.good and not _is_page(asked.text))
    return asked.text not in NOT_DELIVERED and not CERTIFICATE.search(asked.text)


def _unchanged(step: str) -> str:
    return (
        "Nothing was checked."
        if step == "validate"
        else f"Nothing was {'installed' if step == 'create' else 'updated'}."
    )


def _overdue(attempt: Attempt) -> Result:
    host, outcome = attempt.host, attempt.outcome
    job = outcome.last("GET", JOB)
    if job is None or _app(outcome) is not None:
        return Result(False, f"{host} did not answer in time. {_so_far(attempt)}")
    words = f"{host} did not build the app in time; its last state was {_state(job)}."
    return Result(False, f"{words} It may still succeed: look in {WHERE} before you try again.")


def _unconfirmed(step: str, outcome: Outcome) -> Result:
    words = f"zcli ended with status {outcome.status}, but Zendesk has not reported that the {step} was carried out."
    return Result(False, f"{words} What zcli printed:", lines(outcome.printed))


def unreachable(host: str, why: str) -> str:
    """Why Zendesk could not be reached, and what to do."""
    if CERTIFICATE.search(why):
        return f"The certificate of {host} is not trusted here ({why}). If a proxy opens TLS, set NODE_EXTRA_CA_CERTS."
    return f"{host} cannot be reached: {NETWORK_ERRORS.get(why, why)}. Check ZENDESK_SUBDOMAIN and the network."


def messages(text: str) -> tuple[str, ...]:
    """The messages in an answer; none if it is an HTML page."""
    if _is_page(text):
        return ()
    try:
        found = json.loads(text)
    except ValueError:
        return lines(text)
    each = list(dict.fromkeys(_message_texts(found)))
    return lines("\n".join([one for one in each if " " in one.strip()] or each))  # a code alone only where no words are


def _message_texts(found: object) -> Iterator[str]:
    if isinstance(found, str):
        yield found
    elif isinstance(found, list):
        for one in found:
            yield from _message_texts(one)
    elif isinstance(found, dict):
        named = [found[key] for key in MESSAGE_KEYS if key in found] or list(found.values())
        for one in named:
            yield from _message_texts(one)


def lines(text: str) -> tuple[str, ...]:
    """The readable lines of a text: no colour codes, no stack traces, limited in number and length."""
    plain = re.sub(r"\x1b\[[0-9;]*[A-Za-z]", "", text)
    printable = ("".join(c for c in line if c.isprintable()).strip() for line in plain.splitlines())
    found = [line[:MAX_LENGTH] for line in printable if line and not re.match(r"at \S.*[(:/]|Code: ", line)]
    return tuple(found[:MAX_LINES])


def _is_page(text: str) -> bool:
    return text.lstrip()[:1] == "<"
