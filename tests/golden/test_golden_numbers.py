"""Answers of the read model worked out by hand from the published files, with the arithmetic beside them."""

from __future__ import annotations

from math import inf

import pandas as pd
import pytest

from comparison.answers import Amount, Coverage
from comparison.questions import View
from comparison.values import branch_values, total
from comparison.warehouse import Warehouse
from comparison.welfare import welfare_spending
from tests.golden.test_golden_traps import S000, S002, S003, S004

FEDERATIONS_2024 = View("2024")
GRASSROOTS_2020 = View("2020", tier="grassroots")
GRASSROOTS_2021 = View("2021", tier="grassroots")
GRASSROOTS_XII = View("XII", "term", "grassroots")
UPPER_XII = View("XII", "term", "upper_direct")


def of_branch(frame: pd.DataFrame, branch_id: str) -> pd.Series:
    (row,) = (row for _, row in frame[frame["branch_id"] == branch_id].iterrows())
    return row


def money(warehouse: Warehouse, view: View, branch_id: str) -> dict[str, tuple[float, float]]:
    """(low, high) of the money of a branch that is not spending."""
    apart = welfare_spending(warehouse, view).apart
    mine = apart[apart["branch_id"] == branch_id]
    return {row["metric_id"]: (row["low"], row["high"]) for row in mine.to_dict("records")}


def test_houses_of_the_federations_in_2024(warehouse: Warehouse) -> None:
    # Đà Nẵng 103 + Đắk Lắk 127 + Nghệ An 57 + Quảng Bình 28 = 315. Of 87 federations 23 were founded in 2025 and
    # Huế took its name in 2025: 63 existed in 2024.
    answer = total(warehouse, FEDERATIONS_2024, "shelter_houses")
    assert answer.amount == Amount(315, 315, 315)
    assert answer.coverage == Coverage(4, 63)
    ranked = branch_values(warehouse, FEDERATIONS_2024, "shelter_houses").frame.head(4)
    assert list(ranked["branch_id"]) == ["ldld-dak-lak", "ldld-da-nang", "ldld-nghe-an", "ldld-quang-binh"]
    assert list(ranked["rank"]) == [1, 2, 3, 4]


def test_house_money_of_the_federations_in_2024_is_open_and_approximate(warehouse: Warehouse) -> None:
    # Đà Nẵng 3.5 + Đắk Lắk over 5.67 + Nghệ An about 2.2 + Quảng Bình 0.96 = 12.33 billion, at least and about.
    answer = total(warehouse, FEDERATIONS_2024, "shelter_amount")
    assert answer.amount == Amount(12_330_000_000, 12_330_000_000, inf, is_approximate=True)
    assert answer.coverage == Coverage(4, 63)


def test_members_of_the_federations_in_2025(warehouse: Warehouse) -> None:
    # 619,015 Hải Phòng + 46,146 Cà Mau + 138,680 Cần Thơ + 216,700 Đà Nẵng + 7,000 Điện Biên + 742,000 Đồng Nai
    # + 200,168 Đồng Tháp + 80,000 Gia Lai + 37,000 Hà Giang (its successor has no figure) + 580,000 Hà Nội
    # + 91,000 Khánh Hòa + 90,000 Lâm Đồng + 42,266 Lào Cai + 150,000 Nghệ An + 320,000 Phú Thọ + 300,000 Thanh Hóa
    # + 2,300,000 TP.HCM = 5,959,975; several are "over", several "about". Thừa Thiên Huế ended with 2024: 86 of 87.
    answer = total(warehouse, View("2025"), "members_total")
    assert answer.amount == Amount(5_959_975, 5_959_975, inf, is_approximate=True)
    assert answer.coverage == Coverage(17, 86)
    assert answer.left_out == ()


def test_hardship_money_of_upper_unions_in_2024(warehouse: Warehouse) -> None:
    # 535 + over 700 + 32.5 + over 178 = at least 1,445.5 million.
    answer = total(warehouse, View("2024", tier="upper_direct"), "hardship_support_amount")
    assert answer.amount == Amount(1_445_500_000, 1_445_500_000, inf)
    assert answer.coverage.reported == 4


def test_tiers_are_not_added_although_their_branches_sit_in_one_province(warehouse: Warehouse) -> None:
    federations = total(warehouse, View("2024", provinces=("Đắk Lắk",)), "shelter_houses").amount
    upper = total(warehouse, View("2024", tier="upper_direct", provinces=("Đắk Lắk",)), "shelter_houses").amount
    # The federation says 127; two of its unions say 16 and 6, which the 127 already hold.
    assert federations == Amount(127, 127, 127)
    assert upper == Amount(22, 22, 22)


