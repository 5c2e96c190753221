"""The oracle's answers in depth, as the same plain rows in which the read model's answers are laid out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from tests.golden.answers import Rows, counted
from tests.golden.cases import Case
from tests.golden.reading import bounds, filter_of
from tests.oracle import Oracle
from tests.oracle.aims import STATES, before_the_aim, in_view, running, states_by
from tests.oracle.changes import changes, compared, gap, is_hollow, is_one_count, period_before, sign_is_open, value_of
from tests.oracle.compare import Row, plain
from tests.oracle.groups import SHARES, Group, groups, has_per_member, share_of_all, shares
from tests.oracle.standing import Entry, Place, Question, Rank, entries, places, ranks, whole_values
from tests.oracle.tables import subtotal, table_rows

NO_PLACE: Row = (None, None, None, None, None, None, None, False)


def answer(oracle: Oracle, case: Case) -> Rows:
    """The oracle's answer to a question of any kind in depth."""
    kinds = {
        "standing": _standing,
        "movement": _movement,
        "groups": _groups,
        "provinces": _provinces,
        "share": _share,
        "table": _table,
        "side_by_side": _side_by_side,
        "targets": _targets,
        "states_by": _states_by,
        "pace": _pace,
        "next_term": _next_term,
    }
    return kinds[case.kind](oracle, case)


def question_of(case: Case) -> Question:
    return Question(filter_of(case.view), case.metric_id, case.basis, case.per_year)


def number(value: float | None) -> float | None:
    return plain(float(value)) if value is not None else None


def rank_row(rank: Rank | None) -> Row:
    if rank is None:
        return (None, None, None, False)
    return (float(rank.rank), float(rank.best), float(rank.worst), rank.is_undecided)


def place_row(place: Place | None) -> Row:
    if place is None:
        return NO_PLACE
    numbers = (place.peers, place.middle, place.rank, place.percentile, place.distance, place.distance_pct)
    return (place.group, *(number(one) for one in numbers), place.is_open)


def coverage(found: Mapping[str, Entry]) -> Row:
    return (len(whole_values(found)), len(found))


def direction_of(oracle: Oracle, metric_id: str) -> str:
    return oracle.facts.metrics[metric_id].direction


def _standing(oracle: Oracle, case: Case) -> Rows:
    found = entries(oracle.views, question_of(case))
    direction = direction_of(oracle, case.metric_id)
    ranked, placed = ranks(whole_values(found), direction), places(found, direction)
    rows: Rows = {}
    for one, entry in found.items():
        years = tuple(float(number) for number in entry.years) if entry.years else None
        gap_days = float(entry.rate.gap_days) if entry.rate else None
        sources = entry.source_ids if entry.interval is not None else ()
        rows[(one,)] = (
            bounds(entry.interval), entry.is_partial, years, gap_days,
            *rank_row(ranked.get(one)), *place_row(placed.get(one)), sources, entry.is_left_out,
        )  # fmt: skip
    rows["best first",] = (True,)
    rows["coverage",] = coverage(found)
    return rows


def _movement(oracle: Oracle, case: Case) -> Rows:
    asked = question_of(case)
    moved = changes(oracle.views, asked, case.periods[0])
    rows: Rows = {
        (one,): (
            bounds(change.before), bounds(change.after), bounds(change.change), number(change.pct),
            change.is_open, change.better, change.source_ids,
        )
        for one, change in moved.items()
    }  # fmt: skip
    rows["largest rise first",] = (True,)
    rows["coverage",] = (len(moved), len(oracle.views.in_view(asked.view)))
    return rows


def group_bounds(group: Group) -> Row:
    """The value of a group; the bounds of a median are the medians of its branches' bounds."""
    return bounds(group.whole)


def _groups(oracle: Oracle, case: Case) -> Rows:
    asked = question_of(case)
    found = groups(oracle.views, asked, case.by)
    known = {name: group.standing for name, group in found.items() if group.standing is not None}
    ranked = ranks(known, direction_of(oracle, case.metric_id))
    rows: Rows = {
        (name,): (
            group_bounds(group), float(group.reported), float(group.in_view), number(group.lowest),
            number(group.highest), *rank_row(ranked.get(name)), group.source_ids, group.is_part,
        )
        for name, group in found.items()
    }  # fmt: skip
    metric = oracle.facts.metrics[case.metric_id]
    kind = "median" if metric.measure == "ratio" or metric.unit == "rank" else "sum"
    rows["kind",] = ("rate" if case.basis == "per_member" else kind,)
    rows["coverage",] = coverage(entries(oracle.views, asked))
    return rows


def _provinces(oracle: Oracle, case: Case) -> Rows:
    asked = Question(filter_of(case.view), case.metric_id)
    return {
        (name,): (group_bounds(group), float(group.reported), float(group.in_view), group.is_part)
        for name, group in groups(oracle.views, asked, "province").items()
    }


def _share(oracle: Oracle, case: Case) -> Rows:
    found = shares(oracle.views, filter_of(case.view), case.metric_id)
    known = {one: share.share for one, share in found.items() if share.share is not None}
    ranked = ranks(known, SHARES[case.metric_id][2])
    rows: Rows = {
        (one,): (
            bounds(share.above)[:3], bounds(share.below)[:3], bounds(share.share), *rank_row(ranked.get(one)),
        )
        for one, share in found.items()
    }  # fmt: skip
    rows["group",] = bounds(share_of_all(oracle.views, found))
    rows["coverage",] = (len(known), len(found))
    return rows


