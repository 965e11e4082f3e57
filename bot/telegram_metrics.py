"""Counts of what the bot does, as Prometheus reads them and as the daily line tells them."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable

BUCKETS = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
"""Upper bounds of the latency histogram, in seconds."""

_HELP = {
    "updates": "Updates taken.",
    "replies": "Replies by kind: answer, abstain, smalltalk, emergency, selfharm, advice.",
    "sent": "Messages sent.",
    "resent": "Messages sent again after a failure.",
    "in_doubt": "Messages of which the server did not say whether they arrived.",
    "flooded": "Messages refused because their sender sent too many.",
    "too_slow": "Questions given up because they took too long.",
    "failed": "Updates that could not be dealt with.",
    "unreadable": "Updates that made no sense.",
    "conflicts": "Times that another program fetched this bot's updates.",
    "unreachable": "Messages to people who have blocked the bot, and the like.",
    "buttons": "Presses of buttons, by button.",
    "inline": "Inline queries answered.",
}


class Metrics:
    """Counters and a latency histogram."""

    def __init__(self) -> None:
        """Start from nothing."""
        self._counts: Counter[tuple[str, str]] = Counter()
        self._buckets = [0] * (len(BUCKETS) + 1)
        self._seconds = 0.0
        self._gauges: dict[str, Callable[[], float]] = {}
        self._version: Callable[[], str] = lambda: ""
        self.started = time.time()

    def count(self, name: str, by: int = 1, *, kind: str = "") -> None:
        """Add to a counter."""
        self._counts[name, kind] += by

    def observe(self, seconds: float) -> None:
        """Note how long a question waited for its answer."""
        self._seconds += seconds
        self._buckets[next((n for n, bound in enumerate(BUCKETS) if seconds <= bound), len(BUCKETS))] += 1

    def gauge(self, name: str, read: Callable[[], float]) -> None:
        """Show what `read` gives under a name."""
        self._gauges[name] = read

    def show_version(self, version: Callable[[], str]) -> None:
        """Show the version of the index."""
        self._version = version

    def total(self, name: str, kind: str | None = None) -> int:
        """A counter's value; of all kinds together where none is named."""
        return sum(value for (each, what), value in self._counts.items() if each == name and kind in (None, what))

    def snapshot(self) -> Counter[tuple[str, str]]:
        """All counters, to tell later what was added since."""
        return Counter(self._counts)

    def render(self) -> str:
        """The text exposition format of Prometheus, version 0.0.4."""
        lines = []
        for name, text in _HELP.items():
            lines += [f"# HELP pullquote_{name}_total {text}", f"# TYPE pullquote_{name}_total counter"]
            kinds = {kind: value for (each, kind), value in self._counts.items() if each == name} or {"": 0}
            label = "button" if name == "buttons" else "kind"
            lines += [
                f'pullquote_{name}_total{{{label}="{kind}"}} {value}' if kind else f"pullquote_{name}_total {value}"
                for kind, value in sorted(kinds.items())
            ]
        for name, read in self._gauges.items():
            lines += [f"# TYPE pullquote_{name} gauge", f"pullquote_{name} {read():g}"]
        lines += ["# TYPE pullquote_index_info gauge", f'pullquote_index_info{{version="{self._version()}"}} 1']
        return "\n".join([*lines, *self._histogram(), ""])

    def _histogram(self) -> list[str]:
        name, below = "pullquote_answer_seconds", 0
        lines = [f"# HELP {name} From a question taken to its answer sent.", f"# TYPE {name} histogram"]
        for bound, count in zip((*map(str, BUCKETS), "+Inf"), self._buckets, strict=True):
            below += count
            lines.append(f'{name}_bucket{{le="{bound}"}} {below}')
        return [*lines, f"{name}_sum {self._seconds:.3f}", f"{name}_count {below}"]
