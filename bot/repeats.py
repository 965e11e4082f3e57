"""What several people ask in the same words, looked up once: after a newsletter or a talk many ask the same.

An answer follows from the words, from what the chat was last talking about, and from the index; it leaves a chat
talking about something. Both are kept for a while, under a digest of the words. Nothing here is tied to anybody.
"""

from __future__ import annotations

import hashlib
import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, fields

from bot.answer import Answer
from bot.memory import FORGET_AFTER, Memory
from index.searching import Index

MOST_KEPT = 500
_STATE = tuple(field.name for field in fields(Memory) if field.name not in ("region", "_touched"))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kept:
    answer: Answer
    leaves: tuple[Hashable, ...]
    at: float


class Repeats:
    """The latest answers. Safe to call from several threads."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Keep nothing yet; the time is that of `clock`, in seconds."""
        self._clock = clock
        self._secret = secrets.token_bytes(16)
        self._lock = threading.Lock()
        self._index: Index | None = None
        self._kept: OrderedDict[Hashable, _Kept] = OrderedDict()

    def answer(self, message: str, memory: Memory, index: Index, look_up: Callable[[], Answer]) -> Answer:
        """The answer that `look_up` gives, or gave before; `memory` is left as it leaves it.

        Kept for another index, or for too long, it is looked up anew.
        """
        digest = hashlib.blake2b(message.encode("utf-8", "surrogatepass"), key=self._secret, digest_size=16).digest()
        key = digest, _state_of(memory)
        kept = self._find(key, index)
        if kept is None:
            answer = look_up()
            self._keep(key, _Kept(answer=answer, leaves=_state_of(memory), at=self._clock()), index)
            return answer
        for name, value in zip(_STATE, kept.leaves, strict=True):
            setattr(memory, name, value)
        return kept.answer

    def _find(self, key: Hashable, index: Index) -> _Kept | None:
        with self._lock:
            if index is not self._index:
                self._index = index
                self._kept.clear()
            while self._kept and self._clock() - next(iter(self._kept.values())).at > FORGET_AFTER:
                self._kept.popitem(last=False)
            return self._kept.get(key)

    def _keep(self, key: Hashable, kept: _Kept, index: Index) -> None:
        with self._lock:
            if index is self._index:
                self._kept[key] = kept
            while len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)


def _state_of(memory: Memory) -> tuple[Hashable, ...]:
    return tuple(getattr(memory, name) for name in _STATE)
