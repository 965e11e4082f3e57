"""What one answer costs from process start: `pullquote ask` beside `python -c pass`, in turn, CPU seconds of each.

python -m benchmarks.cold_start [--runs N]
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from statistics import median

ASK = (sys.executable, "-m", "bot", "ask", "how does HER2 therapy work?")
NOTHING = (sys.executable, "-c", "pass")


def main() -> None:
    """Print the medians and the difference."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=15)
    runs = parser.parse_args().runs
    measure(ASK)
    pairs = [(measure(ASK), measure(NOTHING)) for _ in range(runs)]
    for name, column in (("CPU s", 0), ("wall s", 1)):
        ask, nothing = median(pair[0][column] for pair in pairs), median(pair[1][column] for pair in pairs)
        print(f"{name:7} ask {ask:.3f}   python -c pass {nothing:.3f}   over it {ask - nothing:.3f}")


def measure(command: Sequence[str]) -> tuple[float, float]:
    """CPU and wall seconds of one run."""
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, time.perf_counter() - started


if __name__ == "__main__":
    main()
