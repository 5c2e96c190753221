"""Each trap found while labelling the five seed reports by hand, against the public views."""

from __future__ import annotations

from math import inf
from typing import Any

from comparison.warehouse import Warehouse

S000 = "s000-so-cong-thuong-ben-tre"
S001 = "s001-co-quan-so-cong-thuong"
S002 = "s002-cdcs-ldld-tinh"
S003 = "s003-so-tttt-phu-tho"
S004 = "s004-cdvc-thai-nguyen"


def figures(warehouse: Warehouse, branch_id: str, metric_id: str) -> list[tuple[Any, ...]]:
    """(kind, first year, last year, value, low, high, approximate) of every figure of a metric."""
    statement = (
        "select period_kind, year(period_start), year(period_end), value, low, high, is_approximate"
        " from figure where branch_id = $branch and metric_id = $metric order by period_kind, period_start"
    )
    found = warehouse.connection.cursor().execute(statement, {"branch": branch_id, "metric": metric_id})
    return found.fetchall()


def one(warehouse: Warehouse, statement: str, **named: Any) -> Any:
    return warehouse.connection.cursor().execute(statement, named).fetchall()


def findings(warehouse: Warehouse, branch_id: str) -> set[str]:
    statement = "select metric_id from finding where branch_id = $branch"
    return {metric_id for (metric_id,) in one(warehouse, statement, branch=branch_id)}


def test_fifty_five_honoured_of_fifty_four_members_both_stand_and_are_doubted(warehouse: Warehouse) -> None:
    honoured = [("year", 2021, 2021, 55, 55, 55, False)]
    assert figures(warehouse, S000, "outstanding_members") == honoured
    assert figures(warehouse, S000, "members_total") == [("year", 2021, 2021, 54, 54, 54, False)]
    assert findings(warehouse, S000) & {"outstanding_members", "members_total"}


def test_awards_only_asked_for_are_no_figure(warehouse: Warehouse) -> None:
    # merit certificates of 000: 2 received (paragraph 16); 1 more is asked for (paragraph 20): 2, not 3.
    assert figures(warehouse, S000, "merit_certificates") == [("year", 2021, 2021, 2, 2, 2, False)]
    # certificates of 000: 3, all of them asked for: no figure, but the statement stands.
    assert figures(warehouse, S000, "certificates") == []
    statement = (
        "select metric_id, part, value from observation where branch_id = $branch and status = 'proposed'"
        " order by metric_id"
    )
    asked = one(warehouse, statement, branch=S000)
    assert asked == [("certificates", 1, 3), ("merit_certificates", 2, 1)]


def test_a_stated_zero_is_a_figure_and_an_empty_field_is_none(warehouse: Warehouse) -> None:
    assert figures(warehouse, S000, "complaints") == [("year", 2021, 2021, 0, 0, 0, False)]
    assert figures(warehouse, S000, "visits_amount") == []
    assert figures(warehouse, S000, "welfare_total_amount") == []


def test_two_study_sums_of_one_report_add_up_and_stay_open(warehouse: Warehouse) -> None:
    # 002: tools 4.2 million + awards over 3.5 million = at least 7.7 million.
    expected = [("year", 2020, 2020, 7_700_000, 7_700_000, inf, False)]
    assert figures(warehouse, S002, "study_support_amount") == expected


def test_hundreds_of_millions_are_about_a_hundred_million(warehouse: Warehouse) -> None:
    expected = [("term", 2017, 2022, 100_000_000, 100_000_000, 100_000_000, True)]
    assert figures(warehouse, S003, "welfare_total_amount") == expected


def test_296_turns_stand_over_56_members_without_a_share(warehouse: Warehouse) -> None:
    assert figures(warehouse, S003, "advanced_workers") == [("term", 2017, 2022, 296, 296, 296, False)]
    # 56 at the end of the term: the head count itself, the year 2022 and the term 2017-2022 it lies in.
    heads = [("as_of", 2022, 2022), ("term", 2017, 2022), ("year", 2022, 2022)]
    assert figures(warehouse, S003, "members_total") == [(*head, 56, 56, 56, False) for head in heads]
    statement = "select count(*) from metric where metric_id = 'advanced_workers' and unit = 'percent'"
    assert one(warehouse, statement) == [(0,)]


def test_ratings_not_named_year_by_year_are_no_rows_but_at_least_good_over_the_term(
    warehouse: Warehouse,
) -> None:
    rated = figures(warehouse, S003, "branch_rating")
    years = [(2018, 4), (2019, 4), (2021, 4), (2022, 4)]
    assert rated[1:] == [("year", year, year, value, value, value, False) for year, value in years]
    assert rated[0] == ("term", 2017, 2022, 3, 3, inf, False)


def test_88_early_raises_against_25_regular_ones_are_kept_and_doubted(warehouse: Warehouse) -> None:
    assert figures(warehouse, S003, "early_salary_raises")[0][3] == 88
    assert figures(warehouse, S003, "regular_salary_raises")[0][3] == 25
    assert findings(warehouse, S003) & {"early_salary_raises", "regular_salary_raises"}


