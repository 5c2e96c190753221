"""Arithmetic of bounds on columns: differences, ratios and what they leave open (DESIGN.md 5.1)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd


@dataclass(frozen=True)
class Bounds:
    """A column of values with its bounds; NaN in `value` is no figure. All series share one index."""

    value: pd.Series
    low: pd.Series
    high: pd.Series
    is_approximate: pd.Series

    @classmethod
    def of(cls, frame: pd.DataFrame, prefix: str = "") -> Bounds:
        """The columns `<prefix>value`, `<prefix>low`, `<prefix>high`, `<prefix>is_approximate` of a frame."""
        value, low, high = (frame[f"{prefix}{name}"].astype(float) for name in ("value", "low", "high"))
        return cls(value, low, high, flag(frame[f"{prefix}is_approximate"]))

    def minus(self, other: Bounds) -> Bounds:
        """The difference: from low less high to high less low; unknown where either is unknown."""
        with np.errstate(invalid="ignore"):
            return Bounds(
                self.value - other.value,
                _known(self.low - other.high, self.value, other.value, -np.inf),
                _known(self.high - other.low, self.value, other.value, np.inf),
                self.is_approximate | other.is_approximate,
            )

    def over(self, other: Bounds, scale: float = 1.0) -> Bounds:
        """The ratio of two amounts that are not negative, times `scale`; unknown where the divisor is printed as 0."""
        divisor = other.value.where(other.value > 0)
        with np.errstate(divide="ignore", invalid="ignore"):
            low = (self.low / other.high).where(np.isfinite(other.high), 0.0)
            # Nought over whatever the divisor is remains nought.
            high = (self.high / other.low.where(other.low > 0, 0.0)).fillna(0.0)
        unknown = self.value.isna() | divisor.isna()
        return Bounds(
            scale * self.value / divisor,
            (scale * low).mask(unknown),
            (scale * high).mask(unknown),
            (self.is_approximate | other.is_approximate) & ~unknown,
        )

    def named(self, prefix: str) -> pd.DataFrame:
        """The four columns under their names with `prefix`."""
        return pd.DataFrame(self.columns(prefix))

    def columns(self, prefix: str) -> dict[str, pd.Series]:
        """The same apart."""
        return {
            f"{prefix}value": self.value,
            f"{prefix}low": self.low,
            f"{prefix}high": self.high,
            f"{prefix}is_approximate": self.is_approximate,
        }


def flag(column: pd.Series) -> pd.Series:
    """Truths; what is missing is none."""
    return column.astype("boolean").fillna(False).astype(bool)


def _known(bound: pd.Series, left: pd.Series, right: pd.Series, open_end: float) -> pd.Series:
    """inf less inf says nothing of the bound: it is open. Without both figures there is no bound at all."""
    return bound.fillna(open_end).mask(left.isna() | right.isna())


def sign_is_open(low: pd.Series, high: pd.Series) -> pd.Series:
    """Whether bounds leave open if a difference is a rise or a fall: both sides of zero are possible."""
    return ((low < 0) & (high > 0)).fillna(False)
