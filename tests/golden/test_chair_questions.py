"""Twenty questions of a chair, each answer worked out by hand from the published files, put to the read model."""

from __future__ import annotations

from math import inf

import pandas as pd
import pytest

from comparison.answers import Amount, Coverage
from comparison.groups import group_values
from comparison.movement import movement
from comparison.pace import attainment_by, pace
from comparison.peers import with_peers
from comparison.questions import View
from comparison.rates import rate_values
from comparison.side_by_side import compare
from comparison.table import data_table
from comparison.targets import targets
from comparison.values import branch_values, by_province, total
from comparison.warehouse import Warehouse
from comparison.welfare import welfare_spending
from tests.golden.test_golden_numbers import money, of_branch
from tests.golden.test_golden_traps import S000, S001, S002, S003, S004

FEDERATIONS = View("2025")
VINH_LONG = View("2025", tier="grassroots", provinces=("Vĩnh Long",))
HCM, DONG_NAI, HAI_PHONG = "ldld-tp-ho-chi-minh-2025", "ldld-dong-nai-2025", "ldld-hai-phong-2025"
# The 17 federations that counted members in 2025, largest first.
MEMBERS = (
    *(2_300_000, 742_000, 619_015, 580_000, 320_000, 300_000, 216_700, 200_168, 150_000),
    *(138_680, 91_000, 90_000, 80_000, 46_146, 42_266, 37_000, 7_000),
)


def said(row: pd.Series, *names: str) -> tuple[object, ...]:
    return tuple(row[list(names)])


def test_1_who_admitted_most_members_in_2025_in_todays_vinh_long(warehouse: Warehouse) -> None:
    # Ten grassroots branches of Vĩnh Long, Bến Tre and Trà Vinh; none states admissions of 2025. Over the term
    # 2023-2025: May Vĩnh Tiến 1,332 and Leader 381, together 1,713.
    assert total(warehouse, VINH_LONG, "members_admitted").coverage == Coverage(0, 10)
    term = View("XIII", "term", "grassroots", provinces=("Vĩnh Long",))
    ranked = branch_values(warehouse, term, "members_admitted").frame.head(2)
    assert list(ranked["branch_id"]) == ["cdcs-may-vinh-tien", "cdcs-may-mac-leader"]
    assert total(warehouse, term, "members_admitted").amount == Amount(1_713, 1_713, 1_713)


def test_2_how_the_five_compare_on_hardship_support_per_member(warehouse: Warehouse) -> None:
    # Only 000 states it: 1 turn / 54 members x 100 = 1.85 per 100 members in 2021. The other three of its tier say
    # nothing of 2021, and 004 is a tier above.
    view = View("2021", tier="grassroots", branch_ids=(S000, S001, S002, S003, S004))
    answer = branch_values(warehouse, view, "hardship_support_count", basis="per_member")
    assert (answer.scale, answer.coverage) == (100, Coverage(1, 4))
    assert of_branch(answer.frame, S000)["value"] == pytest.approx(100 / 54)


def test_3_which_targets_of_the_five_are_undecided_and_which_have_no_result(warehouse: Warehouse) -> None:
    # 004's finished plan says 162 % of a quota it does not print: undecided. Aims of 2023-2028: yearly ones of 001
    # (trips) and 004 (cultured agencies) have no result for 2023, 2024, 2025; all others run until 2028.
    past = targets(warehouse, View("XII", "term", "upper_direct", branch_ids=(S004,))).frame
    assert [(row.metric_id, row.status, row.attained_pct) for row in past.itertuples()] == [
        ("initiatives_submitted", "undecided", 162)
    ]
    for branch_id, tier, running in ((S001, "grassroots", 8), (S004, "upper_direct", 6)):
        counts = targets(warehouse, View("XIII", "term", tier, branch_ids=(branch_id,))).counts
        assert list(counts["targets"]) == [0, 0, 0, 3, running]


