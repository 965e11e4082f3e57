"""The plots of the report, as SVG: how sure the bot was against how often it was right, and questions over versions."""

from __future__ import annotations

from collections.abc import Sequence

from bot.reliability import Bin
from index.versions import Version

SIZE, MARGIN = 260, 48  # units of the drawing; the plot is a square of SIZE
_STEP, _BAR, _HEIGHT = 44, 26, 90  # units of the drawing: between two versions, and of one bar
_FEWEST_VERSIONS = 2


def reliability_plot(bins: Sequence[Bin]) -> str:
    """The curve with a dot for each bin, larger for more questions, beside the line on which it should lie."""
    dots = "".join(_dot(one, max(other.number for other in bins)) for one in bins)
    line = " ".join(f"{_x(one.confidence):.1f},{_y(one.right):.1f}" for one in bins)
    ticks = "".join(_tick(share / 4) for share in range(5))
    described = ", ".join(f"sure to {one.confidence:.0%}: right in {one.right:.0%}" for one in bins)
    whole = SIZE + MARGIN + 24
    return (
        f'<svg viewBox="0 0 {whole} {whole}" role="img" aria-labelledby="plot-title plot-text">'
        f'<title id="plot-title">Reliability of the confidence</title><desc id="plot-text">{described}</desc>'
        f'<rect class="frame" x="{MARGIN}" y="12" width="{SIZE}" height="{SIZE}" rx="4"/>{ticks}'
        f'<line class="ideal" x1="{_x(0)}" y1="{_y(0)}" x2="{_x(1)}" y2="{_y(1)}"/>'
        f'<polyline class="curve" points="{line}"/>{dots}'
        f'<text x="{_x(0.5)}" y="{SIZE + 44}" text-anchor="middle">how sure the bot was</text>'
        f'<text transform="translate(12 {_y(0.5)}) rotate(-90)" text-anchor="middle">how often it was right</text>'
        "</svg>"
    )


def versions_plot(held: Sequence[Version]) -> str:
    """A bar for each version, oldest first: the share of its questions that passed; "" for fewer than two."""
    asked = [one for one in reversed(held) if one.record.get("questions")]
    if len(asked) < _FEWEST_VERSIONS:
        return ""
    width = len(asked) * _STEP + 12
    bars = "".join(_version_bar(number, one) for number, one in enumerate(asked))
    described = ", ".join(f"{one.published:%d %B}: {_share(one):.0%}" for one in asked)
    return (
        f'<svg viewBox="0 0 {width} {_HEIGHT + 44}" width="{width}" role="img" aria-labelledby="bars-title bars-text">'
        f'<title id="bars-title">Questions passed, by version</title><desc id="bars-text">{described}</desc>'
        f"{bars}</svg>"
    )


def _version_bar(number: int, one: Version) -> str:
    height, x = _share(one) * _HEIGHT, 8 + number * _STEP
    middle = x + _BAR / 2
    return (
        f'<rect class="room" x="{x}" y="18" width="{_BAR}" height="{_HEIGHT}" rx="3"/>'
        f'<rect class="dot" x="{x}" y="{18 + _HEIGHT - height:.1f}" width="{_BAR}" height="{height:.1f}" rx="3"/>'
        f'<text x="{middle}" y="12" text-anchor="middle">{_share(one):.0%}</text>'
        f'<text x="{middle}" y="{_HEIGHT + 34}" text-anchor="middle">{one.published:%d %b}</text>'
    )


def _share(one: Version) -> float:
    return int(one.record["questions_passed"]) / int(one.record["questions"])


def _dot(one: Bin, most: int) -> str:
    radius = 4 + 6 * (one.number / most) ** 0.5
    return f'<circle class="dot" cx="{_x(one.confidence):.1f}" cy="{_y(one.right):.1f}" r="{radius:.1f}"/>'


def _tick(share: float) -> str:
    return (
        f'<line class="grid" x1="{_x(share)}" y1="12" x2="{_x(share)}" y2="{SIZE + 12}"/>'
        f'<line class="grid" x1="{MARGIN}" y1="{_y(share)}" x2="{SIZE + MARGIN}" y2="{_y(share)}"/>'
        f'<text x="{_x(share)}" y="{SIZE + 26}" text-anchor="middle">{share:.0%}</text>'
        f'<text x="{MARGIN - 4}" y="{_y(share) + 4}" text-anchor="end">{share:.0%}</text>'
    )


def _x(share: float) -> float:
    return MARGIN + share * SIZE


def _y(share: float) -> float:
    return 12 + (1 - share) * SIZE
