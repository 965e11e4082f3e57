"""For systemd: that the bot is up, that it is stopping, and that its event loop turns."""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import Callable


def notify(state: str) -> None:
    """Tell systemd a state such as "READY=1"; nothing where it did not start us (man sd_notify)."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address:
        return
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as channel:
        channel.sendto(state.encode(), "\0" + address[1:] if address.startswith("@") else address)


async def feed_watchdog(works: Callable[[], bool]) -> None:
    """Tell systemd that the event loop turns and all `works`, twice in the time it allows, if it asks at all."""
    microseconds = int(os.environ.get("WATCHDOG_USEC", "0"))
    while microseconds:
        if works():
            notify("WATCHDOG=1")
        await asyncio.sleep(microseconds / 2_000_000)
