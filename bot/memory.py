"""What the bot remembers of a chat: what was last talked about, never what was said.

A chat's memory holds positions in the documents (which passages were shown, which of them could follow) and the region
that was chosen. It is forgotten after half an hour, at /forget, and when too many chats are open.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field

FORGET_AFTER = 30 * 60.0  # seconds without a message
MOST_CHATS = 4000  # chats remembered at once, of half a kilobyte each; the one silent for longest goes first


@dataclass(slots=True)
class Memory:
    """One chat's memory.

    Attributes:
        subject: Terms of the documents that name what was last talked about, such as a table row's name.
        named: Whether the subject is called by a name, a row's or one in the question, and not only by a heading.
        subject_label: How the subject is shown: a row's first cell or a heading, verbatim.
        aspect: The table header or heading that the last question was about, "" where there was none.
        topic: Terms of the documents by which the last questions asked and that their answers hold, latest first.
        listed: Ids of the rows last shown side by side, one after the other, or as a table.
        apart: Ids of those rows of a table that were shown by themselves, one after the other.
        about_document: Whether the document itself was last asked about.
        shown: Ids of the passages last shown.
        waiting: Ids of the passages that "more" shows next.
        region: The region chosen with /region, "" where none was.
    """

    subject: tuple[str, ...] = ()
    named: bool = False
    subject_label: str = ""
    aspect: str = ""
    topic: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()
    about_document: bool = False
    shown: tuple[str, ...] = ()
    waiting: tuple[str, ...] = ()
    region: str = ""
    _touched: float = field(default=0.0, repr=False)

    @property
    def is_fresh(self) -> bool:
        """Whether nothing has been talked about."""
        return not (self.subject or self.aspect or self.topic or self.listed or self.shown or self.about_document)

    def forget_talk(self) -> None:
        """Forget what was talked about; the region stays."""
        self.subject = self.topic = self.listed = self.apart = self.shown = self.waiting = ()
        self.subject_label = self.aspect = ""
        self.named = self.about_document = False


class Memories:
    """The memories of all chats. Safe to call from several threads."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Remember by `clock`, in seconds."""
        self._clock = clock
        self._lock = threading.Lock()
        self._chats: OrderedDict[str, Memory] = OrderedDict()

    def of(self, chat: str | None) -> Memory:
        """The memory of a chat, a fresh one where there is none or it is too old; None is always a fresh chat."""
        if chat is None:
            return Memory()
        now = self._clock()
        with self._lock:
            memory = self._chats.get(chat)
            if memory is None or now - memory._touched > FORGET_AFTER:
                memory = Memory(region=memory.region if memory else "")
            memory._touched = now
            self._chats[chat] = memory
            self._chats.move_to_end(chat)
            while len(self._chats) > MOST_CHATS:
                self._chats.popitem(last=False)
            return memory

    def forget(self, chat: str) -> None:
        """Forget everything about a chat."""
        with self._lock:
            self._chats.pop(chat, None)
