"""A Bot API server on loopback with a bot talking to it, for the tests of the Telegram front end.

The server is the emulator's, as strict as it comes; here it also remembers what it was sent, has a username, knows the
kinds of updates and parameters that the emulator leaves out, and can be told to fail.
"""

from __future__ import annotations

import asyncio
import atexit
import json
import shutil
import socket
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from lo_bot_api_emulator import ApiRefusal, LoBotApiEmulator, updates

from bot import telegram_limits
from bot.answering import Responder
from bot.settings import Settings
from bot.telegram_admin import IndexState
from bot.telegram_chat import serve
from corpus.passage import Passage, Source
from index.building import build
from index.searching import Index
from index.storage import open_index, publish

TOKEN = "7:TESTING-TOKEN"
KEY_FACTS = Source(
    id="tea", path="tea.md", title="Tea", url="https://example.org/tea", disclaimer="Ask a tea master, not this page."
)
updates.KINDS |= {"edited_message", "my_chat_member", "channel_post"}
PATIENCE = 60.0
"""Seconds after which what did not come is missing: many, for machines may be busy."""

webhooks: dict[str, bool] = {}
"""Whether bots run in webhook mode: "on" is set by the fixture `both_modes`."""


def passage(number: int, heading: str, text: str) -> Passage:
    """A passage of the document on tea."""
    return Passage(
        id=f"tea#{heading.lower()}.{number}",
        text=text,
        headings=(heading,),
        kind="text",
        document=KEY_FACTS,
        lines=(1, 2),
    )


PASSAGES = (
    passage(1, "Brewing", "Green tea is brewed at eighty degrees."),
    passage(2, "Storing", "Keep leaves dry and dark."),
    passage(3, "History", "Tea came from China. " * 300),
)


