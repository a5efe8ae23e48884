"""A sorted file of `key<TAB>columns` lines, searched without being split first."""

from __future__ import annotations

from collections.abc import Iterator


class SortedLines:
    """Lines in the order of their bytes, each found by a binary search for its key."""

    __slots__ = ("_data",)

    def __init__(self, data: bytes) -> None:
        self._data = data

    def get(self, key: str) -> list[str] | None:
        """Return the columns after `key`; None where no line has that key."""
        wanted = key.encode("utf-8", "replace") + b"\t"
        start = self._position(wanted)
        if not self._data.startswith(wanted, start):
            return None
        end = self._data.find(b"\n", start)
        return self._data[start + len(wanted) : end].decode("utf-8").split("\t")

    def _position(self, wanted: bytes) -> int:
        """Return where the first line begins that is not less than `wanted`."""
        data = self._data
        low, high = 0, len(data)
        while low < high:
            start = data.rfind(b"\n", low, (low + high) // 2) + 1 or low
            end = data.find(b"\n", start)
            if data[start:end] < wanted:
                low = end + 1
            else:
                high = start
        return low

    def keys_with(self, prefix: str) -> Iterator[str]:
        """Yield the keys that begin with `prefix`, in order."""
        wanted = prefix.encode("utf-8", "replace")
        start = self._position(wanted)
        while self._data.startswith(wanted, start):
            yield self._data[start : self._data.index(b"\t", start)].decode("utf-8")
            start = self._data.find(b"\n", start) + 1

    def __iter__(self) -> Iterator[tuple[str, list[str]]]:
        """Yield every key with its columns, in order."""
        for line in self._data.decode("utf-8").split("\n"):
            if line:
                key, *columns = line.split("\t")
                yield key, columns
