"""HTTP to the server, over loopback."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from telegram.request import RequestData

from bot import telegram_http
from bot.telegram_http import LeanRequest
from tests.telegram_stage import TOKEN, running_server

SILENT = "127.0.0.2"


@pytest.fixture
def silent_port() -> Iterator[int]:
    """A port on SILENT where connections are neither taken nor refused: so many wait there already."""
    with ExitStack() as stack:
        listener = stack.enter_context(socket.socket())
        listener.bind((SILENT, 0))
        listener.listen(0)
        for _ in range(4):
            waiting = stack.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex(listener.getsockname())
        yield listener.getsockname()[1]


async def test_address_that_does_not_answer_is_passed_over(silent_port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of two addresses of a server the first is silent, as IPv6 is where it leads nowhere: the second is used."""
    monkeypatch.setattr(telegram_http, "CONNECT_SECONDS", 5.0)
    stream = (socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP, "")
    both = [(*stream, (SILENT, silent_port)), (*stream, ("127.0.0.1", silent_port))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: both)
    request = LeanRequest()
    async with running_server(silent_port), asyncio.timeout(10):
        url = f"http://telegram.test:{silent_port}/bot{TOKEN}/getMe"
        status, _ = await request.do_request(url, "POST", RequestData([]))
    await request.shutdown()
    assert status == 200