def test_a_hundred_and_sixty_two_percent_of_a_plan_gives_no_plan(warehouse: Warehouse) -> None:
    # 004: neither 486 / 1.62 = 300 nor 486 / 2.62 is stated, so the quota stays empty and nothing is judged.
    statement = (
        "select value, attained_value, attained_pct, result_low, result_high, status from attainment"
        " where branch_id = $branch and metric_id = 'initiatives_submitted'"
    )
    expected = [(None, 486, 162, 486, 486, "undecided")]
    assert one(warehouse, statement, branch=S004) == expected


def test_over_eighty_percent_is_kept_as_a_strict_target(warehouse: Warehouse) -> None:
    statement = "select comparator, value from target where branch_id = $branch and metric_id = $metric"
    strict = one(warehouse, statement, branch=S001, metric="cultural_participation_pct")
    assert strict == [("gt", 80)]


def test_a_term_praised_without_numbers_has_no_figure(warehouse: Warehouse) -> None:
    # 001 says one number only: a committee of 5 on the day of the congress, 2023-03-31.
    stated = one(warehouse, "select metric_id, value from observation where branch_id = $branch", branch=S001)
    assert stated == [("committee_members", 5)]
    statement = "select distinct metric_id from figure where branch_id = $branch"
    assert one(warehouse, statement, branch=S001) == [("committee_members",)]
    statement = "select count(*) from figure where branch_id = $branch and period_end < date '2023-01-01'"
    assert one(warehouse, statement, branch=S001) == [(0,)]


def test_trips_of_a_target_are_not_judged_on_turns(warehouse: Warehouse) -> None:
    statement = (
        "select year(period_start), status, result_low from attainment"
        " where branch_id = $branch and metric_id = 'trips_organised' order by 1"
    )
    # One trip a year from 2023 to 2028: three years are over on 2026-11-21, three are running.
    over = [(year, "no_result", None) for year in (2023, 2024, 2025)]
    running = [(year, "running", None) for year in (2026, 2027, 2028)]
    assert one(warehouse, statement, branch=S001) == over + running


def test_3092_officials_are_not_members(warehouse: Warehouse) -> None:
    workers = figures(warehouse, S004, "workers_total")
    assert {row[3] for row in workers} == {3092}
    assert figures(warehouse, S004, "members_total") == []


def test_42_and_37_unions_are_two_stocks(warehouse: Warehouse) -> None:
    assert {row[3] for row in figures(warehouse, S004, "grassroots_unions")} == {42}
    assert {row[3] for row in figures(warehouse, S004, "component_unions")} == {37}


def test_eight_targets_met_are_not_eight_of_eight(warehouse: Warehouse) -> None:
    assert figures(warehouse, S004, "targets_met") == [("term", 2018, 2023, 8, 8, 8, False)]
    assert figures(warehouse, S004, "targets_total") == []


def test_holding_ninety_percent_is_not_judged_on_the_finished_term(warehouse: Warehouse) -> None:
    # The result over 90 belongs to 2018-2023, the yearly target 90 to 2023-2028.
    statement = (
        "select period_kind, year(period_start), result_low, status from attainment"
        " where branch_id = $branch and metric_id = 'culture_agency_pct' order by 2"
    )
    over = [("year", year, None, "no_result") for year in (2023, 2024, 2025)]
    running = [("year", year, None, "running") for year in (2026, 2027, 2028)]
    assert one(warehouse, statement, branch=S004) == over + running


def test_the_office_branch_of_a_federation_is_no_federation(warehouse: Warehouse) -> None:
    statement = "select tier, province_since_2025_07, parent_id from branch where branch_id = $branch"
    assert one(warehouse, statement, branch=S002) == [("grassroots", None, None)]


def test_two_like_named_office_branches_stay_two(warehouse: Warehouse) -> None:
    statement = "select branch_id, parent_name from branch where branch_id in ($one, $two) order by 1"
    expected = [(S000, "Công đoàn Viên chức tỉnh"), (S001, "Công đoàn ngành Công Thương")]
    assert one(warehouse, statement, one=S000, two=S001) == expected


def test_seeds_stand_under_both_province_systems(warehouse: Warehouse) -> None:
    statement = (
        "select branch_id, province_before_2025_07, province_since_2025_07 from branch"
        " where branch_id in ($a, $b, $c) order by branch_id"
    )
    # Bến Tre only exists among the 63 and is now in Vĩnh Long. Phú Thọ: the only source speaks of 2017-2022.
    # Thái Nguyên: the page is of 2023-06-03.
    assert one(warehouse, statement, a=S000, b=S003, c=S004) == [
        (S000, "Bến Tre", "Vĩnh Long"),
        (S003, "Phú Thọ", "Phú Thọ"),
        (S004, "Thái Nguyên", "Thái Nguyên"),
    ]
