"""Interval arithmetic of the oracle: what a stated number says for certain, and sums and rates of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import inf


@dataclass(frozen=True)
class Interval:
    """A printed value with the bounds that are certain; `high` may be infinite."""

    value: float
    low: float
    high: float
    approximate: bool = False

    @property
    def bounded_only(self) -> bool:
        """True where the source gives a bound instead of a number."""
        return self.low != self.high

    @property
    def precision(self) -> int:
        """0 exact, 1 about, 2 bounded: the order in which a conflict prefers them."""
        if self.bounded_only:
            return 2
        return 1 if self.approximate else 0

    def says_the_same(self, other: Interval) -> bool:
        return (self.value, self.low, self.high) == (other.value, other.low, other.high)


def stated(value: float, qualifier: str) -> Interval:
    """The interval of one stated number."""
    if qualifier == "exact":
        return Interval(value, value, value)
    if qualifier == "about":
        return Interval(value, value, value, True)
    if qualifier == "at_least":
        return Interval(value, value, inf)
    if qualifier == "at_most":
        return Interval(value, 0.0, value)
    raise ValueError(f"unknown qualifier {qualifier!r}")


def total(intervals: Iterable[Interval]) -> Interval:
    """The sum: low with low, high with high; one approximate part makes the sum approximate."""
    value = low = high = 0.0
    approximate = False
    for part in intervals:
        value += part.value
        low += part.low
        high += part.high
        approximate = approximate or part.approximate
    return Interval(value, low, high, approximate)


def _divide(above: float, below: float) -> float:
    if below == inf:
        return 0.0
    if below == 0:
        return inf
    return above / below


def rate(above: Interval, below: Interval, scale: float = 1.0) -> Interval | None:
    """`above` per `below`, low by high and high by low; None where the printed divisor is zero."""
    if below.value == 0:
        return None
    return Interval(
        scale * above.value / below.value,
        _divide(scale * above.low, below.high),
        _divide(scale * above.high, below.low),
        above.approximate or below.approximate,
    )


def difference(one: Interval, other: Interval) -> Interval:
    """`one` less `other`: from low less high to high less low."""
    approximate = one.approximate or other.approximate
    return Interval(one.value - other.value, one.low - other.high, one.high - other.low, approximate)


def divided(one: Interval, parts: int) -> Interval:
    """An equal share of a sum."""
    return Interval(one.value / parts, one.low / parts, one.high / parts, one.approximate)