def _table(oracle: Oracle, case: Case) -> Rows:
    rows: Rows = {}
    for metric_id in case.metric_ids:
        for period in case.periods or (case.view.period,):
            asked = Question(filter_of(replace(case.view, period=period)), metric_id)
            for name, cell in table_rows(oracle.views, asked, case.by, case.mode).items():
                said = bounds(cell.interval)
                counts = () if cell.does_not_apply else (float(cell.reported), float(cell.in_view))
                partial = case.mode == "value" and cell.is_partial
                rows[name, metric_id, period] = (cell.does_not_apply, said, cell.is_undecided, counts, partial)
            line = subtotal(oracle.views, asked, case.by, case.mode)
            count = (line.reported, line.in_view) if case.by != "tier" else ()
            rows["subtotal", metric_id, period] = (bounds(line.interval), count, line.refused)
    return rows


def _side_by_side(oracle: Oracle, case: Case) -> Rows:
    rows: Rows = {}
    for metric_id in case.metric_ids:
        basis = case.basis if has_per_member(oracle.facts.metrics[metric_id]) else "value"
        for period in case.periods or (case.view.period,):
            asked = Question(filter_of(replace(case.view, period=period)), metric_id, basis)
            rows |= _beside(oracle, asked, case)
    return rows


def _beside(oracle: Oracle, asked: Question, case: Case) -> Rows:
    views, direction = oracle.views, direction_of(oracle, asked.metric_id)
    previous = period_before(views, asked)
    now = compared(views, asked, case.by)
    earlier = replace(asked, view=replace(asked.view, period=previous)) if previous else None
    then = compared(views, earlier, case.by) if earlier else {}
    standing = {name: one.standing if isinstance(one, Group) else one.whole for name, one in now.items()}
    known = {name: one for name, one in standing.items() if one is not None}
    ranked = ranks(known, direction)
    branches = {name: one for name, one in now.items() if isinstance(one, Entry)}
    placed = places(branches, direction)
    reference = value_of(now.get(case.reference)) if case.reference is not None else None
    rows: Rows = {}
    for name in case.subjects:
        own = value_of(now.get(name))
        once = is_one_count(then.get(name), now.get(name))
        change = None if once or is_hollow(then.get(name), now.get(name)) else gap(own, value_of(then.get(name)))
        differs = gap(own, reference) if name != case.reference else None
        rank = rank_row(ranked.get(name))
        rows[name, asked.metric_id, asked.view.period] = (
            *_said(now.get(name)), rank[0], float(len(known)) if name in now else None, rank[3],
            *place_row(placed.get(name)), *_counts(now.get(name)), previous,
            bounds(change), change is not None and sign_is_open(change),
            bounds(differs), differs is not None and sign_is_open(differs), _sources(now.get(name)),
        )  # fmt: skip
    return rows


def _said(subject: Entry | Group | None) -> Row:
    if isinstance(subject, Entry):
        return bounds(subject.interval), subject.is_partial
    return bounds(subject.whole if subject else None), False


def _counts(subject: Entry | Group | None) -> Row:
    if subject is None:
        return (None, None)
    if isinstance(subject, Entry):
        return (float(subject.whole is not None), 1.0)
    return (float(subject.reported), float(subject.in_view))


def _sources(subject: Entry | Group | None) -> tuple[str, ...]:
    if subject is None or (isinstance(subject, Entry) and subject.interval is None):
        return ()
    return subject.source_ids


def _targets(oracle: Oracle, case: Case) -> Rows:
    asked = filter_of(case.view)
    found = in_view(oracle.views, asked, oracle.attainment)
    rows: Rows = counted(
        (one.target.branch_id, one.target.metric_id, one.period.start, one.period.end, plain(one.target.value),
         one.target.source_id, one.status)
        for one in found
    )  # fmt: skip
    states = Counter(one.status for one in found)
    rows["states",] = tuple(states[state] for state in STATES)
    rows["coverage",] = (len({one.target.branch_id for one in found}), len(oracle.views.in_view(asked)))
    several: dict[int, list[Any]] = {}
    for one in found:
        if one.target.cadence == "per_year" and one.target.period.kind != "year":
            several.setdefault(id(one.target), []).append(one)
    years = []
    for judged in several.values():
        said = [one.status for one in judged]
        met, not_met = said.count("met"), said.count("not_met")
        years.append(("years", judged[0].target.branch_id, judged[0].target.metric_id, met, met + not_met, len(said)))
    return rows | counted(years)


def _states_by(oracle: Oracle, case: Case) -> Rows:
    rows: Rows = {}
    for name, states in states_by(oracle.views, filter_of(case.view), oracle.attainment, case.by).items():
        judged = states["met"] + states["not_met"]
        share = plain(100 * states["met"] / judged) if judged else None
        for state in STATES:
            rows[name, state] = (float(states[state]), float(states.total()), share)
    return rows


def _pace(oracle: Oracle, case: Case) -> Rows:
    rows = []
    for one in running(oracle.views, filter_of(case.view), oracle.attainment, oracle.as_of):
        pct = 100 * one.reached.value / one.aim if one.reached and one.aim else None
        rows.append(
            (
                one.target.branch_id, one.target.metric_id, one.target.comparator, number(one.aim),
                one.period.start, one.period.end, number(one.gone_pct), bounds(one.reached), one.basis,
                float(one.years_known) if one.basis == "years" else None, number(pct), one.pace,
            )
        )  # fmt: skip
    return counted(rows)


def _next_term(oracle: Oracle, case: Case) -> Rows:
    rows = []
    for target, last, period in before_the_aim(oracle.views, filter_of(case.view)):
        days = (period.start, period.end) if period else (None, None)
        rows.append(
            (
                target.branch_id, target.metric_id, target.cadence, target.comparator, plain(target.value),
                target.period.start, target.period.end, bounds(last), *days,
            )
        )  # fmt: skip
    return counted(rows)
