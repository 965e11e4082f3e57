"""The compiled first stage (kernel.c), which is there where a C compiler was when pullquote was installed."""

from typing import Any

from numpy.typing import NDArray

def open(arrays: tuple[NDArray[Any] | None, ...], passages: int, block_bits: int, /) -> object: ...
def best(opened: object, terms: list[tuple[int, float]], step: float, top_k: int, /) -> tuple[bytearray, bytearray]: ...