@cache
def tea_index() -> Path:
    """The folder of the published index of PASSAGES."""
    folder = Path(tempfile.mkdtemp(prefix="tea-index-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    publish(build(PASSAGES), folder)
    return folder


@cache
def opened_index() -> Index:
    """The index of PASSAGES. Opened once: Python 3.11 cannot read the heads of arrays in two threads at a time."""
    return open_index(tea_index())


class TeaIndex(Index):
    """The index of PASSAGES."""

    def __init__(self) -> None:
        self.__dict__.update(opened_index().__dict__)


class Server(LoBotApiEmulator):
    """The emulator, with a memory, a name and faults."""

    def __init__(self) -> None:
        super().__init__(allow_insecure_loopback_webhooks=True)
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.faults: list[Callable[[str, dict[str, Any]], None]] = []
        self.arrived = asyncio.Condition()
        self.texts: dict[tuple[int, int], object] = {}
        self.menus: dict[str, Any] = {}
        self.cut = 0
        self.port = 0

    async def handle(self, request: web.Request) -> web.Response:
        """The emulator's answer; of the next `cut` messages it takes, the sender never hears."""
        answer = await super().handle(request)
        if self.cut and request.match_info["method"] == "sendMessage" and request.transport:
            self.cut -= 1
            request.transport.abort()
        return answer

    def validate(self, method: str, fields: dict[str, Any], uploads: dict[str, Any]) -> Any:
        """The emulator's answer, unless a fault comes first; remembers every call that is not a fetch."""
        for fault in self.faults:
            fault(method, fields)
        seen = dict(fields)
        for known in ("message_thread_id", "button"):
            fields.pop(known, None)
        if method == "editMessageText":
            self._check_edit(seen)
        result = super().validate(method, fields, uploads)
        if method == "sendMessage":
            self.texts[seen["chat_id"], result["message_id"]] = seen["text"]
        menu = f"{seen.get('scope')} {seen.get('language_code')}"
        if method == "setMyCommands":
            self.menus[menu] = seen["commands"]
        if method == "getMyCommands":
            result = self.menus.get(menu, result)
        if method == "getMe":
            return {**result, "username": "tea_bot"}
        if method != "getUpdates":
            self.calls.append((method, seen))
            asyncio.get_running_loop().create_task(self._tell())
        return result

    def _check_edit(self, fields: dict[str, Any]) -> None:
        key = fields["chat_id"], fields["message_id"]
        if key not in self.texts:
            raise ApiRefusal("Bad Request: message to edit not found")
        if self.texts[key] == fields["text"]:
            raise ApiRefusal("Bad Request: message is not modified: it is exactly the same")
        self.texts[key] = fields["text"]

    async def _tell(self) -> None:
        async with self.arrived:
            self.arrived.notify_all()

    def sent(self, method: str = "sendMessage") -> list[dict[str, Any]]:
        """The parameters of the calls of one method, so far."""
        return [fields for name, fields in self.calls if name == method]

    async def wait_for(self, count: int, method: str = "sendMessage") -> list[dict[str, Any]]:
        """The calls of one method, once there are at least `count`."""
        async with asyncio.timeout(PATIENCE), self.arrived:
            await self.arrived.wait_for(lambda: len(self.sent(method)) >= count)
        return self.sent(method)


class Stage:
    """A server, a bot, and people who write to it."""

    def __init__(self, server: Server, settings: Settings) -> None:
        self.server, self.settings = server, settings

    async def push(self, **update: Any) -> int:
        """One update as it is."""
        return int(await self.server.enqueue_update(update, token=TOKEN))

    def message(self, text: str, *, user: int = 5, **fields: Any) -> dict[str, Any]:
        """A text of a person in a private chat."""
        number, self.server.next_id = self.server.next_id, self.server.next_id + 1
        person = {"id": user, "is_bot": False, "first_name": "Ada", "language_code": "en"}
        return {
            "message_id": number,
            "date": 1_800_000_000,
            "from": person,
            "chat": {"id": user, "type": "private", "first_name": "Ada"},
            "text": text,
            **fields,
        }

    async def ask(self, text: str, **fields: Any) -> dict[str, Any]:
        """Write to the bot and wait for one message back."""
        before = len(self.server.sent())
        await self.push(message=self.message(text, **fields))
        return (await self.server.wait_for(before + 1))[before]


def settings_for(server: Server, folder: Path, **changes: Any) -> Settings:
    """Settings for a bot on `server` that keeps its state in `folder`."""
    return Settings(
        documents=folder,
        index=folder,
        state=folder,
        telegram_token=TOKEN,
        telegram_url=f"http://127.0.0.1:{server.port}",
        **{"flood_limit": 0, **changes},
    )


@asynccontextmanager
async def running_server(port: int = 0) -> AsyncIterator[Server]:
    """A server that listens on loopback."""
    server = Server()
    runner = web.AppRunner(server.app(), access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", port)
    await site.start()
    server.port = runner.addresses[0][1]
    try:
        yield server
    finally:
        await runner.cleanup()


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def webhook() -> dict[str, Any]:
    """Settings for webhook mode."""
    port = free_port()
    return {"webhook_listen": ("127.0.0.1", port), "webhook_url": f"http://127.0.0.1:{port}/bot"}


@asynccontextmanager
async def running_bot(
    server: Server, folder: Path, *, responder: Any = None, index: IndexState | None = None, **changes: Any
) -> AsyncIterator[Stage]:
    """A bot that answers about tea, and does not pace itself; it polls, or has a webhook where `webhooks` are on."""
    monkey = pytest.MonkeyPatch()
    for name in ("ALL_PER_SECOND", "CHAT_PER_SECOND", "GROUP_PER_SECOND"):
        monkey.setattr(telegram_limits, name, 1000.0)
    opened_index()  # before anybody waits
    if webhooks.get("on") and "webhook_listen" not in changes:
        changes |= webhook()
    settings, stop = settings_for(server, folder, **changes), asyncio.Event()
    announced = len(server.sent("setWebhook")) + bool(settings.webhook_listen)
    bot = asyncio.create_task(serve(settings, responder or Responder(TeaIndex, settings), stop=stop, index=index))
    try:
        await server.wait_for(announced, "setWebhook")
        yield Stage(server, settings)
    finally:
        monkey.undo()
        stop.set()
        async with asyncio.timeout(PATIENCE):
            assert await bot == 0


def entities(message: dict[str, Any]) -> list[tuple[str, str]]:
    """(type, the text it covers) of each entity of a sent message; its offsets are UTF-16 code units."""
    text = message["text"].encode("utf-16-le")
    found = message.get("entities") or []
    found = json.loads(found) if isinstance(found, str) else found
    return [
        (each["type"], text[each["offset"] * 2 : (each["offset"] + each["length"]) * 2].decode("utf-16-le"))
        for each in found
    ]