def test_4_which_three_federations_counted_most_members_and_is_the_order_decided(warehouse: Warehouse) -> None:
    # Over 2,300,000, about 742,000, 619,015. Six others say "over" (Hà Nội, Phú Thọ, Đà Nẵng, Khánh Hòa, Gia Lai,
    # Điện Biên), so each of these could be larger: ranks 1 to 7, 2 to 8, 3 to 9.
    top = branch_values(warehouse, FEDERATIONS, "members_total").frame.head(3)
    assert list(top["branch_id"]) == [HCM, DONG_NAI, HAI_PHONG]
    assert list(zip(top["rank_best"], top["rank_worst"], strict=True)) == [(1, 7), (2, 8), (3, 9)]
    assert top["rank_is_undecided"].all()


def test_5_what_002_spent_in_2020_and_what_it_raised(warehouse: Warehouse) -> None:
    # 8 + 12.5 + 15.2 + over 3 + 6 + 4.2 + over 3.5 = at least 52.4 million; 39.8 raised and 163.6 rotated are apart.
    view = View("2020", tier="grassroots")
    row = of_branch(welfare_spending(warehouse, view).totals, S002)
    assert said(row, "value", "low", "high") == (52_400_000, 52_400_000, inf)
    assert money(warehouse, view, S002)["contributions_amount"] == (39_800_000, 39_800_000)


def test_6_who_moved_in_members_between_2024_and_2025(warehouse: Warehouse) -> None:
    # Only Thanh Hóa counted in both years: over 332,000, then about 300,000: a fall of at least 32,000, -9.64 %.
    answer = movement(warehouse, FEDERATIONS, "members_total", "2024")
    assert answer.coverage == Coverage(1, 86)
    row = of_branch(answer.frame, "ldld-thanh-hoa")
    assert said(row, "change_value", "change_low", "change_high") == (-32_000, -inf, -32_000)
    assert row["change_pct"] == pytest.approx(-3_200 / 332)
    assert said(row, "direction_is_open", "is_better", "change_is_approximate") == (False, False, True)


def test_7_what_is_the_median_federation(warehouse: Warehouse) -> None:
    # The ninth of 17: 150,000, which is Nghệ An.
    assert total(warehouse, FEDERATIONS, "members_total").median == MEMBERS[8] == 150_000


def test_8_how_hai_phong_stands_among_its_peers(warehouse: Warehouse) -> None:
    # 16 others; their eighth and ninth are 150,000 and 138,680: median 144,340. 14 of 16 are smaller: 87.5.
    frame = with_peers(branch_values(warehouse, FEDERATIONS, "members_total").frame, "higher")
    row = of_branch(frame, HAI_PHONG)
    assert said(row, "peer_group", "peers", "peer_median") == ("sector", 16, 144_340)
    assert said(row, "peer_percentile", "peer_rank", "peer_distance") == (87.5, 3, 619_015 - 144_340)
    # Seven of the others are lower bounds: of the upper ends the eighth and ninth are about 300,000 and 742,000.
    assert said(row, "peer_median_low", "peer_median_high") == (144_340, (300_000 + 742_000) / 2)
    assert said(row, "peer_distance_low", "peer_distance_high") == (619_015 - 521_000, 619_015 - 144_340)


def test_9_how_many_federations_answered(warehouse: Warehouse) -> None:
    # 17 of the 86 that existed at some time in 2025 (of 87 Thừa Thiên Huế had ended with 2024).
    answer = total(warehouse, FEDERATIONS, "members_total")
    assert answer.coverage == Coverage(len(MEMBERS), 86)
    assert answer.amount == Amount(sum(MEMBERS), sum(MEMBERS), inf, is_approximate=True)


