"""Look at the report page in a real browser: violations that axe-core finds, and what runs over the edge of a phone.

    python -m benchmarks.report_page report.html [--axe node_modules/axe-core/axe.min.js] [--screenshots DIR]

Needs Chromium on the path. The page is opened light and dark, on a desk (1200 wide) and on a phone (390), with all of
its folds open. axe-core is that of the package axe-core-python, or a newer one from npm. The exit status is 1 where
anything is found.
"""

from __future__ import annotations

import argparse
import importlib.util
from dataclasses import dataclass
from pathlib import Path

from benchmarks.chromium import Chromium, chromium

WIDTHS = {"desk": 1200, "phone": 390}
_RUN = """axe.run().then(found => [
    found.passes.length,
    found.violations.map(one => `${one.id}, ${one.nodes.length} times: ${one.nodes[0].html.slice(0, 200)}`),
    document.documentElement.scrollWidth - document.documentElement.clientWidth,
])"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """What was found on a page.

    Attributes:
        rules: How many rules of axe-core it meets.
        violations: Those that it breaks, a line each.
        overflow: By how many pixels it runs over the right edge.
        requested: The addresses that it asked for, its own first.
    """

    rules: int
    violations: list[str]
    overflow: int
    requested: list[str]


def probe(browser: Chromium, page: Path, axe: str, *, width: int, dark: bool) -> Probe:
    """What axe-core, whose script is `axe`, says of a page with all of its folds open."""
    browser.open(page, width=width, dark=dark)
    browser.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    browser.evaluate(axe)
    rules, violations, overflow = browser.evaluate(_RUN)
    return Probe(rules=rules, violations=violations, overflow=overflow, requested=browser.requested)


def axe_script(path: Path | None = None) -> str | None:
    """The script of axe-core at `path`, or of the package axe-core-python; None where there is neither."""
    if path is None:
        found = importlib.util.find_spec("axe_core_python")
        if found is None or not found.submodule_search_locations:
            return None
        path = Path(found.submodule_search_locations[0]) / "axe.min.js"
    return path.read_text(encoding="utf-8")


def main() -> int:
    """Print what is found for each width and scheme."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("page", type=Path)
    parser.add_argument("--axe", type=Path)
    parser.add_argument("--screenshots", type=Path)
    options = parser.parse_args()
    axe = axe_script(options.axe)
    if axe is None:
        parser.error("there is no axe-core: pip install axe-core-python, or name one with --axe")
    if options.screenshots:
        options.screenshots.mkdir(parents=True, exist_ok=True)
    failed = False
    with chromium() as browser:
        for device, width in WIDTHS.items():
            for scheme in ("light", "dark"):
                found = probe(browser, options.page, axe, width=width, dark=scheme == "dark")
                print(f"{device}, {scheme}: {found.rules} rules met, {found.overflow} px over the edge")
                for violation in found.violations:
                    print(f"  {violation}")
                failed |= bool(found.violations) or found.overflow > 0
                if options.screenshots:
                    browser.open(options.page, width=width, dark=scheme == "dark")
                    browser.screenshot(options.screenshots / f"{device}-{scheme}.png")
    return int(failed)


if __name__ == "__main__":
    raise SystemExit(main())
