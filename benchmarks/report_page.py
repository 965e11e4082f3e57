"""Look at the report page in a real browser: violations that axe-core finds, and what runs over the edge of a phone.

    npm install axe-core
    python -m benchmarks.report_page report.html node_modules/axe-core/axe.min.js [--screenshots DIR]

Needs Chromium on the path. The page is opened light and dark, on a desk (1200 wide) and on a phone (500, the least that
a headless window takes). axe-core's rules are those of WCAG 2.2 and its best practices. The exit status is 1 where
anything is found.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import subprocess
import tempfile
from html import unescape
from pathlib import Path

WIDTHS = {"desk": 1200, "phone": 500}
SCHEMES = {"light": 1, "dark": 0}
PROBE = """
<script>
document.querySelectorAll("details").forEach(one => one.open = true);
axe.run().then(found => {
  const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  const out = document.createElement("pre");
  out.id = "probe";
  out.textContent = JSON.stringify({ overflow: wide, passes: found.passes.length,
    violations: found.violations.map(one => [one.id, one.nodes.length, one.nodes[0].html.slice(0, 200)]) });
  document.body.append(out);
});
</script>
"""


def main() -> int:
    """Print what is found for each width and scheme."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("page", type=Path)
    parser.add_argument("axe", type=Path)
    parser.add_argument("--screenshots", type=Path)
    options = parser.parse_args()
    browser = shutil.which("chromium") or shutil.which("chromium-browser")
    if browser is None:
        parser.error("there is no chromium on the path")
    failed = False
    for device, width in WIDTHS.items():
        for scheme, number in SCHEMES.items():
            flags = [f"--window-size={width},2400", f"--blink-settings=preferredColorScheme={number}"]
            found = probe(browser, flags, options.page, options.axe)
            print(f"{device}, {scheme}: {found['passes']} rules pass, overflow {found['overflow']} px")
            for violation in found["violations"]:
                print(f"  {violation}")
            failed |= bool(found["violations"]) or found["overflow"] > 0
            if options.screenshots:
                picture = options.screenshots.resolve() / f"{device}-{scheme}.png"
                run(browser, [*flags, "--hide-scrollbars", f"--screenshot={picture}"], options.page)
    return int(failed)


def probe(browser: str, flags: list[str], page: Path, axe: Path) -> dict[str, object]:
    """What axe-core says of the page, and how far it runs over the right edge, in pixels."""
    with tempfile.TemporaryDirectory() as scratch:
        copy = Path(scratch) / "page.html"
        script = f"<script>{axe.read_text(encoding='utf-8')}</script>{PROBE}"
        copy.write_text(page.read_text(encoding="utf-8").replace("</body>", f"{script}</body>"), encoding="utf-8")
        shown = run(browser, [*flags, "--dump-dom", "--virtual-time-budget=20000"], copy)
    text = re.search(r'<pre id="probe">(.*?)</pre>', shown, re.S)
    if text is None:
        raise RuntimeError("the browser did not finish")
    return dict(json.loads(unescape(text[1])))


def run(browser: str, flags: list[str], page: Path) -> str:
    """What the browser prints of a page."""
    fixed = ["--headless=new", "--no-sandbox", "--disable-gpu"]
    command = [browser, *fixed, *flags, page.resolve().as_uri()]
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=120).stdout


if __name__ == "__main__":
    raise SystemExit(main())