def test_10_what_was_counted_in_da_nang_by_todays_and_by_old_borders(warehouse: Warehouse) -> None:
    # 2023: Quảng Nam counted 138,295 and Đà Nẵng nothing. Among the 34 that is Đà Nẵng's, among the 63 Quảng Nam's.
    today = by_province(warehouse, View("2023"), "members_total").frame.set_index("province")
    before = by_province(warehouse, View("2023", boundary="before_2025_07"), "members_total").frame
    before = before.set_index("province")
    assert (len(today.drop("", errors="ignore")), len(before.drop("", errors="ignore"))) == (34, 63)
    assert (today.loc["Đà Nẵng", "value"], today.loc["Đà Nẵng", "reported"]) == (138_295, 1)
    assert before.loc["Quảng Nam", "value"] == 138_295
    assert before.loc["Đà Nẵng", "reported"] == 0


def test_11_who_built_most_houses_in_2025(warehouse: Warehouse) -> None:
    # Đắk Lắk 129, Tây Ninh 69, Hải Phòng 67, Gia Lai 45, Hưng Yên 39: 349 of five; all exact, so the order stands.
    answer = branch_values(warehouse, FEDERATIONS, "shelter_houses")
    assert list(answer.frame["value"].head(5)) == [129, 69, 67, 45, 39]
    assert not answer.frame["rank_is_undecided"].any()
    assert total(warehouse, FEDERATIONS, "shelter_houses").amount == Amount(349, 349, 349)


def test_12_what_share_of_members_are_women(warehouse: Warehouse) -> None:
    # 2023: 162 of 336 and 45 of 114: together 207 of 450 = 46 %. Lai Châu says 22 women of it does not say how many.
    answer = rate_values(warehouse, View("2023", tier="grassroots"), "women_share")
    assert list(answer.frame["value"].head(2)) == [pytest.approx(16_200 / 336), pytest.approx(4_500 / 114)]
    assert answer.coverage.reported == 2
    assert answer.group is not None
    assert answer.group.value == pytest.approx(46)


def test_13_what_share_of_workers_are_members(warehouse: Warehouse) -> None:
    # 200,168 / 206,545 = 96.91 %; 619,015 / 645,176 = 95.95 %; over 80,000 / 90,729 = over 88.17 %. Gia Lai's may be
    # the highest, so no place is decided. Together over 899,183 / 942,450 = over 95.41 %.
    answer = rate_values(warehouse, FEDERATIONS, "density")
    top = answer.frame.head(3)
    assert list(top["branch_id"]) == ["ldld-dong-thap-2025", HAI_PHONG, "ldld-gia-lai-2025"]
    assert list(top["value"].round(2)) == [96.91, 95.95, 88.17]
    assert top["rank_is_undecided"].all()
    assert answer.group is not None
    assert (round(answer.group.low, 2), answer.group.high) == (95.41, inf)


def test_14_which_plans_of_2024_were_met(warehouse: Warehouse) -> None:
    # Đắk Lắk admitted 6,705 of 5,000; Hà Nội founded 855 of 492; Thanh Hóa's 16,000 has no result.
    found = targets(warehouse, View("2024"))
    assert list(found.counts["targets"]) == [2, 0, 0, 1, 0]
    places = attainment_by(warehouse, View("2024"), "province").frame
    met = places[(places["status"] == "met") & (places["targets"] > 0)]
    assert sorted(met["group"]) == ["Hà Nội", "Đắk Lắk"]
    assert set(met["met_of_judged_pct"]) == {100}


def test_15_how_initiatives_of_unequal_terms_compare_per_year(warehouse: Warehouse) -> None:
    # About 7,000 in 2018-2023 is 1,400 a year (2023 less 2018); of 2,722, 1,607 and over 600 in 2017-2023 a sixth.
    answer = branch_values(warehouse, View("XII", "term", "upper_direct"), "initiatives", per_year=True)
    expected = [7_000 / 5, 2_722 / 6, 1_607 / 6, 100]
    assert list(answer.frame["value"].head(4)) == [pytest.approx(value) for value in expected]


