"""A Bot API server on loopback to measure bots with: both ways in, flood limits, repeated deliveries, faults, restarts.

Its refusals have the words of Telegram's own server. A fault is a dictionary: `method`, how many times (`n`), and
`kind`: "status" with a `code`, "drop" of the connection, "cut" in the middle of the answer, "garbage" as the answer;
with `after` the call takes effect first.
"""

from __future__ import annotations

import asyncio
import json
import time
from typing import Any

from aiohttp import web

from benchmarks.telegram_delivery import Deliveries
from benchmarks.telegram_people import People

LONGEST_TEXT = 4096
ALL_PER_SECOND, CHAT_PER_SECOND, CHAT_BURST = 30.0, 1.0, 3.0


class Refusal(Exception):
    """What the server does not do: a status code, Telegram's words and parameters such as "retry_after"."""

    def __init__(self, code: int, words: str, **parameters: int) -> None:
        """Refuse with these."""
        super().__init__(words)
        self.code, self.parameters = code, parameters

    def response(self) -> web.Response:
        """The refusal as an answer."""
        body = {"ok": False, "error_code": self.code, "description": str(self), "parameters": self.parameters}
        return web.json_response(body, status=self.code)


class Limits:
    """Telegram's limits on messages, as token buckets: all, and each chat."""

    def __init__(self) -> None:
        """Start with full buckets."""
        self._buckets: dict[int, tuple[float, float]] = {}
        self._silent_until: dict[int, float] = {}
        self.early_retries = 0

    def take(self, chat: int) -> None:
        """Let a message through.

        Raises:
            Refusal: If it comes too soon.
        """
        now = time.monotonic()
        if self._silent_until.get(chat, 0.0) > now:
            self.early_retries += 1
        rules = ((0, ALL_PER_SECOND, ALL_PER_SECOND), (chat, CHAT_PER_SECOND, CHAT_BURST))
        wait = max(self._wait(*rule, now) for rule in rules)
        if wait > 0:
            seconds = max(1, int(wait + 0.999))
            self._silent_until[chat] = now + seconds - 0.05
            raise Refusal(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)
        for key, _, _ in rules:
            tokens, at = self._buckets[key]
            self._buckets[key] = (tokens - 1, at)

    def _wait(self, key: int, rate: float, most: float, now: float) -> float:
        tokens, at = self._buckets.get(key, (most, now))
        tokens = min(most, tokens + (now - at) * rate)
        self._buckets[key] = (tokens, now)
        return 0.0 if tokens >= 1 else (1 - tokens) / rate