def test_spent_raised_and_rotating_money_of_one_sentence_stay_three(warehouse: Warehouse) -> None:
    # 002 spent 8 gratitude + 12.5 holidays + 15.2 visits + over 3 women + 6 children + 7.7 study (4.2 + over 3.5)
    # = at least 52.4 million; it raised 39.8 and rotated 163.6, which belong to no spending.
    row = of_branch(welfare_spending(warehouse, GRASSROOTS_2020).totals, S002)
    assert (row["value"], row["low"], row["high"], row["basis"]) == (52_400_000, 52_400_000, inf, "parts")
    assert row["parts_count"] == 6
    assert money(warehouse, GRASSROOTS_2020, S002) == {
        "contributions_amount": (39_800_000, 39_800_000),
        "revolving_fund_amount": (163_600_000, 163_600_000),
    }


def test_money_saved_and_raised_is_no_welfare_spending_at_all(warehouse: Warehouse) -> None:
    # 000 states 15 million saved in turn and over 5 million raised, and no spending: not reported, not zero.
    row = of_branch(welfare_spending(warehouse, GRASSROOTS_2021).totals, S000)
    assert pd.isna(row["value"])
    assert pd.isna(row["basis"])
    assert money(warehouse, GRASSROOTS_2021, S000) == {
        "contributions_amount": (5_000_000, inf),
        "revolving_fund_amount": (15_000_000, 15_000_000),
    }


def test_loans_of_ten_billion_stay_out_of_644_million_spent(warehouse: Warehouse) -> None:
    # 004: visits over 500 + houses 60 + COVID-19 84 = at least 644 million; 10.93 billion were lent.
    row = of_branch(welfare_spending(warehouse, UPPER_XII).totals, S004)
    assert (row["value"], row["low"], row["high"], row["basis"]) == (644_000_000, 644_000_000, inf, "parts")
    assert money(warehouse, UPPER_XII, S004) == {"loans_amount": (10_930_000_000, 10_930_000_000)}


def test_an_order_of_magnitude_is_shown_as_stated_and_about(warehouse: Warehouse) -> None:
    row = of_branch(welfare_spending(warehouse, GRASSROOTS_XII).totals, S003)
    assert (row["value"], row["basis"], row["parts_count"]) == (100_000_000, "stated", 0)
    assert bool(row["is_approximate"])


def test_turns_over_members_are_a_rate_above_a_hundred_and_not_clipped(warehouse: Warehouse) -> None:
    # 003: 296 turns / 56 members x 100 = 528.571...
    answer = branch_values(warehouse, GRASSROOTS_XII, "advanced_workers", basis="per_member")
    row = of_branch(answer.frame, S003)
    assert answer.scale == 100
    assert row["value"] == pytest.approx(29_600 / 56)
    assert (row["flow_value"], row["members_value"], row["members_gap_days"]) == (296, 56, 0)


def test_fifty_five_of_fifty_four_is_not_clipped(warehouse: Warehouse) -> None:
    # 000: 55 / 54 x 100 = 101.85...
    row = of_branch(branch_values(warehouse, GRASSROOTS_2021, "outstanding_members", basis="per_member").frame, S000)
    assert row["value"] == pytest.approx(5_500 / 54)


def test_officials_never_stand_in_for_members(warehouse: Warehouse) -> None:
    # 004: 715 visits and 3,092 officials, but no member is counted: no rate.
    row = of_branch(branch_values(warehouse, UPPER_XII, "visits_count", basis="per_member").frame, S004)
    assert row["flow_value"] == 715
    assert pd.isna(row["value"])
    assert pd.isna(row["members_value"])


def test_holiday_money_per_member_of_a_federation(warehouse: Warehouse) -> None:
    # Nghệ An 2025: about 40 billion / 150,000 members = 266,666.67 đồng, approximate.
    row = of_branch(
        branch_values(warehouse, View("2025"), "tet_support_amount", basis="per_member").frame, "ldld-nghe-an"
    )
    assert row["value"] == pytest.approx(40_000_000_000 / 150_000)
    assert bool(row["is_approximate"])


def test_an_unknown_headcount_gives_no_rate(warehouse: Warehouse) -> None:
    # 002 never states its members; the 25 supported at holidays are no head count.
    row = of_branch(branch_values(warehouse, GRASSROOTS_2020, "blood_donors", basis="per_member").frame, S002)
    assert row["flow_value"] == 5
    assert pd.isna(row["value"])


def test_percentages_and_ratings_have_no_total(warehouse: Warehouse) -> None:
    shares = total(warehouse, GRASSROOTS_XII, "members_fulfilled_pct")
    assert (shares.amount, shares.refused) == (None, "ratio_not_additive")
    ratings = total(warehouse, GRASSROOTS_XII, "branch_rating")
    assert (ratings.amount, ratings.refused) == (None, "rank_not_additive")


def test_a_finished_term_of_another_length_stands_in_the_cycle_although_a_newer_one_was_named(
    warehouse: Warehouse,
) -> None:
    # Grassroots initiatives of cycle XIII: 65 (a term cut short, 2023 to 21 November 2025; the congress before had
    # named 2023-2028) + over 13 + 3 + 28 + over 170 = at least 279 of five branches.
    answer = total(warehouse, View("XIII", "term", "grassroots"), "initiatives")
    assert answer.amount == Amount(279, 279, inf)
    assert answer.coverage.reported == 5
