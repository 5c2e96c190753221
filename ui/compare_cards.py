"""The comparison itself: the table subject by metric as one reads it, a chart for each metric, and every detail."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st

from comparison import catalogue
from comparison.answers import Metric
from comparison.side_by_side import SideBySide
from ui import depth, differences, downloads, formats, help, theme
from ui.cards import Card, metric_name, show
from ui.compare_choice import Choice, colours
from ui.figures.compared import compared_figure
from ui.heat_cards import FEWEST
from ui.ranking import all_sources, unit_words
from ui.rows import mappings
from ui.screen import Screen, tell
from ui.tables import Column, Table, swipe
from ui.texts import coded, t, tn
from ui.told import Chart, Matrix

MOST_ON_A_PHONE = 3
ID = ["subject", "metric_id", "period"]
NOTHING = f'<span class="none">{formats.MISSING}</span>'
Row = Mapping[Any, Any]


def answered(screen: Screen, choice: Choice) -> SideBySide:
    """The read model's answer, with the value per member beside the value where there is one."""
    view = depth.without_choice(screen.view)
    answer = depth.side_by_side(screen.answers, view, *choice.asked(choice.basis))
    frame = answer.frame.assign(label=answer.frame["subject"].map(dict(choice.names)).fillna(answer.frame["label"]))
    metrics = screen.answers.metrics()
    rates = tuple(m for m in choice.metric_ids if catalogue.has_per_member(metrics[m]))
    if choice.basis == "value" and rates:
        asked = replace(choice, metric_ids=rates).asked("per_member")
        other = depth.side_by_side(screen.answers, view, *asked).frame
        names = {name: f"member_{name}" for name in ("value", "low", "high", "is_approximate")}
        frame = frame.merge(other[[*ID, *names]].rename(columns=names), how="left", on=ID)
    return replace(answer, frame=frame)


def basis_of(choice: Choice, metric: Metric) -> str:
    """Per member only where the metric has such a value."""
    return choice.basis if catalogue.has_per_member(metric) else "value"


def unit_of(metric: Metric) -> str:
    """The unit a number is written with; counts stand alone."""
    return metric.unit if metric.unit in ("vnd", "percent") else ""


def amount(row: Mapping[Any, Any], metric: Metric, prefix: str = "", short: bool = False) -> str:
    """A value with its bounds, a rating in words, k of n years for part of a term."""
    if formats.is_missing(row.get(f"{prefix}value")):
        return formats.MISSING
    value, low, high = (float(row[f"{prefix}{name}"]) for name in ("value", "low", "high"))
    if metric.unit == "rank" and value == int(value):
        word = t(f"rating.{int(value)}")
        return word if low == high else t("rating.at_least", word=word)
    text = formats.bounded(value, low, high, row.get(f"{prefix}is_approximate") is True, unit_of(metric), short)
    if row.get("is_partial") is True and prefix in ("", "member_"):
        years = {"k": formats.number(row["years_present"], 0), "n": formats.number(row["years_expected"], 0)}
        text += " " + t("mark.partial", **years)
    return text


def matrix(screen: Screen, choice: Choice, answer: SideBySide) -> None:
    """One column a subject; for each metric and period the value, and below it one row for each thing to know of it."""
    metrics = screen.answers.metrics()
    tints = colours(screen, choice.subjects)
    rows = {tuple(r[name] for name in ID): r for r in mappings(answer.frame)}
    tell(Matrix(t("compare.matrix"), lambda: matrix_table(metrics, choice, rows)))
    head = "".join(
        f'<th role="columnheader" scope="col"><i style="background:{tints[s]}"></i>{_subject(screen, choice, s)}</th>'
        for s in choice.subjects
    )
    body = "".join(
        _block(metrics[m], period, [rows[s, m, period] for s in choice.subjects], choice, screen)
        for m in choice.metric_ids
        for period in choice.periods
    )
    # On a phone up to three stand beside each other below each label; more are scrolled sideways.
    fits = f' fits" style="--subjects:{len(choice.subjects)}' if len(choice.subjects) <= MOST_ON_A_PHONE else ""
    st.html(
        f'{swipe()}<div class="ud-scroll" tabindex="0" role="region" '
        f'aria-label="{formats.escape(t("compare.matrix"))}"><table role="table" class="ud-table ud-beside wide{fits}">'
        f'<thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col">'
        f"{formats.escape(t('column.metric'))}</th>{head}</tr></thead>{body}</table></div>"
    )


