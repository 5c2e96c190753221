"""What is asked of the database alone is what the whole frames hold: sums, counts, first rows."""

from __future__ import annotations

import numpy as np
import pytest

from comparison import catalogue
from comparison.answers import Amount
from comparison.depth import coverage_by_branch, coverage_by_year
from comparison.figure_rows import FigureRows
from comparison.highlights import SUBJECTS, Highlight, highlights
from comparison.movement import movement
from comparison.options import filter_options, reporting
from comparison.quality import all_findings, conflicts, counts, findings
from comparison.questions import Scope, View
from comparison.ranking import with_ranks
from comparison.targets import target_counts, targets
from comparison.values import branch_values, coverages, totals
from comparison.warehouse import Warehouse
from comparison.welfare import welfare_spending, welfare_total
from tests.comparison.small import opened, say, world_of, year
from ui.finding_cards import with_reasons

VIEWS = (
    View("2025"),
    View("2024", boundary="before_2025_07"),
    View("2025", tier="grassroots"),
    View("XII", "term"),
    View("XIII", "term", "grassroots"),
    View("2031"),
    View("2025", scope=Scope(frozenset())),
)
every_view = pytest.mark.parametrize("view", VIEWS, ids=lambda view: f"{view.period} {view.tier} {view.boundary}")


def of_kind(warehouse: Warehouse, view: View, kind: str) -> list[Highlight]:
    return [one for one in highlights(warehouse, view) if one.kind == kind]


@every_view
def test_welfare_of_all_branches_is_the_total_of_the_whole_answer(warehouse: Warehouse, view: View) -> None:
    alone, whole = welfare_total(warehouse, view), welfare_spending(warehouse, view).total
    assert (alone.amount, alone.coverage, alone.left_out) == (whole.amount, whole.coverage, whole.left_out)
    assert (alone.metric, alone.notes) == (whole.metric, whole.notes)


@every_view
def test_targets_are_counted_as_their_rows_are(warehouse: Warehouse, view: View) -> None:
    counted, whole = target_counts(warehouse, view), targets(warehouse, view)
    assert counted.counts.equals(whole.counts)
    assert counted.targets == whole.frame["target_id"].nunique()
    assert (counted.coverage, counted.notes) == (whole.coverage, whole.notes)
    assert counted.source_ids == tuple(sorted(whole.frame["source_id"].unique()))


@every_view
def test_the_coverage_of_a_metric_is_that_of_its_total(warehouse: Warehouse, view: View) -> None:
    every = tuple(catalogue.metrics(warehouse))
    told = {m: (c.reported, c.in_view, c.merged) for m, c in coverages(warehouse, view, every).items()}
    whole = {m: t.coverage for m, t in totals(warehouse, view, every).items()}
    assert told == {m: (c.reported, c.in_view, c.merged) for m, c in whole.items()}


@every_view
def test_who_is_silent_has_no_figure_of_any_metric(warehouse: Warehouse, view: View) -> None:
    answer = reporting(warehouse, view)
    every = tuple(catalogue.metrics(warehouse))
    rows = FigureRows(warehouse, view, every, ("branch_id", "metric_id")).part()
    heard = set(rows.loc[~rows["is_partial"], "branch_id"])
    assert not heard & set(answer.silent["branch_id"])
    assert len(heard) == answer.coverage.reported
    # Who has some years of a term's flow reports in the term, and nothing of the term.
    assert not set(rows["branch_id"]) & set(answer.silent["branch_id"])
    assert answer.coverage.reported + answer.by_years + len(answer.silent) == answer.coverage.in_view
    assert not answer.by_years or view.grain == "term"
    groups = {m.metric_id: m.group for m in catalogue.metrics(warehouse).values()}
    whole = rows[~rows["is_partial"]].assign(group=rows["metric_id"].map(groups))
    counts = whole.groupby("group")["branch_id"].nunique()
    assert {g: n for g, n in zip(answer.groups["group"], answer.groups["reported"], strict=True) if n} == dict(counts)


@every_view
def test_the_leaders_are_the_first_rows_of_the_rankings(warehouse: Warehouse, view: View) -> None:
    for one in of_kind(warehouse, view, "leader"):
        assert one.metric_id in {m for metrics in SUBJECTS.values() for m in metrics}
        if one.metric_id == catalogue.STATED_WELFARE_TOTAL:
            frame = with_ranks(welfare_spending(warehouse, view).totals, "higher")
        else:
            frame = branch_values(warehouse, view, one.metric_id).frame
        first = frame[frame["rank"] == 1]
        row = first.iloc[0]
        assert one.amount is not None
        assert (one.branch_id, one.amount.value, one.source_ids) == (row["branch_id"], row["value"], row["source_ids"])
        assert one.others == len(first) - 1
        assert one.is_sure == (row["rank_worst"] == 1 and not row["is_approximate"])


