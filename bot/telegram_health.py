"""For whoever watches the bot: a health endpoint, and metrics for Prometheus."""

from __future__ import annotations

from collections.abc import Callable

import tornado.httpserver
import tornado.web

from bot.telegram_metrics import Metrics


class _Health(tornado.web.RequestHandler):
    """GET /healthz: 200 and "ok", or 503 and what is wrong."""

    def initialize(self, problem: Callable[[], str]) -> None:
        self._problem = problem

    def get(self) -> None:
        problem = self._problem()
        self.set_status(503 if problem else 200)
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.write(f"{problem or 'ok'}\n")


class _Metrics(tornado.web.RequestHandler):
    """GET /metrics: all counts, for Prometheus."""

    def initialize(self, metrics: Metrics) -> None:
        self._metrics = metrics

    def get(self) -> None:
        self.set_header("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
        self.write(self._metrics.render())


def listen(address: tuple[str, int], metrics: Metrics, problem: Callable[[], str]) -> tornado.httpserver.HTTPServer:
    """Serve /healthz and /metrics on `address`; `problem` tells what is wrong, "" where nothing is.

    Raises:
        OSError: If the address cannot be listened on.
    """
    application = tornado.web.Application(
        [("/healthz", _Health, {"problem": problem}), ("/metrics", _Metrics, {"metrics": metrics})],
        log_function=lambda _: None,
    )
    server = tornado.httpserver.HTTPServer(application)
    server.listen(address[1], address[0])
    return server
