"""A branch beside its peers: a metric over its periods with the middle of the peers, and all of them in one period."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from comparison.answers import Metric, Profile
from comparison.questions import Grain
from ui import choices, depth, formats, theme, url
from ui.alternatives import course
from ui.cards import Card, beside, metric_name
from ui.figures.lines import line_figure
from ui.heat_cards import FEWEST
from ui.ranking import all_sources, ranking_card, unit_words
from ui.screen import Screen, period_words, remark, section
from ui.tables import Column, Table
from ui.texts import t, tn
from ui.url import Filters

PEERS = "_peers"
MOST_PERIODS, MOST_BARS = 10, 12
Branch = Mapping[str, Any]


@dataclass(frozen=True)
class Course:
    """One metric of a branch and its peers. `frame`: a row per period and line (the branch, then the middle of its
    peers): branch_id, name_vi, period, period_order, value, low, high, is_approximate, peers, source_ids."""

    metric: Metric
    frame: pd.DataFrame
    periods: tuple[str, ...]
    group: str


def draw(screen: Screen, profile: Profile) -> None:
    """Let the reader pick a metric the branch has figures of; its course and its place among the peers."""
    grain, periods = periods_of(profile, screen.filters.grain)
    if not periods:
        return
    metrics = screen.answers.metrics()
    section(t("profile.peers.section"), t(f"profile.peers.text.{grain}"))
    if grain != screen.filters.grain:
        remark(t(f"profile.peers.only.{grain}"))
    asked = replace(screen, filters=peer_filters(screen.filters, profile.branch, grain))
    labels = {m: _label(metrics[m], own) for m, own in periods.items()}
    default = fullest(asked, periods)
    picked = choices.one(screen.page, url.METRIC, t("picker.metric"), labels, default, style="list", width=520)
    metric, own = metrics[picked], periods[picked]
    told = course_of(asked, profile.branch, metric, own)
    cards = [[course_card(asked, told)] if len(own) > 1 else [], [place_card(asked, told, metric, own)]]
    beside(cards, asked)


def periods_of(profile: Profile, wanted: Grain) -> tuple[Grain, dict[str, list[str]]]:
    """The grain to compare in, the reader's where the branch has any figure of it, and the periods of each metric."""
    rows = profile.figures
    names: dict[Grain, pd.Series] = {
        "year": rows["period_start"].map(lambda day: str(day)[:4]),
        "term": rows["cycle"],
    }
    for grain in dict.fromkeys((wanted, "year", "term")):
        # A rating is a word, no amount: it has a grid of its own.
        own = rows[(rows["period_kind"] == grain) & (rows["unit"] != "rank")].assign(period=names[grain])
        own = own[own["period"].notna()]
        if len(own):
            groups = own.groupby("metric_id", sort=False)["period"]
            return grain, {str(m): sorted({str(p) for p in periods}, key=order_of) for m, periods in groups}
    return wanted, {}


def order_of(period: str) -> tuple[int, str]:
    """Years as they follow each other, congresses by their Roman number."""
    return (0, period) if period.isdigit() else (roman(period), period)


def roman(number: str) -> int:
    """The value of a Roman number; 0 for anything else."""
    worth = {"I": 1, "V": 5, "X": 10, "L": 50}
    signs = [worth.get(sign, 0) for sign in number]
    return sum(-now if now < after else now for now, after in zip(signs, [*signs[1:], 0], strict=True))


def peer_filters(filters: Filters, branch: Branch, grain: Grain) -> Filters:
    """The reader's filter for the branch and its peers: its own tier, and only limits that hold the branch itself."""
    place = "province_since_2025_07" if filters.boundary == "since_2025_07" else "province_before_2025_07"
    return replace(
        filters,
        grain=grain,
        tier=str(branch["tier"]),
        provinces=filters.provinces if branch.get(place) in filters.provinces else (),
        sectors=filters.sectors if branch.get("sector") in filters.sectors else (),
        branch_ids=(str(branch["branch_id"]),),
        only_chosen=False,
    )


def fullest(screen: Screen, periods: Mapping[str, list[str]]) -> str:
    """The metric with most periods; among equals the one that most branches have."""
    latest = max((own[-1] for own in periods.values()), key=order_of)
    covered = depth.counts(screen.answers, screen.filters.with_period(latest).view(screen.scope))
    return max(periods, key=lambda m: (len(periods[m]), covered[m].reported))


def _label(metric: Metric, periods: list[str]) -> str:
    return f"{metric_name(metric)} ({', '.join(periods[-4:])})"