def matrix_table(metrics: Mapping[str, Metric], choice: Choice, rows: Mapping[tuple[Any, ...], Row]) -> Table:
    """The same table as plain texts, for paper."""
    lines: list[dict[str, str]] = []
    for m in choice.metric_ids:
        for period in choice.periods:
            metric, asked = metrics[m], [rows[s, m, period] for s in choice.subjects]
            about = f"{metric_name(metric)} ({unit_words(metric, basis_of(choice, metric))}), {period}"
            told = [(about, [amount(row, metric) for row in asked])]
            told += [(f"– {label}", [read(row) for row in asked]) for label, read in facts(metric, asked[0], choice)]
            lines += [_line(label, choice.subjects, texts) for label, texts in told if any(texts)]
    heads = [Column(s, choice.names[s].split(" · ")[0], "number", show=_text_of(s)) for s in choice.subjects]
    return Table((Column("label", t("column.metric"), "branch"), *heads), pd.DataFrame(lines))


def _line(label: str, subjects: tuple[str, ...], texts: list[str]) -> dict[str, str]:
    return {"label": label} | {s: text or formats.MISSING for s, text in zip(subjects, texts, strict=True)}


def _text_of(subject: str) -> Callable[[Row], str]:
    return lambda row: str(row[subject])


def _subject(screen: Screen, choice: Choice, subject: str) -> str:
    name = formats.escape(choice.names[subject])
    mark = f"<small>{formats.escape(t('compare.reference'))}</small>" if subject == choice.reference else ""
    if choice.kind != "branch":
        return name + mark
    return f'<a href="{formats.escape(screen.profile_link(subject))}" target="_self">{name}</a>{mark}'


def _block(metric: Metric, period: str, rows: list[Row], choice: Choice, screen: Screen) -> str:
    """A metric in a period: its values, then the facts that at least one subject has."""
    about = f"{unit_words(metric, basis_of(choice, metric))} · {period}"
    values = "".join(f'<td role="cell">{_value(row, metric)}</td>' for row in rows)
    title = f"{help.term(metric, metric_name(metric), screen.filters)}<small>{formats.escape(about)}</small>"
    lines = f'<tr role="row" class="value"><th role="rowheader" scope="row">{title}</th>{values}</tr>'
    for label, read in facts(metric, rows[0], choice):
        texts = [read(row) for row in rows]
        if any(texts):
            cells = "".join(f'<td role="cell">{formats.escape(text) or NOTHING}</td>' for text in texts)
            lines += f'<tr role="row"><th role="rowheader" scope="row">{formats.escape(label)}</th>{cells}</tr>'
    return f'<tbody role="rowgroup">{lines}</tbody>'


def _value(row: Row, metric: Metric) -> str:
    if formats.is_missing(row["value"]):
        return f'<span class="none">{formats.MISSING}<small>{formats.escape(t("missing.short"))}</small></span>'
    doubt = f"<small>{formats.escape(t('compare.conflict'))}</small>" if row["has_conflict"] else ""
    return f"<b>{formats.escape(amount(row, metric))}</b>{doubt}"


def facts(metric: Metric, first: Row, choice: Choice) -> list[tuple[str, Callable[[Row], str]]]:
    """What is said below a value: a label, and how a subject's cell reads ('' where there is nothing to say)."""
    member = t("compare.fact.member" if metric.unit == "vnd" else "compare.fact.per_100")
    found: list[tuple[str, Callable[[Row], str]]] = []
    if choice.kind != "branch":
        found.append((t("column.reported"), _coverage))
    found += [
        (member, lambda r: _known(r.get("member_value"), amount(r, metric, "member_"))),
        (t("column.rank"), rank_text),
        (t(f"compare.fact.{'size' if metric.direction == 'neutral' else 'better'}"), peers_text),
        (t("compare.column.distance"), lambda r: distance_text(r, metric)),
    ]
    if not formats.is_missing(first["previous_period"]):
        label = t("compare.fact.change", period=first["previous_period"])
        found.append(
            (label, lambda r: _known(r["change_value"], differences.words_of_row(r, "change", unit_of(metric))))
        )
    if choice.reference:
        name = formats.short_name(choice.names[choice.reference].split(" · ")[0], 40)
        found.append((t("compare.fact.difference", name=name), lambda r: _difference(r, metric)))
    return found


def _known(value: Any, text: str) -> str:
    return "" if formats.is_missing(value) else text


def _coverage(row: Row) -> str:
    if formats.is_missing(row["in_view"]):
        return ""
    numbers = {name: formats.number(row[name], 0) for name in ("reported", "in_view")}
    return t("compare.of_branches", **numbers)


def rank_text(row: Row) -> str:
    """Rank of how many, marked where bounds leave it open."""
    if formats.is_missing(row["rank"]):
        return ""
    mark = f" {t('mark.undecided')}" if row["rank_is_undecided"] else ""
    return t("compare.rank", rank=formats.number(row["rank"], 0), of=formats.number(row["ranked"], 0)) + mark