@every_view
def test_what_moved_is_what_the_whole_movement_says(warehouse: Warehouse, view: View) -> None:
    moved = [one for kind in ("common", "rise", "fall") for one in of_kind(warehouse, view, kind)]
    if not moved:
        return
    answer = movement(warehouse, view, "members_total", moved[0].earlier)
    frame, sure = answer.frame, answer.frame[~answer.frame["direction_is_open"]]
    expected = {"common": frame["change_value"].sum()}
    rises, falls = sure[sure["change_value"] > 0], sure[sure["change_value"] < 0]
    expected |= {"rise": rises["change_value"].iloc[0]} if len(rises) else {}
    expected |= {"fall": falls["change_value"].iloc[-1]} if len(falls) else {}
    assert {one.kind: one.amount.value for one in moved if one.amount} == pytest.approx(expected)
    common = moved[0]
    assert common.amount is not None
    assert (common.amount.low, common.amount.high) == (frame["change_low"].sum(), frame["change_high"].sum())
    assert common.coverage == answer.coverage
    assert common.source_ids == tuple(sorted({source for ids in frame["source_ids"] for source in ids}))


@every_view
def test_the_target_missed_most_is_the_one_furthest_below_its_aim(warehouse: Warehouse, view: View) -> None:
    frame = targets(warehouse, view).frame
    missed = frame[frame["status"] == "not_met"]
    found = of_kind(warehouse, view, "missed")
    assert len(found) == (1 if len(missed) else 0)
    for one in found:
        reached = missed["result_value"] / missed["value"].where(missed["value"] > 0)
        row = missed.assign(reached=reached).sort_values("reached", kind="stable").iloc[0]
        assert (one.branch_id, one.metric_id, one.aim) == (row["branch_id"], row["metric_id"], row["value"])
        assert (one.count, one.whole) == (len(missed), int(frame["status"].isin(["met", "not_met"]).sum()))


@every_view
def test_doubts_are_counted_as_they_are_listed(warehouse: Warehouse, view: View) -> None:
    listed = findings(warehouse, view)
    warned = int(listed["severity"].isin(["error", "warning"]).sum())
    assert [one.count for one in of_kind(warehouse, view, "doubts")] == ([warned] if warned else [])


@every_view
def test_figures_counted_once_a_build_are_those_the_sources_state(warehouse: Warehouse, view: View) -> None:
    by_year = coverage_by_year(warehouse, view)
    by_branch = coverage_by_branch(warehouse, view)
    by_group = by_branch.drop(columns=["branch_id", "name_vi", "province"])
    assert int(by_year["figures"].sum()) == int(by_group.sum().sum())
    ids = by_branch["branch_id"].unique().tolist()
    ((stated,),) = warehouse.rows(
        "select count(*) from observation where status = 'reported' and branch_id in (select unnest($ids::varchar[]))",
        {"ids": ids},
    )
    assert int(by_year["figures"].sum()) == stated


def test_a_running_term_of_a_branch_that_is_gone_counts_for_its_last_year(warehouse: Warehouse) -> None:
    # Bình Định went into Gia Lai on 2025-07-01; it stated its committee of the term 2023-2028.
    by_year = coverage_by_year(warehouse, View("2025", branch_ids=("ldld-binh-dinh",)))
    assert by_year["year"].max() == 2025


def test_branches_are_offered_with_their_figures_of_the_period(warehouse: Warehouse) -> None:
    offered = filter_options(warehouse, View("2025")).branches
    stated = dict(
        warehouse.rows(
            "select branch_id, count(*) from figure where period_kind = 'year' and year(period_start) = 2025 group by 1"
        )
    )
    told = dict(zip(offered["branch_id"], offered["figures"], strict=True))
    assert told == {branch_id: stated.get(branch_id, 0) for branch_id in told}
    assert 0 in told.values()
    assert max(told.values()) > 1


def test_a_figure_of_the_year_without_members_is_not_one_of_another_kind_of_period() -> None:
    world = world_of(1)
    say(world, 0, "visits_count", "40", year(2026))
    with opened(world) as warehouse:
        view = View("2026", "year", "grassroots")
        (row,) = branch_values(warehouse, view, "visits_count", "per_member").frame.to_dict("records")
    assert (row["value"] != row["value"], row["flow_value"], row["has_other_figure"]) == (True, 40.0, False)