class BotServer(People):
    """The server, with everybody who writes to the bot."""

    def __init__(self, token: str, *, limits: bool = False, dup_p: float = 0.0, webhook_retry: float = 1.0) -> None:
        """Serve the bot of `token`; `limits` are Telegram's, `dup_p` is the share of updates delivered twice.

        `webhook_retry` scales the pauses between two tries to bring an update to a webhook.
        """
        super().__init__()
        self._token = token
        self._me = {"id": int(token.split(":")[0]), "is_bot": True, "first_name": "Bot", "username": "bench_bot"}
        self._limits = Limits() if limits else None
        self._deliveries = Deliveries(self.stats, dup_p=dup_p, retry=webhook_retry)
        self._menus: dict[str, Any] = {}
        self.faults: list[dict[str, Any]] = []
        self.port = 0

    @property
    def hook(self) -> str:
        """Where the bot wants its updates brought, "" where it fetches them."""
        return self._deliveries.url

    @property
    def poller(self) -> bool:
        """Whether the bot waits for updates."""
        return self._deliveries.polled

    @property
    def queue(self) -> dict[int, dict[str, Any]]:
        """The updates that the bot has not confirmed; those delivered at least once are "given"."""
        return self._deliveries.queue

    def emit(self, kind: str, body: Any, *, chat: int) -> None:
        """Have an update delivered."""
        self._deliveries.add(kind, body, chat)

    def answer_with(self, raw: bytes) -> None:
        """Answer the next fetch of updates with these bytes."""
        self._deliveries.raw.append(raw)
        self._deliveries.arrived.set()

    async def start(self) -> BotServer:
        """Listen on a free port."""
        application = web.Application(client_max_size=1 << 22)
        application.router.add_route("*", "/bot{token}/{method}", self._serve)
        self._runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await self._listen()
        return self

    async def stop(self) -> None:
        """Listen no more."""
        await self._deliveries.bring_to("", "")
        await self._runner.cleanup()

    async def down(self, seconds: float) -> None:
        """Be gone for a while, as while restarting; what waits to be delivered stays."""
        await self._site.stop()
        for connection in list(self._runner.server.connections if self._runner.server else ()):
            if connection.transport:
                connection.transport.abort()
        await asyncio.sleep(seconds)
        await self._listen()

    async def _listen(self) -> None:
        self._site = web.TCPSite(self._runner, "127.0.0.1", self.port, reuse_address=True, backlog=1024)
        await self._site.start()
        self.port = self._runner.addresses[0][1]

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        if request.match_info["token"] != self._token:
            return Refusal(401, "Unauthorized").response()
        method = request.match_info["method"]
        parameters = await _parameters(request)
        fault = self._fault(method)
        if fault and not fault.get("after"):
            if fault.get("kind", "status") != "cut":
                return _failing(request, fault)
            return _cut(request, await self._call(method, parameters))
        answer = await self._call(method, parameters)
        return _failing(request, fault) if fault else answer

    def _fault(self, method: str) -> dict[str, Any] | None:
        for fault in self.faults:
            if fault["method"] == method and fault["n"] > 0:
                fault["n"] -= 1
                self.stats["faults"] += 1
                return fault
        return None

    async def _call(self, method: str, parameters: dict[str, Any]) -> web.Response:
        act = getattr(self, f"_do_{method.lower()}", None)
        try:
            if act is None:
                raise Refusal(404, "Not Found: method not found")
            result = await act(parameters)
        except Refusal as refusal:
            self.stats[f"http_{refusal.code}"] += 1
            return refusal.response()
        if isinstance(result, bytes):
            return web.Response(body=result, content_type="application/json")
        return web.json_response({"ok": True, "result": result})

    async def _do_getme(self, _: dict[str, Any]) -> Any:
        return {**self._me, "can_join_groups": True, "can_read_all_group_messages": False}

    async def _do_getupdates(self, parameters: dict[str, Any]) -> bytes:
        if self.hook:
            raise Refusal(409, "Conflict: can't use getUpdates method while webhook is active")
        names = (("offset", 0), ("limit", 100), ("timeout", 0))
        return await self._deliveries.fetch(*(int(parameters.get(name, default)) for name, default in names))

    async def _do_setwebhook(self, parameters: dict[str, Any]) -> bool:
        await self._deliveries.bring_to(str(parameters["url"]), str(parameters.get("secret_token", "")))
        return True

    async def _do_deletewebhook(self, _: dict[str, Any]) -> bool:
        await self._deliveries.bring_to("", "")
        return True

    async def _do_getwebhookinfo(self, _: dict[str, Any]) -> Any:
        return {"url": self.hook, "has_custom_certificate": False, "pending_update_count": len(self.queue)}

    async def _do_getmycommands(self, parameters: dict[str, Any]) -> Any:
        return self._menus.get(_menu(parameters), [])

    async def _do_setmycommands(self, parameters: dict[str, Any]) -> bool:
        self._menus[_menu(parameters)] = parameters["commands"]
        return True

    async def _do_sendchataction(self, _: dict[str, Any]) -> bool:
        return True

    async def _do_sendmessage(self, parameters: dict[str, Any]) -> Any:
        text, chat = _text_in(parameters), int(parameters["chat_id"])
        if self._limits:
            self._limits.take(chat)
            self.stats["early_retries"] = self._limits.early_retries
        message = self.message(chat, self._me, text)
        self.credit(message)
        return message

    async def _do_editmessagetext(self, parameters: dict[str, Any]) -> Any:
        text, chat = _text_in(parameters), int(parameters["chat_id"])
        message = self.messages.get((chat, int(parameters["message_id"])))
        if message is None:
            raise Refusal(400, "Bad Request: message to edit not found")
        if message["from"] != self._me:
            raise Refusal(400, "Bad Request: message can't be edited")
        if message["text"] == text:
            raise Refusal(400, "Bad Request: message is not modified")
        message["text"] = text
        return message

    async def _do_deletemessage(self, parameters: dict[str, Any]) -> bool:
        if not self.messages.pop((int(parameters["chat_id"]), int(parameters["message_id"])), None):
            raise Refusal(400, "Bad Request: message to delete not found")
        return True


async def _parameters(request: web.Request) -> dict[str, Any]:
    if request.content_type == "application/json":
        return dict(json.loads(await request.read() or b"{}"))
    return {str(name): value for name, value in (await request.post()).items()}


def _menu(parameters: dict[str, Any]) -> str:
    return json.dumps([parameters.get("scope"), parameters.get("language_code")])


def _text_in(parameters: dict[str, Any]) -> str:
    """The text to show, trimmed as Telegram does it."""
    text = str(parameters.get("text") or "").strip()
    if not text:
        raise Refusal(400, "Bad Request: message text is empty")
    if len(text) > LONGEST_TEXT:
        raise Refusal(400, "Bad Request: message is too long")
    size, entities = len(text.encode("utf-16-le")) // 2, parameters.get("entities") or []
    for entity in json.loads(entities) if isinstance(entities, str) else entities:
        if not 0 <= entity["offset"] < entity["offset"] + entity["length"] <= size:
            raise Refusal(400, "Bad Request: can't parse entities")
    return text


def _failing(request: web.Request, fault: dict[str, Any]) -> web.StreamResponse:
    kind, code = fault.get("kind", "status"), fault.get("code", 502)
    if kind == "drop" and request.transport:
        request.transport.abort()
    if kind == "garbage":
        return web.Response(body=b'{"ok":true,"result":', content_type="application/json")
    if code == 429:
        seconds = fault["retry_after"]
        return Refusal(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds).response()
    return web.Response(status=code, text="<html><title>Bad gateway</title></html>", content_type="text/html")


def _cut(request: web.Request, answer: web.Response) -> web.Response:
    """Half of the answer, and then nothing."""
    body = answer.body if isinstance(answer.body, bytes) else b""
    if request.transport:
        request.transport.write(
            b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(body)
            + body[: len(body) // 2]
        )
        request.transport.close()
    return answer
