"""What an operator copies: the files in deploy/ agree with the program."""

from __future__ import annotations

import configparser
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from bot.settings import read_settings
from bot.telegram_chat import TRY_LATER, UNUSABLE
from bot.telegram_limits import ALL_PER_SECOND
from bot.telegram_run import DRAIN_SECONDS
from bot.telegram_updates import MOST_OPEN
from bot.telegram_webhook import MOST_BYTES

ROOT = Path(__file__).parent.parent
DEPLOY = ROOT / "deploy"


def unit() -> configparser.SectionProxy:
    """The [Service] section of the systemd unit."""
    parser = configparser.ConfigParser(interpolation=None, strict=False)
    parser.optionxform = str  # type: ignore[assignment, method-assign]
    parser.read(DEPLOY / "pullquote.service", encoding="utf-8")
    return parser["Service"]


def environment() -> dict[str, str]:
    """The settings in the example file, those commented out among them."""
    lines = (DEPLOY / "telegram.env").read_text(encoding="utf-8").splitlines()
    return dict(line.lstrip("#").split("=", 1) for line in lines if re.match(r"#?PULLQUOTE_\w+=", line))


def test_stop_is_given_the_time_that_it_takes() -> None:
    """All that can be open is answered within the drain, and systemd waits for longer than that."""
    assert MOST_OPEN / ALL_PER_SECOND < DRAIN_SECONDS < int(unit()["TimeoutStopSec"])
    assert f"--stop-timeout {unit()['TimeoutStopSec']}" in (DEPLOY / "Containerfile").read_text(encoding="utf-8")


def test_only_a_refused_setting_is_not_tried_again() -> None:
    """Status 2 ends it; 75, another process at work, is tried again."""
    assert unit()["RestartPreventExitStatus"] == str(UNUSABLE)
    assert str(TRY_LATER) not in unit()["RestartPreventExitStatus"]
    assert (unit()["Type"], unit()["Restart"]) == ("notify", "always")


def test_index_too_large_for_the_memory_does_not_end_the_bot() -> None:
    """The indexing process shares the unit's memory: killed for want of it, it alone goes."""
    assert unit()["OOMPolicy"] == "continue"


def test_example_settings_can_be_used() -> None:
    """Every line of the example, those commented out too, is a setting that the program takes."""
    settings = read_settings(environment())
    assert settings.telegram_admin == 123456789
    assert settings.webhook_listen == ("127.0.0.1", 8443)
    assert settings.health_listen == ("127.0.0.1", 9464)
    assert (settings.region, settings.flood_limit, settings.keep_unanswered) == ("GB", 20, True)


@pytest.mark.parametrize("file", ["README.md", *(f"deploy/{path.name}" for path in sorted(DEPLOY.iterdir()))])
def test_every_variable_that_is_named_exists(file: str) -> None:
    """No PULLQUOTE_ name in the file that settings.py does not read."""
    named = set(re.findall(r"PULLQUOTE_[A-Z]+(?:_[A-Z]+)*", (ROOT / file).read_text(encoding="utf-8")))
    assert named <= set(re.findall(r"PULLQUOTE_\w+", (ROOT / "bot/settings.py").read_text(encoding="utf-8")))


def test_proxy_and_bot_agree() -> None:
    """nginx lets through as much as the bot takes, to where it listens, under the path of the public address."""
    proxy = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    host, port = read_settings(environment()).webhook_listen or ("", 0)
    assert f"proxy_pass http://{host}:{port};" in proxy
    assert f"client_max_body_size {MOST_BYTES >> 20}m;" in proxy
    assert "location /telegram/" in proxy
    assert read_settings(environment()).webhook_url.endswith("/telegram")


def test_container_asks_where_the_bot_tells_its_health() -> None:
    """The health check's address is the one that the image sets."""
    image = (DEPLOY / "Containerfile").read_text(encoding="utf-8")
    listen = re.search(r"PULLQUOTE_HEALTH_LISTEN=(\S+)", image)
    assert listen
    assert f"http://{listen[1]}/healthz" in image


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze is not installed")
def test_systemd_takes_the_unit(tmp_path: Path) -> None:
    """systemd-analyze finds nothing wrong with it, the program's path apart."""
    text = (DEPLOY / "pullquote.service").read_text(encoding="utf-8")
    (tmp_path / "pullquote.service").write_text(text.replace("/opt/pullquote/bin/pullquote", "/bin/true"))
    found = subprocess.run(
        ["systemd-analyze", "verify", str(tmp_path / "pullquote.service")], capture_output=True, text=True, check=False
    )
    assert found.returncode == 0
    assert "pullquote.service" not in found.stderr
