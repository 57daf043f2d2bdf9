"""The content security policy of each page: what it may run, ask and frame; whatever is not named here is refused.

It stands in the page, as Zendesk's asset host sends headers of its own. The engine's worker lives under the headers of
its own script instead, so neither the runtime's address nor WebAssembly has to be allowed here.
"""

from __future__ import annotations

SDK_FOLDER = "https://static.zdassets.com/zendesk_app_framework_sdk/"
SDK = f"{SDK_FOLDER}2.0/zaf_sdk.min.js"
CONNECT = ("https://*.my.connect.aws", "https://*.govcloud.connect.aws", "https://*.awsapps.com")

CHAT_REGIONS = (
    "us-east-1",
    "us-west-2",
    "us-gov-west-1",
    "af-south-1",
    "ap-northeast-1",
    "ap-northeast-2",
    "ap-southeast-1",
    "ap-southeast-2",
    "ca-central-1",
    "eu-central-1",
    "eu-west-2",
)
"""Where Connect has instances; before ChatJS is loaded, the page narrows this to the region of its own."""
PARTICIPANTS = tuple(f"https://participant.connect.{region}.amazonaws.com/" for region in CHAT_REGIONS)

NOTHING = {"default-src": ("'none'",), "base-uri": ("'none'",), "form-action": ("'none'",)}
PAGE = {**NOTHING, "script-src": ("'self'", SDK_FOLDER), "style-src": ("'self'",), "connect-src": ("'self'",)}
TOP_BAR = {
    **PAGE,
    "worker-src": ("'self'",),
    "frame-src": CONNECT,
    "connect-src": ("'self'", *PARTICIPANTS),
}


def policy(place: str) -> str:
    """The policy of the page at a place: only the top bar embeds the CCP and starts the engine."""
    chosen = TOP_BAR if place == "top_bar" else PAGE
    return "; ".join(" ".join((directive, *sources)) for directive, sources in chosen.items())
