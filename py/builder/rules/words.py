"""Warnings for words in text files: plain http addresses, and what looks like a secret."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from builder.rules.finding import Files, Finding, warning

CODE = {".js", ".jsx", ".html"}
READ = {".html", ".xml", ".js", ".json"}
HTTP = re.compile(r"http:[^\s\"'`<>)]*")
KEYWORDS = re.compile(
    r"password|secretToken|secret_token|secret|auth_?key|authKey|auth_?pass|authPass|auth_user|AuthUser|api_key"
)
NAMED = (
    r"(?:app|consumer|master|token)[-_](?:key|secret)|private[-_]key|client[-_]secret|aws[_-]secret[_-]access[_-]key"
    r"|(?:shared_session|permanent_cookie|quickpay|doorman)[-_]secret|(?:braintree|ticket_validation)_key"
    r"|attachment_token_key|x-outbound-key|zendesk_zopim_mobile_sso_key|facebook|twitter|github|heroku|token|password"
)
SECRETS = (
    ("an AWS access key", re.compile(r"AKIA[0-9A-Z]{8,24}")),
    ("a Slack token", re.compile(r"xox[pboa|]-*.[a-z0-9]")),
    ("a private key", re.compile(r"-----BEGIN (?:RSA |OPENSSH |DSA |EC )?(?:PRIVATE KEY|PGP PRIVATE KEY BLOCK)-----")),
    ("a named secret", re.compile(rf"(?i:{NAMED})[\w-]{{0,20}}[\"']?\s?[:=]\s?[\"'][\w+/.=-]{{8,156}}[\"']")),
)


def suspect(text: str) -> re.Match[str] | None:
    """The first thing in the text that would be taken for a secret, if there is one."""
    return next(filter(None, (shape.search(text) for shape in (KEYWORDS, *(shape for _, shape in SECRETS)))), None)


def check(files: Files) -> Iterator[Finding]:
    """Every warning, one per file and rule."""
    for name, content in sorted(files.items()):
        kind = PurePosixPath(name).suffix.lower()
        text = content.decode("utf-8", "replace") if kind in READ else ""
        if kind in CODE and (address := HTTP.search(text)):
            yield warning(name, "insecure_request", address.group()[:80])
        if word := KEYWORDS.search(text):
            yield warning(name, "generic_secret", f"the word {word.group()}")
        yield from (warning(name, "application_secret", what) for what, shape in SECRETS if shape.search(text))
