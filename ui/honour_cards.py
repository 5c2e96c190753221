"""Honours: how many per 100 members, and their mix within what counts the same."""

from __future__ import annotations

import numpy as np
import pandas as pd

from comparison.honours import UNITS, Mix
from ui import formats
from ui.alternatives import ends
from ui.cards import Card, metric_name
from ui.figures.stacked import category_colours, category_order, composition
from ui.notes import coverage_text
from ui.ranking import all_sources, source_column
from ui.rows import Later
from ui.screen import Screen, period_words, who_and_when
from ui.tables import Column, Table
from ui.texts import t, tn

MOST = 12


def mix_cards(screen: Screen) -> list[Card]:
    """A stacked chart for people, collectives and awards each, where any branch in view has one."""
    answer: dict[str, Mix] = screen.answers.ask("honours", screen.view)
    return [mix_card(screen, mix) for mix in answer.values() if mix.coverage.reported]


def mix_card(screen: Screen, mix: Mix) -> Card:
    """Kinds that count the same thing, stacked."""
    metrics = screen.answers.metrics()
    unit = mix.unit
    shown = mix.totals(_charted(mix, screen.filters.branch_ids))
    drawn = mix.parts_of(tuple(shown["branch_id"]))
    order = category_order(drawn)
    names, tints = {m: metric_name(metrics[m]) for m in order}, category_colours(order, screen.colours)
    hidden = len(mix) - len(shown)
    words = [t(f"mix.unit.{unit}"), coverage_text(mix.coverage)]
    words += [t("chart.others", n=formats.number(hidden, 0))] if hidden else []
    outermost = mix.totals(np.unique([0, len(mix) - 1]))
    return Card(
        key=f"mix_{unit}",
        title=t(f"mix.title.{unit}", **who_and_when(screen)),
        subtitle=" · ".join(words),
        figure=screen.drawn(
            f"mix {unit}",
            lambda: composition(shown, drawn, names, tints, screen.colours, screen.profile_link, ""),
        ),
        alt=ends(t(f"mix.unit.{unit}"), outermost, formats.amount_of, count=len(mix)),
        table=Table(
            (
                Column("name_vi", t("column.branch"), "branch"),
                Column("metric_id", t("mix.kind"), show=lambda r: metric_name(metrics[str(r["metric_id"])])),
                Column("value", t("column.value"), "amount", shade=True),
                source_column(screen.source_link),
            ),
            Later(
                pd.DataFrame({"row": np.arange(mix.parts_count)}),
                None,
                lambda asked: mix.parts(asked["row"].to_numpy()),
            ),
        ),
        metrics=tuple(metrics[m] for m in order),
        source_ids=mix.source_ids(),
        legend=tuple((tints[m], names[m]) for m in order),
        foot=t("mix.foot.person") if unit == "person" else t("mix.foot"),
    )


def _charted(mix: Mix, chosen: tuple[str, ...]) -> np.ndarray:
    """The totals a chart shows, by their numbers: the first ones, and those of chosen branches wherever they rank."""
    keep = mix.is_of(chosen) if len(mix) > MOST else np.ones(len(mix), dtype=bool)
    rest = max(MOST - int(keep.sum()), 0)
    keep[np.flatnonzero(~keep)[:rest]] = True
    return np.flatnonzero(keep)


def rates_card(screen: Screen) -> Card | None:
    """Honours of people per 100 members, kind by kind; None where no branch has both."""
    metrics = screen.answers.metrics()
    kinds = [m for m in UNITS["person"] if m in metrics]
    wide, sources, there = pd.DataFrame(), set(), []
    for kind in kinds:
        frame = screen.answers.branch_values(screen.view, kind, "per_member").frame
        known = frame[frame["value"].notna() & ~frame["is_partial"]].set_index("branch_id")
        if known.empty:
            continue
        there.append(kind)
        sources |= set(all_sources(known))
        named = known[["name_vi", "name_order", "value", "low", "high", "is_approximate"]].add_prefix(f"{kind}_")
        wide = named if wide.empty else wide.join(named, how="outer")
    if not there:
        return None
    names, places = (
        wide[[f"{kind}_{column}" for kind in there]].bfill(axis=1).iloc[:, 0] for column in ("name_vi", "name_order")
    )
    rows = wide.assign(name_vi=names, name_order=places).reset_index()
    rows = rows.sort_values([f"{there[0]}_value", "name_order"], ascending=[False, True], na_position="last")
    is_term = screen.filters.grain == "term"
    return Card(
        key="honour_rates",
        title=t("rates.title", period=period_words(screen.filters)),
        subtitle=tn("rates.subtitle", len(rows), n=formats.number(len(rows), 0)),
        table=Table(
            (
                Column("name_vi", t("column.branch"), "branch"),
                *(_rate_column(kind, metric_name(metrics[kind])) for kind in there),
            ),
            rows,
            is_wide=True,
        ),
        metrics=tuple(metrics[kind] for kind in there),
        source_ids=tuple(sorted(sources)),
        open_table=True,
        foot=t("rates.foot.term") if is_term else t("rates.foot.year"),
    )


def _rate_column(kind: str, label: str) -> Column:
    bounds = (f"{kind}_low", f"{kind}_high", f"{kind}_is_approximate")
    return Column(f"{kind}_value", label, "amount", shade=True, bounds=bounds)
