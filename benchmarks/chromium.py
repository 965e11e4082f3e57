"""A headless Chromium, driven over a pipe by its DevTools protocol: nothing to install beside the browser itself.

The protocol's methods and their parameters are those of https://chromedevtools.github.io/devtools-protocol/.
"""

from __future__ import annotations

import base64
import contextlib
import fcntl
import json
import os
import select
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

PATIENCE = 60.0  # seconds that one call may take
_KEYS = {
    "Tab": ("Tab", 9, ""),
    "Enter": ("Enter", 13, "\r"),
    "Space": (" ", 32, " "),
    "ArrowRight": ("ArrowRight", 39, ""),
}
_FLAGS = "--headless=new --no-sandbox --disable-gpu --hide-scrollbars --no-first-run --remote-debugging-pipe".split()
# The browser reads from its file 3 and writes to its file 4.
_START = (
    "import os, sys; os.dup2(int(sys.argv[1]), 3); os.dup2(int(sys.argv[2]), 4); os.execv(sys.argv[3], sys.argv[3:])"
)


class BrowserFailed(RuntimeError):
    """The browser did not do what it was asked to; the text says what and why."""


def browser_path() -> str | None:
    """Where Chromium is, None where there is none."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


@contextlib.contextmanager
def chromium() -> Iterator[Chromium]:
    """A browser with one page, ended by its process id at the end.

    Raises:
        BrowserFailed: If there is no Chromium on the path.
    """
    path = browser_path()
    if path is None:
        raise BrowserFailed("there is no chromium on the path")
    (from_us, to_browser), (to_us, from_browser) = os.pipe(), os.pipe()
    ends = [fcntl.fcntl(end, fcntl.F_DUPFD, 10) for end in (from_us, from_browser)]  # out of the way of 3 and 4
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        process = subprocess.Popen(
            [sys.executable, "-c", _START, *map(str, ends), path, *_FLAGS, f"--user-data-dir={profile}"],
            pass_fds=ends,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for end in (from_us, from_browser, *ends):
            os.close(end)
        try:
            yield Chromium(to_browser, to_us)
        finally:
            os.close(to_browser)
            os.close(to_us)
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


class Chromium:
    """One page of a running browser."""

    def __init__(self, to_browser: int, to_us: int) -> None:
        """Attach to the page that the browser opened, over the two ends of its pipes."""
        self._to_browser, self._to_us = to_browser, to_us
        self._number = 0
        self._received = b""
        self._session = ""
        self._requested: list[str] = []
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = str(self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"])
        self.call("Page.enable")
        self.call("Network.enable")

    def open(
        self, page: Path, *, width: int = 1200, height: int = 900, dark: bool = False, script: bool = True
    ) -> None:
        """Show a file, in a window of `width` by `height` pixels; below 600 as a phone does.

        Args:
            page: The file.
            width: Of the window.
            height: Of the window.
            dark: Whether the reader prefers dark colours.
            script: Whether pages may run scripts.
        """
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600}
        self.call("Emulation.setDeviceMetricsOverride", **size)
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.call("Emulation.setEmulatedMedia", features=[scheme])
        self.call("Emulation.setScriptExecutionDisabled", value=not script)
        self._requested.clear()
        self.call("Page.navigate", url=page.resolve().as_uri())
        self._wait_for("Page.loadEventFired")

    @property
    def requested(self) -> list[str]:
        """The addresses that the page has asked for since it was opened, its own first."""
        return list(self._requested)

    def evaluate(self, expression: str) -> Any:
        """The value of a JavaScript expression, waited for where it is a promise; also where pages may run none."""
        said = self.call("Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in said:
            raise BrowserFailed(str(said["exceptionDetails"].get("exception", said))[:500])
        return said["result"].get("value")

    def press(self, key: str) -> None:
        """Press and release a key: Tab, Enter, Space or ArrowRight."""
        name, code, text = _KEYS[key]
        named = {"key": name, "code": key, "windowsVirtualKeyCode": code}
        self.call("Input.dispatchKeyEvent", type="keyDown", text=text, **named)
        self.call("Input.dispatchKeyEvent", type="keyUp", **named)

    def screenshot(self, picture: Path, *, whole: bool = True) -> None:
        """Write what is shown, or the whole page, as PNG."""
        shot = self.call("Page.captureScreenshot", captureBeyondViewport=whole)
        picture.write_bytes(base64.b64decode(shot["data"]))

    def call(self, method: str, **parameters: object) -> dict[str, Any]:
        """Call a method of the protocol; its result."""
        self._number += 1
        message: dict[str, object] = {"id": self._number, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        said_whole = memoryview(json.dumps(message).encode() + b"\0")
        while said_whole:
            said_whole = said_whole[os.write(self._to_browser, said_whole) :]
        deadline = time.monotonic() + PATIENCE
        while True:
            said = self._receive(deadline, method)
            if said.get("id") == self._number:
                if "error" in said:
                    raise BrowserFailed(f"{method}: {said['error']}")
                return dict(said["result"])

    def _wait_for(self, event: str) -> None:
        deadline = time.monotonic() + PATIENCE
        while self._receive(deadline, event).get("method") != event:
            pass

    def _receive(self, deadline: float, awaited: str) -> dict[str, Any]:
        while b"\0" not in self._received:
            ready, _, _ = select.select([self._to_us], [], [], max(deadline - time.monotonic(), 0))
            piece = os.read(self._to_us, 1 << 16) if ready else b""
            if not piece:
                raise BrowserFailed(f"{awaited}: the browser did not answer")
            self._received += piece
        message, _, self._received = self._received.partition(b"\0")
        said: dict[str, Any] = json.loads(message)
        if said.get("method") == "Network.requestWillBeSent":
            self._requested.append(said["params"]["request"]["url"])
        return said