def has_few_peers(row: Row) -> bool:
    """Whether there are too few branches for a place or a middle to mean anything; the branch itself counts as one."""
    peers = row.get("peers")
    return not formats.is_missing(peers) and float(peers or 0) + 1 < FEWEST


def peers_text(row: Row) -> str:
    """The share of peers that stand worse, and who they are."""
    if formats.is_missing(row["peers"]):
        return ""
    if has_few_peers(row):
        return tn("compare.few_peers", row["peers"], n=formats.number(row["peers"], 0))
    mark = f" {t('mark.undecided')}" if row["peer_order_is_open"] else ""
    return t(
        "compare.peers",
        percent=formats.quantity(float(formats.number(row["peer_percentile"], 0)), "percent") + mark,
        n=formats.number(row["peers"], 0),
        group=t(f"compare.group.{row['peer_group']}"),
    )


def distance_text(row: Row, metric: Metric) -> str:
    """How far the value is from the middle one of the peers."""
    if formats.is_missing(row["peer_distance"]) or has_few_peers(row):
        return ""
    ends = (row["peer_distance"], row["peer_distance_low"], row["peer_distance_high"])
    about = row["peer_distance_is_approximate"] is True
    distance = differences.in_words(*ends, about=about, unit=unit_of(metric), kind="distance")
    share = row["peer_distance_pct"]
    # A share of a distance that is only bounded would look exact.
    is_exact = ends[1] == ends[2]
    return distance if formats.is_missing(share) or not is_exact else f"{distance} ({differences.percent(share)})"


def _difference(row: Row, metric: Metric) -> str:
    words = differences.words_of_row(row, "difference", unit_of(metric), kind="distance")
    return _known(row["difference_value"], words)


def charts(screen: Screen, choice: Choice, answer: SideBySide) -> None:
    """A chart for each metric; two beside each other where there are several, below each other on a phone."""
    metrics = screen.answers.metrics()
    many = len(choice.metric_ids) > 1
    for start in range(0, len(choice.metric_ids), 2):
        ids = choice.metric_ids[start : start + 2]
        for place, metric_id in zip(st.columns(2 if many else 1, gap="large"), ids, strict=False):
            with place:
                _chart(screen, choice, answer.frame[answer.frame["metric_id"] == metric_id], metrics[metric_id])


def _chart(screen: Screen, choice: Choice, rows: pd.DataFrame, metric: Metric) -> None:
    name, unit = metric_name(metric), unit_words(metric, basis_of(choice, metric))
    title = t("compare.chart", name=name, periods=" – ".join(choice.periods))
    there = rows[rows["value"].notna()]
    words = [t("chart.unit", unit=unit)]
    if len(choice.periods) == 2:
        words.append(t("compare.chart.dumbbell", earlier=choice.periods[0], later=choice.periods[1]))
    st.html(f'<div class="ud-card"><h2>{formats.escape(title)}</h2><p>{formats.escape(" · ".join(words))}</p></div>')
    if len(there):
        link: Callable[[str], str] | None = screen.profile_link if choice.kind == "branch" else None
        order = there if len(choice.metric_ids) > 1 else there.sort_values("rank", na_position="last", kind="stable")
        figure = compared_figure(
            order.assign(label=order["label"].str.split(" · ").str[0]),
            choice.periods,
            unit_of(metric),
            colours(screen, choice.subjects),
            screen.colours,
            link,
        )
        values = "; ".join(f"{r['label']} {r['period']}: {amount(r, metric)}" for r in mappings(there))
        st.plotly_chart(
            figure,
            width="stretch",
            height=figure.height,
            theme=None,
            key=f"chart_compare_{metric.metric_id}",
            config=theme.config(downloads.file_name(title, "", screen.filters.period)),
            alt=t("compare.alt", name=name, values=values),
        )
    told = Chart(title, " · ".join(words), None, "")
    if len(there):
        told = replace(told, figure=figure, alt=t("compare.alt", name=name, values=values))
    silent = [f"{choice.names[r['subject']]} ({r['period']})" for r in mappings(rows[rows["value"].isna()])]
    text = t("compare.silent", names="; ".join(silent)) if silent else ""
    tell(replace(told, foot=text))
    if silent:
        st.html(f'<div class="ud-foot"><p>{formats.escape(text)}</p></div>')


def detail_card(screen: Screen, choice: Choice, answer: SideBySide) -> None:
    """Every number of the comparison, for a file."""
    metrics = screen.answers.metrics()
    frame = without_few_peers(answer.frame)
    frame = frame.assign(branch_id=frame["subject"] if choice.kind == "branch" else None)
    asked = tuple(metrics[m] for m in choice.metric_ids)
    show(
        Card(
            key="compare",
            title=t("compare.detail", names=", ".join(metric_name(m) for m in asked)),
            subtitle=t("compare.detail.text"),
            table=Table(_columns(metrics, choice, frame), frame, is_wide=True),
            metrics=asked,
            source_ids=all_sources(frame),
            notes=answer.notes,
            filters=choice_rows(screen, choice),
        ),
        screen,
    )


