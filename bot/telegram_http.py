"""HTTP/1.1 to the Bot API server over kept-alive connections: lean, and exact about what may have been delivered."""

from __future__ import annotations

import asyncio
import ipaddress
import json
import os
import re
import ssl
import time
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import certifi
from telegram import Bot
from telegram.error import NetworkError
from telegram.request import BaseRequest, HTTPXRequest, RequestData
from telegram.request._requestparameter import RequestParameter

from bot.settings import Settings

os.environ.setdefault("PTB_TIMEDELTA", "true")  # the library's newer form of durations; the older one warns each time

IDLE_SECONDS = 30.0
"""A connection idle for longer is not used again: servers close theirs after a minute or so."""

CONNECT_SECONDS = 10.0
NEXT_ADDRESS_SECONDS = 0.25
"""How long one address of the server is tried alone (RFC 8305): IPv6 may be there and lead nowhere."""

READ_SECONDS = 20.0
HEAD_BYTES = 1 << 16
_UPDATE_ID = re.compile(r'"update_id"\s*:\s*(\d+)')


class NotSent(NetworkError):
    """The request never left: it can be sent again without doubling anything."""


class InDoubt(NetworkError):
    """The request left and no answer came: it may have taken effect or not."""


class Unreadable(InDoubt):
    """The server's answer is not JSON; `update` is the first update id that can be made out in it, or None."""

    def __init__(self, payload: str) -> None:
        """Keep nothing of the payload but the id."""
        super().__init__("the server's answer is not JSON")
        found = _UPDATE_ID.search(payload)
        self.update = int(found[1]) if found else None


@dataclass(slots=True)
class _Connection:
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    used: float
    expired: bool = False

    def expire(self) -> None:
        """Break it off: the answer takes too long."""
        self.expired = True
        self.writer.transport.abort()

    def usable(self) -> bool:
        """Whether neither side has closed it, as far as can be known before writing."""
        return not (self.reader.at_eof() or self.writer.is_closing() or time.monotonic() - self.used > IDLE_SECONDS)