def course_of(screen: Screen, branch: Branch, metric: Metric, own: list[str]) -> Course:
    """The branch in its last periods, and of each the middle of those peers that have a figure, with its bounds."""
    branch_id, lines, groups = str(branch["branch_id"]), [], []
    periods = tuple(own[-MOST_PERIODS:])
    for place, period in enumerate(periods):
        view = screen.filters.with_period(period).view(screen.scope)
        rows = depth.positions(screen.answers, view, (metric.metric_id,), "value")
        itself = rows[(rows["branch_id"] == branch_id) & ~rows["is_partial"]]
        if itself.empty:
            continue
        at = {"period": period, "period_order": place}
        first = {str(k): v for k, v in itself.iloc[0].to_dict().items()}
        peers = others(rows, first)
        lines.append({name: first[name] for name in KEPT} | at | {"peers": len(peers)})
        groups.append(str(first["peer_group"]))
        if len(peers) + 1 >= FEWEST:
            lines.append(_middle(peers) | at)
    frame = pd.DataFrame(lines, columns=[*KEPT, "period", "period_order", "peers"])
    return Course(metric, frame, periods, groups[-1] if groups else "tier")


KEPT = ("branch_id", "name_vi", "value", "low", "high", "is_approximate", "source_ids")


def others(rows: pd.DataFrame, branch: Mapping[str, Any]) -> pd.DataFrame:
    """The branches that a branch is held against, itself left out."""
    peers = rows[(rows["branch_id"] != branch["branch_id"]) & ~rows["is_partial"]]
    return peers[peers["sector"] == branch["sector"]] if branch["peer_group"] == "sector" else peers


def _middle(peers: pd.DataFrame) -> dict[str, Any]:
    """The median of the peers with the medians of what is certain on either side."""
    ends = {name: float(peers[name].median()) for name in ("value", "low", "high")}
    about = {"is_approximate": bool(peers["is_approximate"].any()), "source_ids": all_sources(peers)}
    return {"branch_id": PEERS, "name_vi": t("profile.peers.median")} | ends | about | {"peers": len(peers)}


def course_card(screen: Screen, told: Course) -> Card:
    """The branch over its periods, in its colour, and the middle of its peers in grey."""
    frame, metric = told.frame, told.metric
    unit = metric.unit if metric.unit in ("vnd", "percent") else ""
    grain = screen.filters.grain
    words = [t("chart.unit", unit=unit_words(metric, grain=grain)), t(f"profile.peers.group.{told.group}")]
    has_middle = bool((frame["branch_id"] == PEERS).any())
    every = pd.DataFrame({"period": told.periods, "period_order": range(len(told.periods))})
    colours = theme.chosen_colours(screen.filters.branch_ids, screen.colours)
    return Card(
        key="course",
        title=t("profile.peers.course", name=metric_name(metric)),
        subtitle=" · ".join(words),
        figure=screen.drawn(
            f"course {metric.metric_id}", lambda: line_figure(every, frame, unit, colours, screen.colours)
        ),
        alt=course(metric_name(metric), frame, lambda row: formats.amount_of(row, metric.unit)),
        table=Table(
            (
                Column("period", t("column.period")),
                Column("name_vi", t("column.branch"), "branch" if not has_middle else "text"),
                Column("value", f"{metric_name(metric)} ({unit_words(metric, grain=grain)})", "amount"),
                Column("peers", t("profile.peers.count"), "count"),
            ),
            frame,
        ),
        metrics=(metric,),
        source_ids=all_sources(frame[frame["branch_id"] != PEERS]),
        foot=t("profile.peers.foot") if has_middle else t("profile.peers.few", n=formats.number(FEWEST, 0)),
    )


def place_card(screen: Screen, told: Course, metric: Metric, own: list[str]) -> Card:
    """Where the branch stands among its peers in the reader's period, or in its last one with a figure."""
    period = screen.filters.period if screen.filters.period in own else own[-1]
    filters = screen.filters.with_period(period)
    if told.group == "sector" and not filters.sectors:
        rows = screen.answers.named(filters.view(screen.scope), filters.branch_ids)
        filters = replace(filters, sectors=tuple(str(s) for s in rows["sector"].dropna()))
    asked = replace(screen, filters=filters)
    card = ranking_card(asked, metric, key="peers", most=MOST_BARS, without=filters.branch_ids[0])
    count = max(len(card.table.rows) - 1, 0)
    group, name = t(f"profile.peers.group.{told.group}"), metric_name(metric)
    beside_whom = tn("profile.peers.with", count, n=formats.number(count, 0), group=group) if count else ""
    return replace(
        card,
        title=t("profile.peers.place", name=name, period=period_words(filters)),
        subtitle=" · ".join(
            word
            for word in (
                t("chart.unit", unit=unit_words(metric, grain=filters.grain)),
                beside_whom or t("profile.peers.alone"),
            )
        ),
        silent=(),
    )