def without_few_peers(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows without place and middle where too few branches have a figure; how many there are stays."""
    few = frame["peers"] + 1 < FEWEST
    about = ("peer_percentile", "peer_median", "peer_distance")
    numbers = [name for name in frame.columns if name.startswith(about) and not name.endswith("is_approximate")]
    return frame.assign(**{name: frame[name].mask(few) for name in numbers})


def choice_rows(screen: Screen, choice: Choice) -> tuple[tuple[str, str], ...]:
    """What was chosen, for the head of a download."""
    metrics = screen.answers.metrics()
    rows = [
        (
            t("compare.kind"),
            t(f"compare.kind.{ {'branch': 'don_vi', 'province': 'tinh', 'sector': 'nganh'}[choice.kind] }"),
        ),
        (t("compare.subjects"), "; ".join(choice.names[s] for s in choice.subjects)),
        (t("column.metric"), "; ".join(metric_name(metrics[m]) for m in choice.metric_ids)),
        (t("column.period"), ", ".join(choice.periods)),
        (t("picker.basis"), t(f"compare.basis.{choice.basis}")),
    ]
    if choice.reference:
        rows.append((t("compare.reference"), choice.names[choice.reference]))
    return tuple(rows)


def _columns(metrics: Mapping[str, Metric], choice: Choice, frame: pd.DataFrame) -> tuple[Column, ...]:
    def of(row: Mapping[Any, Any]) -> Metric:
        return metrics[row["metric_id"]]

    def unit(row: Mapping[Any, Any]) -> str:
        return of(row).unit

    def distance(row: Mapping[Any, Any]) -> str:
        ends = (row["peer_distance"], row["peer_distance_low"], row["peer_distance_high"])
        about = row["peer_distance_is_approximate"] is True
        return differences.signed_bounds(*ends, about=about, unit=formats.in_table(unit(row)))

    def differs(prefix: str) -> Column:
        label = t(f"compare.column.{prefix}")

        def shown(row: Mapping[Any, Any]) -> str:
            return differences.of_row(row, prefix, formats.in_table(unit(row)))

        return Column(f"{prefix}_value", label, "amount", bounds=_ends(prefix), show=shown)

    subject = (
        "column.branch"
        if choice.kind == "branch"
        else f"compare.kind.{'tinh' if choice.kind == 'province' else 'nganh'}"
    )
    columns = [
        Column("label", t(subject), "branch"),
        Column("metric_id", t("column.metric"), show=lambda r: metric_name(of(r))),
        Column("unit", t("compare.column.unit"), show=lambda r: unit_words(of(r), basis_of(choice, of(r)))),
        Column("period", t("column.period")),
        Column("value", t("column.value"), "amount", unit, in_part="is_partial"),
    ]
    if "member_value" in frame:
        columns.append(Column("member_value", t("compare.column.member"), "amount", unit, bounds=_ends("member")))
    columns += [
        Column("rank", t("column.rank"), "number", show=_rank, raw=True),
        Column("ranked", t("compare.column.ranked"), "count"),
    ]
    if choice.kind == "branch":
        columns += [
            Column("peer_group", t("compare.column.group"), show=_group),
            Column("peers", t("compare.column.peers"), "count"),
            Column("peer_percentile", t("compare.column.percentile"), "number", digits=0),
            Column("peer_median", t("compare.column.median"), "amount", unit, bounds=_ends("peer_median")),
            Column(
                "peer_distance", t("compare.column.distance"), "amount", bounds=_ends("peer_distance"), show=distance
            ),
        ]
    else:
        columns += [Column("reported", t("column.reported"), "count"), Column("in_view", t("column.in_view"), "count")]
    columns += [Column("previous_period", t("compare.column.previous")), differs("change")]
    return (*columns, differs("difference")) if choice.reference else tuple(columns)


def _ends(prefix: str) -> tuple[str, str, str]:
    return f"{prefix}_low", f"{prefix}_high", f"{prefix}_is_approximate"


def _rank(row: Mapping[Any, Any]) -> str:
    if formats.is_missing(row["rank"]):
        return formats.MISSING
    return formats.number(row["rank"], 0) + (f" {t('mark.undecided')}" if row["rank_is_undecided"] else "")


def _group(row: Mapping[Any, Any]) -> str:
    group = row["peer_group"]
    return formats.MISSING if formats.is_missing(group) or not group else coded("compare.group", str(group))