class LeanRequest(BaseRequest):
    """The library's way to the network on plain asyncio streams: JSON out, JSON in, no redirects, no uploads.

    About an eighth of the processor time of the default, which speaks through httpx.

    Raises:
        NotSent: From a request that failed before anything was written.
        InDoubt: From a request that failed after that.
    """

    def __init__(self, *, connections: int = 40) -> None:
        """Use at most `connections` at once; further requests wait for a free one."""
        self._slots = asyncio.Semaphore(connections)
        self._idle: list[_Connection] = []
        self._tls: ssl.SSLContext | None = None

    @property
    def read_timeout(self) -> float:
        """How long an answer may take, in seconds."""
        return READ_SECONDS

    async def initialize(self) -> None:
        """Nothing: connections open when they are needed."""

    async def shutdown(self) -> None:
        """Close the idle connections."""
        while self._idle:
            self._idle.pop().writer.close()

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """The answer as a dictionary; unlike the library's, an unreadable one is not written to the log."""
        text = payload.decode("utf-8", "replace")
        try:
            answer = json.loads(text)
        except (ValueError, RecursionError):
            answer = None
        if not isinstance(answer, dict):
            raise Unreadable(text)
        return answer

    async def do_request(  # type: ignore[override]
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: object = None,
        **timeouts: object,
    ) -> tuple[int, bytes]:
        """One request; returns the status code and the body."""
        seconds = float(read_timeout) if isinstance(read_timeout, int | float) else READ_SECONDS
        parts = urlsplit(url)
        body = json.dumps(request_data.parameters).encode() if request_data else b""
        head = (
            f"{method} {parts.path} HTTP/1.1\r\nHost: {parts.netloc}\r\nContent-Type: application/json\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        async with self._slots:
            connection = await self._connect(parts.scheme, parts.hostname or "", parts.port)
            return await self._exchange(connection, head.encode("latin-1") + body, seconds)

    async def _connect(self, scheme: str, host: str, port: int | None) -> _Connection:
        while self._idle:
            connection = self._idle.pop()
            if connection.usable():
                return connection
            connection.writer.close()
        tls = self._context() if scheme == "https" else None
        try:
            async with asyncio.timeout(CONNECT_SECONDS):
                reader, writer = await asyncio.open_connection(
                    host,
                    port or (443 if tls else 80),
                    ssl=tls,
                    limit=HEAD_BYTES,
                    happy_eyeballs_delay=None if _is_address(host) else NEXT_ADDRESS_SECONDS,
                )
        except (OSError, TimeoutError) as error:
            raise NotSent(f"no connection to the server: {type(error).__name__}") from None
        return _Connection(reader, writer, time.monotonic())

    def _context(self) -> ssl.SSLContext:
        if self._tls is None:
            self._tls = ssl.create_default_context()
            self._tls.load_verify_locations(certifi.where())
        return self._tls

    async def _exchange(self, connection: _Connection, message: bytes, seconds: float) -> tuple[int, bytes]:
        patience = asyncio.get_running_loop().call_later(seconds, connection.expire)
        try:
            connection.writer.write(message)
            status, body, keep = await _read_answer(connection.reader)
        except (OSError, EOFError, ValueError, asyncio.LimitOverrunError) as error:
            connection.writer.close()
            raise InDoubt(f"no answer from the server: {type(error).__name__}") from None
        except BaseException:
            connection.writer.close()
            raise
        finally:
            patience.cancel()
        if connection.expired:
            raise InDoubt("no answer from the server in time")
        if keep:
            connection.used = time.monotonic()
            self._idle.append(connection)
        else:
            connection.writer.close()
        return status, body


def _is_address(host: str) -> bool:
    """Whether a host is an IP address: there is nothing to race, and a race that is broken off leaves a socket open."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


async def _read_answer(reader: asyncio.StreamReader) -> tuple[int, bytes, bool]:
    status = 100
    while status < 200:  # interim answers come before the real one (RFC 9110, 15.2)
        lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower().split("\r\n")
        status = int(lines[0].split(" ", 2)[1])
    headers = {name.strip(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:])}
    keep = headers.get("connection", "") != "close" and lines[0].startswith("http/1.1")
    if headers.get("transfer-encoding", "") == "chunked":
        return status, await _read_chunks(reader), keep
    if "content-length" in headers:
        return status, await reader.readexactly(int(headers["content-length"])), keep
    return status, await reader.read(), False


async def _read_chunks(reader: asyncio.StreamReader) -> bytes:
    chunks = []
    while size := int((await reader.readuntil(b"\r\n")).split(b";")[0], 16):
        chunks.append((await reader.readexactly(size + 2))[:-2])
    while await reader.readuntil(b"\r\n") != b"\r\n":  # trailers
        pass
    return b"".join(chunks)


def request_for(url: str) -> BaseRequest:
    """The lean way to the server at `url`; through httpx where the environment names a proxy for it."""
    parts = urlsplit(url)
    proxied = parts.scheme in urllib.request.getproxies() and not urllib.request.proxy_bypass(parts.hostname or "")
    if proxied:
        return HTTPXRequest(connection_pool_size=40, read_timeout=READ_SECONDS, pool_timeout=10.0)
    return LeanRequest()


class RawBot(Bot):
    """The library's bot, with the calls made most often in plain JSON: what goes out and comes in is no object of its.

    Updates come as they are, before anything tries to understand them.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        """As the library's."""
        super().__init__(*args, **options)
        self._heard = time.monotonic()

    async def fetch_updates(self, *, offset: int, limit: int, timeout: int, kinds: Sequence[str]) -> list[Any]:
        """What getUpdates gives, at most `limit` updates from `offset` on, waiting `timeout` seconds for the first."""
        wanted = {"offset": offset, "limit": limit, "timeout": timeout, "allowed_updates": list(kinds)}
        answer = await self._call("getUpdates", wanted, seconds=timeout + 15.0)
        return answer if isinstance(answer, list) else []

    async def webhook_info(self) -> dict[str, Any]:
        """Where updates are brought, how many wait, and what was wrong last: a WebhookInfo of the Bot API."""
        return dict(await self._call("getWebhookInfo", {}))

    async def send_text(self, chat: int, text: str, **options: object) -> int:
        """Send a message with the options of sendMessage; returns its id."""
        answer = await self._call("sendMessage", {"chat_id": chat, "text": text, **options})
        return int(answer["message_id"])

    async def edit_text(self, chat: int, message: int, text: str, **options: object) -> None:
        """Change a message of ours, with the options of editMessageText."""
        await self._call("editMessageText", {"chat_id": chat, "message_id": message, "text": text, **options})

    async def _call(self, method: str, parameters: Mapping[str, object], *, seconds: float = READ_SECONDS) -> Any:
        data = RequestData([RequestParameter(name, value, None) for name, value in parameters.items()])
        request = self._request[method != "getUpdates"]
        answer = await request.post(f"{self.base_url}/{method}", data, read_timeout=seconds)
        self._heard = time.monotonic()
        return answer

    def silence(self) -> float:
        """How long nothing was heard of the server, in seconds."""
        return time.monotonic() - self._heard


def bot_at(settings: Settings) -> RawBot:
    """A bot that speaks to the Bot API server of the settings."""
    url = settings.telegram_url
    return RawBot(
        settings.telegram_token, base_url=f"{url}/bot", request=request_for(url), get_updates_request=request_for(url)
    )
