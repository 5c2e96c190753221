"""What the page of targets says and offers where the filter holds none: periods and tiers that have targets."""

from __future__ import annotations

from typing import Any, cast

import pandas as pd
import streamlit as st

from ui import formats
from ui.blocks import go_tier, look_everywhere
from ui.rows import mappings
from ui.screen import Screen, period_words, say_empty
from ui.texts import coded, t, tn

MOST_NEAR, MOST_OTHERS = 4, 2


def draw(screen: Screen) -> None:
    """Say that nobody set a target, and lead to where somebody did: periods under the same filter, else other tiers."""
    periods = cast(pd.DataFrame, screen.answers.ask("target_periods", screen.view))
    in_view = screen.answers.reporting(screen.view).coverage.in_view
    why = _why(screen, in_view, not periods.empty)
    say_empty(t("empty.title.targets"), why)
    is_near = periods["grain"] == screen.filters.grain
    offered = [*mappings(periods[is_near].head(MOST_NEAR)), *mappings(periods[~is_near].head(MOST_OTHERS))]
    tiers = cast(pd.DataFrame, screen.answers.ask("target_tiers", screen.view)) if periods.empty else pd.DataFrame()
    is_narrow = bool(screen.filters.provinces or screen.filters.sectors)
    if not (offered or len(tiers) or is_narrow):
        return
    with st.container(horizontal=True):
        for row in offered:
            words = tn("empty.go_targets", row["targets"], **_words(row))
            _button(words, screen.filters.tier, row)
        for row in mappings(tiers):
            tier = str(row["tier"])
            _button(
                tn("empty.go_tier_targets", row["targets"], tier=coded("tier.option", tier), **_words(row)), tier, row
            )
        if is_narrow:
            st.button(t("empty.everywhere"), key="go_everywhere", on_click=look_everywhere)


def _why(screen: Screen, in_view: int, has_periods: bool) -> str:
    if not in_view and not has_periods:
        return t("empty.no_branch")
    count = formats.number(in_view, 0)
    said = t("empty.no_target", in_view=count, period=period_words(screen.filters))
    return f"{said} {t('empty.target_periods' if has_periods else 'empty.no_target_ever')}"


def _words(row: dict[str, Any]) -> dict[str, str]:
    period = t(f"sentence.{row['grain']}", period=str(row["period"]))
    return {"period": period, "n": formats.number(row["targets"], 0)}


def _button(words: str, tier: str, row: dict[str, Any]) -> None:
    grain, period = str(row["grain"]), str(row["period"])
    st.button(words, key=f"go_{tier}_{grain}_{period}", on_click=go_tier, args=(tier, grain, period))
