"""The compiled products (dense.c), which are there where a C compiler was when pullquote was installed."""

from typing import Any

from numpy.typing import NDArray

def usable() -> bool: ...
def product(
    states: NDArray[Any],
    packed: NDArray[Any],
    length: NDArray[Any],
    total: NDArray[Any],
    added: NDArray[Any],
    into: NDArray[Any],
    /,
) -> None: ...
