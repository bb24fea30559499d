"""Long lists that are read slice by slice, as a paginator cuts them."""

from abc import abstractmethod
from collections.abc import Iterator, Sequence
from typing import TypeVar, overload

T = TypeVar("T")


class Slices(Sequence[T]):
    """A sequence of which only the slice asked for is read."""

    @abstractmethod
    def read(self, start: int, stop: int | None) -> list[T]:
        """The rows from `start` up to `stop`, or to the end."""

    @overload
    def __getitem__(self, wanted: int) -> T: ...
    @overload
    def __getitem__(self, wanted: slice) -> list[T]: ...
    def __getitem__(self, wanted: int | slice) -> T | list[T]:
        if isinstance(wanted, int):
            return self.read(wanted, wanted + 1)[0]
        return self.read(wanted.start or 0, wanted.stop)

    def __iter__(self) -> Iterator[T]:
        return iter(self[:])