@pytest.mark.parametrize("one", [None, "ldld-nghe-an", "ldld-thanh-hoa", "nobody"])
def test_findings_and_conflicts_are_counted_as_they_are_listed(warehouse: Warehouse, one: str | None) -> None:
    scope = Scope(None if one is None else frozenset({one}))
    rows, told = all_findings(warehouse, scope), counts(warehouse, scope)
    listed, differing = rows.part(), conflicts(warehouse, scope).part()
    assert told.by_rule == dict(listed["rule"].value_counts())
    assert (told.findings, told.warned) == (len(listed), int(listed["severity"].isin(["error", "warning"]).sum()))
    assert told.differing == int(differing["is_chosen"].sum())
    assert len(rows) == len(listed)
    by_rule = {(r["severity"], r["rule"]): r["findings"] for r in rows.counts().to_dict("records")}
    assert by_rule == dict(listed.groupby(["severity", "rule"]).size())
    for rule in told.by_rule:
        own = listed[listed["rule"] == rule].reset_index(drop=True)
        assert rows.of_rule(rule).part().astype(object).equals(own.astype(object))
        assert rows.of_rule(rule).source_ids() == tuple(sorted({s for ids in own["source_ids"] for s in ids}))
    assert rows.of_rule("no such rule").part().empty


def test_a_page_of_conflicts_is_cut_from_the_whole_list() -> None:
    world = world_of(4)
    for name in ("news", "paper"):
        world.add("sent", "sources", source_id=name, title=name)
    # Three sources for one figure, two for another, two for a second branch; the third branch's sources agree.
    stated = {
        (1, "members_total"): "340",
        (1, "visits_count"): "35",
        (0, "members_total"): "36",
        (2, "visits_count"): "33",
    }
    for (number, metric_id), values in stated.items():
        for source_id, value in zip(("book", "news", "paper"), values, strict=False):
            row = {"part": "1", "qualifier": "exact", "status": "reported", "source_id": source_id, **year(2026)}
            world.add("sent", "observations", branch_id=f"b{number}", metric_id=metric_id, value=value, **row)
    with opened(world) as warehouse:
        found = conflicts(warehouse, Scope())
        whole = found.part()
        columns = (whole[name] for name in ("branch_id", "metric_id", "source_id", "value"))
        assert sorted(zip(*columns, strict=True)) == [
            ("b0", "members_total", "book", 3.0),
            ("b0", "members_total", "news", 6.0),
            ("b1", "members_total", "book", 3.0),
            ("b1", "members_total", "news", 4.0),
            ("b1", "members_total", "paper", 0.0),
            ("b1", "visits_count", "book", 3.0),
            ("b1", "visits_count", "news", 5.0),
        ]
        assert list(whole["branch_id"]) == ["b0"] * 2 + ["b1"] * 5
        assert whole.groupby(["branch_id", "metric_id"])["is_chosen"].agg(list).tolist() == [
            [True, False],
            [True, False, False],
            [True, False],
        ]
        assert (len(found), found.source_ids()) == (7, ("book", "news", "paper"))
        # A page that begins inside of a figure still knows which source was chosen for it.
        told = with_reasons(whole)
        for asked in (slice(1, 4), slice(5, None), np.array([6, 0, 3]), slice(0, 0)):
            page = found.part(asked, with_reasons)
            assert page.astype(object).equals(told.iloc[asked].reset_index(drop=True).astype(object))
        own = conflicts(warehouse, Scope(frozenset({"b1"})))
        assert own.part().equals(whole.iloc[2:].reset_index(drop=True))
        assert len(conflicts(warehouse, Scope(frozenset({"b2"})))) == 0


def test_a_figure_two_sources_state_differently_is_counted_once() -> None:
    world = world_of(2)
    world.add("sent", "sources", source_id="news", title="news")
    for number, (book, news) in enumerate((("30", "40"), ("7", "7"))):
        say(world, number, "members_total", book, year(2026))
        row = {"part": "1", "qualifier": "exact", "status": "reported", "source_id": "news", **year(2026)}
        world.add("sent", "observations", branch_id=f"b{number}", metric_id="members_total", value=news, **row)
    with opened(world) as warehouse:
        assert len(conflicts(warehouse, Scope())) == 2
        assert counts(warehouse, Scope()).differing == 1
        assert counts(warehouse, Scope(frozenset({"b1"}))).differing == 0


def test_spending_without_an_upper_bound_stays_endless_in_every_sum() -> None:
    world = world_of(2)
    for metric_id, value, qualifier in (("visits_amount", "100", "at_least"), ("tet_support_amount", "50", "exact")):
        say(world, 0, metric_id, value, year(2026), qualifier)
    say(world, 1, "visits_amount", "30", year(2026))
    with opened(world) as warehouse:
        answer = welfare_spending(warehouse, View("2026", tier="grassroots"))
        one = answer.totals.set_index("branch_id").loc["b0"]
        assert (one["value"], one["low"], one["high"]) == (150.0, 150.0, float("inf"))
        assert answer.total.amount == Amount(180, 180, float("inf"))
        assert welfare_total(warehouse, View("2026", tier="grassroots")).amount == answer.total.amount
