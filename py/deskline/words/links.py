"""Links into the Connect instance (rule 6.4): the recording, the record of the contact; and a task's own links."""

from urllib.parse import quote, urlsplit

from deskline.model.contact import Reference
from deskline.model.settings import Installation


def base(connect_url: str) -> str:
    """Return the instance's address with a trailing slash, plus `connect/` on the older awsapps.com domain only."""
    parts = urlsplit(connect_url)
    older = (parts.hostname or "").endswith(".awsapps.com")
    return f"{parts.scheme}://{parts.netloc}/" + ("connect/" if older else "")


def recording(installation: Installation, contact_id: str) -> str:
    """Return the address of a voice contact's recording; the last part makes Zendesk take it for audio."""
    return f"{base(installation.connect_url)}get-recording?format=wav&callLegId={quote(contact_id)}&zendesk_format=.wav"


def is_web_address(given: Reference) -> bool:
    """Whether a task's reference may become a link."""
    return given.kind == "URL" and given.value.lower().startswith(("https://", "http://"))


def contact_record(installation: Installation, contact_id: str) -> str:
    """Return the address of the contact's record, in the time zone of the settings or else UTC."""
    zone = quote(installation.time_zone.strip() or "UTC", safe="/")
    return f"{base(installation.connect_url)}contact-trace-records/details/{quote(contact_id)}?tz={zone}"
