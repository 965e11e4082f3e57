"""The reliability plot: how sure the bot was against how often it was right, as SVG."""

from __future__ import annotations

from collections.abc import Sequence

from bot.reliability import Bin

SIZE, MARGIN = 260, 48  # units of the drawing; the plot is a square of SIZE


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
        f'<rect class="frame" x="{MARGIN}" y="12" width="{SIZE}" height="{SIZE}"/>{ticks}'
        f'<line class="ideal" x1="{_x(0)}" y1="{_y(0)}" x2="{_x(1)}" y2="{_y(1)}"/>'
        f'<polyline class="curve" points="{line}"/>{dots}'
        f'<text x="{_x(0.5)}" y="{SIZE + 44}" text-anchor="middle">how sure the bot was</text>'
        f'<text transform="translate(12 {_y(0.5)}) rotate(-90)" text-anchor="middle">how often it was right</text>'
        "</svg>"
    )


def _dot(one: Bin, most: int) -> str:
    radius = 4 + 6 * (one.number / most) ** 0.5
    return f'<circle class="dot" cx="{_x(one.confidence):.1f}" cy="{_y(one.right):.1f}" r="{radius:.1f}"/>'


def _tick(share: float) -> str:
    return (
        f'<text x="{_x(share)}" y="{SIZE + 26}" text-anchor="middle">{share:.0%}</text>'
        f'<text x="{MARGIN - 4}" y="{_y(share) + 4}" text-anchor="end">{share:.0%}</text>'
    )


def _x(share: float) -> float:
    return MARGIN + share * SIZE


def _y(share: float) -> float:
    return 12 + (1 - share) * SIZE
