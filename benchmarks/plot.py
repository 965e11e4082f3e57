"""A plot of cost against size, from the figures of `benchmarks.speed`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

PANELS = {
    "short_p50": "three words: p50, ms",
    "long_p50": "ten words: p50, ms",
    "built": "build: passages per CPU second",
    "disk_mb": "disk without the text, MB",
    "opened_s": "opening and the first answer, s",
    "private_mb": "private memory, MB",
}


def plot(rows: Sequence[Mapping[str, Any]], path: Path) -> None:
    """Write a picture with a panel for each cost, both axes logarithmic."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure, panels = pyplot.subplots(2, 3, figsize=(13, 7.5), layout="constrained")
    names = list(dict.fromkeys(row["name"] for row in rows))
    for panel, (key, title) in zip(panels.flat, PANELS.items(), strict=True):
        for number, name in enumerate(names):
            held = [(row["passages"], row[key]) for row in rows if row["name"] == name and key in row]
            if held:
                width = 2.4 if name.startswith("pullquote") else 1.2
                color = f"C{number}"  # a name that a panel lacks must not shift the others' colours
                panel.plot(*zip(*held, strict=True), color=color, marker="o", markersize=4, linewidth=width, label=name)
        panel.set(xscale="log", yscale="log", title=title, xlabel="passages")
        panel.grid(alpha=0.3)
    figure.legend(*panels.flat[0].get_legend_handles_labels(), loc="outside lower center", ncols=(len(names) + 1) // 2)
    figure.savefig(path, dpi=110)
    pyplot.close(figure)