def test_16_who_gave_most_for_tet_per_member(warehouse: Warehouse) -> None:
    # Hải Phòng over 220 billion / 619,015 = over 355,403.34; Nghệ An about 40 billion / 150,000 = 266,666.67. Hưng
    # Yên, Tiền Giang and Tây Ninh count no members. The lower bound is above the other: decided.
    answer = branch_values(warehouse, FEDERATIONS, "tet_support_amount", basis="per_member")
    assert answer.coverage.reported == 2
    first, second = (row for _, row in answer.frame.head(2).iterrows())
    assert first["low"] == pytest.approx(220_000_000_000 / 619_015)
    assert (first["high"], second["value"]) == (inf, pytest.approx(40_000_000_000 / 150_000))
    assert not answer.frame["rank_is_undecided"].any()


def test_17_how_many_houses_were_built_in_2024_at_every_tier(warehouse: Warehouse) -> None:
    # Federations 103 + 127 + 57 + 28 = 315; upper unions 16 + 6 + 1 + 1 = 24, which the 315 may hold: no sum of both.
    table = data_table(warehouse, View("2024"), ("shelter_houses",), rows="tier")
    values = table.frame.set_index("row_id")["value"]
    assert (values["provincial_federation"], values["upper_direct"]) == (315, 24)
    assert (table.subtotals[0].amount, table.subtotals[0].refused) == (None, "tiers_not_added")


def test_18_what_share_of_firms_has_a_collective_agreement(warehouse: Warehouse) -> None:
    # Hải Phòng 90.2 %, Gia Lai 67.6 %: no mean of percentages, but the middle 78.9 and the range of two.
    answer = total(warehouse, FEDERATIONS, "collective_agreement_pct")
    assert (answer.amount, answer.refused) == (None, "ratio_not_additive")
    assert (answer.median, answer.lowest, answer.highest) == (pytest.approx(78.9), 67.6, 90.2)
    groups = group_values(warehouse, FEDERATIONS, "collective_agreement_pct", "sector")
    assert (groups.kind, groups.frame.loc[0, "reported"]) == ("median", 2)


def test_19_how_three_federations_stand_beside_nghe_an(warehouse: Warehouse) -> None:
    # 619,015 - 150,000 = 469,015 more; over 2,300,000 - 150,000 = over 2,150,000 more.
    subjects = (HAI_PHONG, "ldld-nghe-an", HCM)
    frame = compare(warehouse, FEDERATIONS, subjects, ("members_total",), reference="ldld-nghe-an").frame
    found = frame.set_index("subject")
    assert found["difference_value"].dropna().to_dict() == {HAI_PHONG: 469_015, HCM: 2_150_000}
    assert found.loc[HCM, "difference_high"] == inf
    assert list(frame["peer_median"]) == [144_340, (200_168 + 138_680) / 2, 144_340]
    # None of the three says about, but the middle of their peers rests on Thanh Hóa's about 300,000.
    assert list(frame["is_approximate"]) == [False] * 3
    assert list(frame["peer_median_is_approximate"]) == list(frame["peer_distance_is_approximate"]) == [True] * 3


def test_20_is_dong_nai_on_the_way_to_900000_members(warehouse: Warehouse) -> None:
    # About 742,000 of 900,000 = 82.44 %. From 1 January 2025 to 21 November 2026 are 365 + 325 = 690 days of the
    # 2,191 of 2025-2030 = 31.49 %. A head count need not grow evenly: open.
    frame = pace(warehouse, View("XIV", "term")).part()
    row = frame[(frame["branch_id"] == DONG_NAI) & (frame["metric_id"] == "members_total")].iloc[0]
    assert row["reached_pct"] == pytest.approx(742 / 9)
    assert row["time_gone_pct"] == pytest.approx(69_000 / 2_191)
    assert (row["pace"], row["reached_is_approximate"]) == ("open", True)
