"""The softphone: dialling through Streams, in the page that hosts the engine."""

from deskline.adapters.border import Border, Failed
from deskline.model.errors import NotDialled, NoWord

REFUSED = "refused"
"""The word for a call that Connect will not make; after any other it may still make one."""


class Softphone:
    """Calls out through Amazon Connect."""

    def __init__(self, border: Border) -> None:
        self._border = border

    async def dial(self, number: str, queue_arn: str) -> None:
        """Call the number (E.164) through the queue, or the default one; raises `NotDialled` or `NoWord`."""
        try:
            await self._border.ask("dial", number=number, queue=queue_arn)
        except Failed as failure:
            raise (NotDialled if str(failure) == REFUSED else NoWord)(str(failure)) from failure
