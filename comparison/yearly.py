"""Yearly targets of several years: how many of the years met them."""

from __future__ import annotations

import pandas as pd


def yearly_summary(frame: pd.DataFrame) -> pd.DataFrame:
    """One row per target judged year by year over several years: k of n years met."""
    columns = ["target_id", "branch_id", "metric_id", "years_met", "years_judged", "years_total"]
    several = frame[(frame["cadence"] == "per_year") & (frame["target_period_kind"] != "year")]
    if several.empty:
        return pd.DataFrame(columns=columns)
    status = several["status"]
    judged = several[columns[:3]].assign(
        years_met=(status == "met").astype(int),
        years_judged=status.isin(["met", "not_met"]).astype(int),
        years_total=1,
    )
    sums = judged.groupby("target_id", sort=True)[columns[3:]].sum()
    of_whom = judged[columns[:3]].drop_duplicates("target_id").sort_values("target_id", ignore_index=True)
    return pd.concat([of_whom, sums.reset_index(drop=True)], axis=1)
