"""The five seed reports on the screen: every figure and target, and each trap that was found while reading them."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from etl.build import build
from tests.conftest import AS_OF, BuiltOnce, Published
from tests.etl.facts import write_folder
from tests.ui.seen import Seen, apart, bars, see, values

S000, S001, S002 = "s000-so-cong-thuong-ben-tre", "s001-co-quan-so-cong-thuong", "s002-cdcs-ldld-tinh"
S003, S004 = "s003-so-tttt-phu-tho", "s004-cdvc-thai-nguyen"
SEEDS = (S000, S001, S002, S003, S004)
MISSING, NOT_REPORTED, NO_LEVEL = "–", "Chưa có số liệu", "nguồn không nêu mức"
RUNNING, NO_RESULT, UNDECIDED = "▷ Đang thực hiện", "○ Chưa có kết quả", "◐ Chưa kết luận được"
SIGNS = {"exact": "", "at_least": "≥ ", "at_most": "≤ ", "about": "≈ "}
STATUS = {"reported": "Kết quả", "proposed": "Đề nghị (chưa được công nhận)"}
RATINGS = {("3", "exact"): "Tốt", ("4", "exact"): "Xuất sắc", ("3", "at_least"): "Từ Tốt trở lên"}
APART = "Vay vốn và vốn góp xoay vòng"
SPENDING = "Chi chăm lo đoàn viên "
FIGURE, METRIC, STATE, RESULT = "Số liệu", "Chỉ số", "Trạng thái", "Kết quả"
Open = Callable[..., Seen]

# A world in which sums can be worked out by hand: three tiers of one province, money of every kind, a stated nought.
EXTRA_BRANCHES = [
    "x-fed,Liên đoàn Lao động tỉnh Bến Tre,provincial_federation,mixed,Bến Tre,,x1",
    "x-upper,Công đoàn ngành Y tế Bến Tre,upper_direct,health,Bến Tre,x-fed,x1",
    "x-zero,Công đoàn cơ sở Bệnh viện,grassroots,health,Bến Tre,x-upper,x1",
    "x-silent,Công đoàn cơ sở Trường học,grassroots,education,Bến Tre,x-upper,x1",
]
EXTRA_FIGURES = [
    f"{branch},{metric},year,{year}-01-01,{year}-12-31,1,{value},exact,reported,x1,1,"
    for branch, metric, year, value in (
        ("x-fed", "members_total", 2021, 1000),
        ("x-upper", "members_total", 2021, 400),
        ("x-zero", "members_total", 2021, 20),
        ("x-zero", "members_admitted", 2021, 0),
        ("x-zero", "visits_amount", 2019, 1_000_000),
        ("x-zero", "loans_amount", 2019, 90_000_000),
        ("x-zero", "contributions_amount", 2019, 70_000_000),
        ("x-zero", "revolving_fund_amount", 2019, 50_000_000),
        ("x-zero", "in_kind_donations_amount", 2019, 30_000_000),
    )
]


@pytest.fixture(scope="session")
def small_folder(built_once: BuiltOnce, tmp_path_factory: pytest.TempPathFactory, published: Published) -> Path:
    """A snapshot of the seeds and the world above, without the press, so that totals are theirs alone."""

    def into(folder: Path) -> None:
        extra = tmp_path_factory.mktemp("facts") / "extra"
        write_folder(
            extra, sources=["x1,Báo,Tin,,2022-01-01"], branches=EXTRA_BRANCHES, observations=EXTRA_FIGURES, targets=[]
        )
        build([published.seeds, extra], warehouse=folder, as_of=date.fromisoformat(AS_OF))

    return built_once("small", into)


@pytest.fixture
def small(small_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Open:
    """Open a page on the small world."""
    monkeypatch.setenv("UNION_WAREHOUSE", str(small_folder))
    return see


@pytest.fixture(scope="module")
def profile(snapshot_folder: Path) -> Iterator[Callable[[str], Seen]]:
    """The profile of a branch on everything published, each drawn once."""
    opened = cache(lambda branch_id: see("ho_so", don_vi=branch_id))
    yield opened
    opened.cache_clear()


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def metric_names(published: Published) -> dict[str, dict[str, str]]:
    return {row["metric_id"]: row for row in table(published.catalog / "metrics.csv")}


def dotted(value: str) -> str:
    """3092 as 3.092, as whole numbers are written in Vietnamese; the seeds hold no others."""
    return f"{int(value):,}".replace(",", ".")


def stated(row: dict[str, str], unit: str) -> str:
    """How a figure has to read: its qualifier, its number, and the unit where it belongs to the number."""
    if unit == "rank":
        return RATINGS[row["value"], row["qualifier"]]
    return SIGNS[row["qualifier"]] + dotted(row["value"]) + {"vnd": " đồng", "percent": " %"}.get(unit, "")


def without_unit(text: str) -> str:
    """A figure as shown without the word for what is counted."""
    counted = re.fullmatch(r"((?:[≥≤≈] )?[\d.,]+) (?!đồng|%).+", text)
    return counted[1] if counted else text


def day(text: str) -> str:
    return "/".join(reversed(text.split("-")))


def period(row: dict[str, str]) -> str:
    first, last = row["period_start"], row["period_end"]
    return {"year": first[:4], "term": f"{first[:4]}–{last[:4]}"}.get(row["period_kind"], day(last))


@pytest.mark.parametrize("branch_id", SEEDS)
def test_every_observation_is_on_the_profile_with_bound_status_source_and_paragraph(
    profile: Callable[[str], Seen], published: Published, branch_id: str
) -> None:
    names = metric_names(published)
    titles = {r["source_id"]: r["title"] for r in table(published.seeds / "sources.csv")}
    own = [r for r in table(published.seeds / "observations.csv") if r["branch_id"] == branch_id]
    assert len(own) == dict(zip(SEEDS, (18, 1, 22, 29, 18), strict=True))[branch_id]
    expected = Counter(
        (m["name_vi"], stated(r, m["unit"]), STATUS[r["status"]], period(r), titles[r["source_id"]], r["paragraph"])
        for r in own
        if (m := names[r["metric_id"]])
    )
    shown = profile(branch_id).rows(METRIC, FIGURE, "Loại", "Kỳ", "Nguồn", "Đoạn")
    found = Counter(
        (r[METRIC], without_unit(r[FIGURE]), r["Loại"], r["Kỳ"], _title(r["Nguồn"], titles), r["Đoạn"]) for r in shown
    )
    assert found == expected


def _title(cell: str, titles: dict[str, str]) -> str:
    """The title of a source, which its publisher may stand before."""
    return next((t for t in titles.values() if cell.endswith(t)), cell)


# Judged on 2026-11-21: the years 2023 to 2025 are over, 2026 to 2028 are running.
YEARLY = {year: NO_RESULT if year < "2026" else RUNNING for year in map(str, range(2023, 2029))}
TERM = {"2023–2028": RUNNING}
TARGETS = [
    (S001, "Tỷ lệ học tập nghị quyết chính sách", "= 100 %", TERM),
    (S001, "Tỷ lệ tham gia đào tạo bồi dưỡng", "= 100 %", TERM),
    (S001, "Tỷ lệ tham gia văn hóa thể thao", "> 80 %", TERM),
    (S001, "Số chuyến tham quan nghỉ mát", "≥ 1", YEARLY),
    (S001, "Tỷ lệ tổ công đoàn vững mạnh", "= 100 %", TERM),
    (S001, "Xếp loại công đoàn", "= 4", TERM),
    (S004, "Sáng kiến đăng ký", NO_LEVEL, {"2018–2023": UNDECIDED}),
    (S004, "Tỷ lệ tổ chức hội nghị CBCCVC và NLĐ", "= 100 %", TERM),
    (S004, "Tỷ lệ đơn vị có thu nhập tăng thêm", "= 100 %", TERM),
    (S004, "Tỷ lệ tham gia văn hóa thể thao", "≥ 75 %", TERM),
    (S004, "Tỷ lệ đơn vị đạt chuẩn văn hóa", "≥ 90 %", YEARLY),
]


@pytest.mark.parametrize(("branch_id", "metric", "level", "states"), TARGETS)
def test_every_target_is_on_the_profile_with_its_comparator_and_state(
    profile: Callable[[str], Seen], branch_id: str, metric: str, level: str, states: dict[str, str]
) -> None:
    shown = [r for r in profile(branch_id).rows(METRIC, "Mức đề ra", STATE, "Kỳ") if r[METRIC] == metric]
    assert {r["Kỳ"]: r[STATE] for r in shown} == states
    assert {r["Mức đề ra"] for r in shown} == {level}
    assert {r[RESULT] for r in shown} == ({"486"} if level == NO_LEVEL else {MISSING})


@pytest.mark.parametrize(
    ("tier", "cycle", "count"), [("grassroots", "XIII", 11), ("upper_direct", "XIII", 9), ("upper_direct", "XII", 1)]
)
def test_the_targets_page_shows_the_targets_of_its_term(small: Open, tier: str, cycle: str, count: int) -> None:
    page = small("chi_tieu", cap=tier, nhiem_ky=cycle)
    owner = {S001: "Công đoàn Cơ quan Sở Công Thương", S004: "Công đoàn Viên chức tỉnh Thái Nguyên"}
    named = [r for r in page.rows("Đơn vị", METRIC, "Mức đề ra", STATE) if r["Đơn vị"] in owner.values()]
    assert len(named) == count
    expected = {(owner[b], m, level) for b, m, level, _ in TARGETS}
    assert {(r["Đơn vị"], r[METRIC], r["Mức đề ra"]) for r in named} <= expected


def test_fifty_five_honoured_of_fifty_four_members_stand_unclipped_with_a_warning(
    profile: Callable[[str], Seen], small: Open
) -> None:
    said = profile(S000).after("Cán bộ đoàn viên xuất sắc: ")
    assert said.startswith("55 người được ghi nhận, trong khi chỉ có 54 đoàn viên (101,9%).")
    page = small("thi_dua", cap="grassroots", nam="2021", chi_so="outstanding_members")
    assert page.cell("Cán bộ đoàn viên xuất sắc (người)", **{"Đơn vị": "Công đoàn cơ sở Sở Công Thương"}) == "55"
    assert bars(page.charts["ranking"]) == {S000: 55}
    assert "55 người được ghi nhận" in small("tong_quan", cap="grassroots", nam="2021").words


def test_awards_asked_for_enter_no_comparison(small: Open) -> None:
    page = small("thi_dua", cap="grassroots", nam="2021", chi_so="merit_certificates")
    assert bars(page.charts["ranking"]) == {S000: 2}
    page = small("thi_dua", cap="grassroots", nam="2021", chi_so="certificates")
    assert not page.rows("Đơn vị", "Giấy khen (danh hiệu, giải)")
    assert "ranking" not in page.charts


def test_the_rating_given_stands_and_not_the_one_asked_for(small: Open) -> None:
    page = small("thi_dua", cap="grassroots", nam="2021", muc="xep_loai")
    name = "Công đoàn cơ sở Sở Công Thương"
    assert page.cell("Xếp loại", **{"Đơn vị": name, "Năm": "2021"}) == "Tốt"


def test_a_branch_that_states_no_spending_has_not_reported_any(small: Open) -> None:
    page = small("cham_lo", cap="grassroots", nam="2021")
    assert page.after(SPENDING).startswith(NOT_REPORTED)
    assert "spending" not in page.charts
    assert "15.000.000" not in page.words
    assert apart(small, cap="grassroots", nam="2021") == {"revolving_fund_amount": 15e6, "contributions_amount": 5e6}
    assert "≥ 5.000.000" in small("cham_lo", cap="grassroots", nam="2021", muc="xa_hoi").words


def test_a_stated_nought_is_drawn_as_nought_and_silence_is_not_drawn(small: Open) -> None:
    complaints = small("tong_quan", cap="grassroots", nam="2021", chi_so="complaints")
    assert complaints.cell("Đơn thư khiếu nại (đơn)", **{"Đơn vị": "Công đoàn cơ sở Sở Công Thương"}) == "0"
    assert bars(complaints.charts["ranking"]) == {S000: 0}
    admitted = small("doan_vien", cap="grassroots", nam="2021", chi_so="members_admitted")
    assert bars(admitted.charts["ranking"]) == {S000: 2, "x-zero": 0}
    silent = "Công đoàn cơ sở Trường học"
    assert silent in admitted.words
    assert not [r for r in admitted.rows("Đơn vị") if r["Đơn vị"] == silent]


def test_a_finished_term_without_figures_is_empty_and_not_nought(profile: Callable[[str], Seen], small: Open) -> None:
    page = profile(S001)
    assert "không có số liệu nào của nhiệm kỳ đã qua: chưa có số liệu, không phải bằng 0." in page.words
    assert [r[FIGURE] for r in page.rows(METRIC, FIGURE)] == ["5 người"]
    for screen in ("tong_quan", "doan_vien", "cham_lo", "thi_dua"):
        seen = small(screen, cap="grassroots", nhiem_ky="XII")
        assert not [r for r in seen.rows("Đơn vị") if r["Đơn vị"] == "Công đoàn Cơ quan Sở Công Thương"]
        assert all(S001 not in str(chart) for chart in seen.charts.values())


def test_a_term_with_figures_is_not_said_to_have_none(profile: Callable[[str], Seen]) -> None:
    assert "không có số liệu nào của nhiệm kỳ đã qua" not in profile(S004).words


def test_money_raised_and_rotating_stands_beside_spending_and_never_inside(small: Open) -> None:
    # 15.2 + 12.5 + 8 + (4.2 + over 3.5) + 6 + over 3 million; 39.8 raised and 163.6 rotating stay out.
    page = small("cham_lo", cap="grassroots", nam="2020")
    assert page.after(SPENDING).startswith("≥ 52,4 triệu đồng")
    assert bars(page.charts["spending"]) == {S002: 52_400_000}
    used = page.rows("Tổng được dùng (đồng)")
    assert [r["Tổng được dùng (đồng)"] for r in used] == ["≥ 52.400.000"]
    parts = {r["Khoản chi"]: r["Số tiền (đồng)"] for r in page.rows("Khoản chi")}
    assert parts["Chi khuyến học"] == "≥ 7.700.000"
    assert len(parts) == 6
    stands = apart(small, cap="grassroots", nam="2020")
    assert stands == {"revolving_fund_amount": 163_600_000, "contributions_amount": 39_800_000}


def test_loans_stand_beside_spending_and_never_inside(small: Open) -> None:
    page = small("cham_lo", cap="upper_direct", nhiem_ky="XII")
    assert page.after(SPENDING).startswith("≥ 644 triệu đồng")
    assert bars(page.charts["spending"]) == {S004: 644_000_000}
    lent = small("cham_lo", cap="upper_direct", nhiem_ky="XII", muc="vay_von")
    assert bars(lent.charts["apart_loans_amount"]) == {S004: 10_930_000_000}
    assert "10.930.000.000" in lent.after(APART, 2000)


def test_every_kind_of_money_that_is_not_spending_stays_out_of_it(small: Open) -> None:
    page = small("cham_lo", cap="grassroots", nam="2019")
    assert page.after(SPENDING).startswith("1 triệu đồng")
    drawn = page.charts["spending"]
    assert {t["name"] for t in drawn["data"] if t.get("name")} == {"visits_amount"}
    assert bars(drawn) == {"x-zero": 1_000_000}
    assert sorted(apart(small, cap="grassroots", nam="2019").values()) == [30e6, 50e6, 70e6, 90e6]


def test_a_branch_without_a_head_count_gets_no_value_per_member(small: Open) -> None:
    page = small("cham_lo", cap="grassroots", nam="2020", chi_so="visits_amount", tinh_theo="doan_vien")
    assert not page.rows("Số đoàn viên dùng để chia")
    page = small("cham_lo", cap="upper_direct", nhiem_ky="XII", chi_so="visits_amount", tinh_theo="doan_vien")
    assert not page.rows("Số đoàn viên dùng để chia")
    assert "3.092" not in page.words


def test_3092_officials_are_never_members(small: Open, profile: Callable[[str], Seen]) -> None:
    assert profile(S004).cell(FIGURE, **{METRIC: "Tổng số CNVCLĐ"}) == "3.092 người"
    for when in ({"nam": "2023"}, {"nhiem_ky": "XII"}):
        page = small("doan_vien", cap="upper_direct", chi_so="members_total", **when)
        assert page.after("Tổng số đoàn viên ").startswith(NOT_REPORTED)
        assert "3.092" not in page.words


def test_42_and_37_unions_are_never_79(small: Open, profile: Callable[[str], Seen]) -> None:
    page = small("doan_vien", cap="upper_direct", nam="2023", chi_so="grassroots_unions")
    assert bars(page.charts["ranking"]) == {S004: 42}
    found = [r[FIGURE] for r in profile(S004).rows(METRIC, FIGURE)]
    assert {"42 công đoàn", "37 công đoàn"} <= set(found)
    assert not [text for text in found if text.startswith("79")]


def test_hundreds_of_millions_read_as_about_a_hundred_million(small: Open) -> None:
    page = small("cham_lo", cap="grassroots", nhiem_ky="XII")
    assert page.after(SPENDING).startswith("≈ 100 triệu đồng")
    labels = [t["text"] for t in page.charts["spending"]["data"] if t["type"] == "scatter"]
    assert all(text.strip().startswith("≈ 100") for text in labels[0])


def test_296_turns_over_56_members_are_turns_and_never_a_share(small: Open, profile: Callable[[str], Seen]) -> None:
    assert profile(S003).after("Lao động tiên tiến: ").startswith("296 là lượt người cộng dồn cả nhiệm kỳ, trên 56")
    for basis in ("gia_tri", "doan_vien"):
        page = small("thi_dua", cap="grassroots", nhiem_ky="XII", chi_so="advanced_workers", tinh_theo=basis)
        assert "không thể coi là tỷ lệ đoàn viên" in page.words
        assert not re.search(r"52[89](,\d+)? ?%", page.words)
        assert "%" not in str([t.get("text") for t in page.charts["ranking"]["data"]])


def test_88_early_raises_against_25_regular_ones_stand_with_a_warning(profile: Callable[[str], Seen]) -> None:
    page = profile(S003)
    assert "88 lượt nâng lương trước hạn so với 25 lượt thường xuyên" in page.words
    assert page.cell(FIGURE, **{METRIC: "Lượt nâng lương trước hạn"}) == "88 lượt"
    assert page.cell(FIGURE, **{METRIC: "Lượt nâng lương thường xuyên"}) == "25 lượt"


def test_ratings_of_years_not_named_are_at_least_good_and_neither_missing_nor_nought(small: Open) -> None:
    rows = small("thi_dua", cap="grassroots", nhiem_ky="XII", muc="xep_loai").rows("Đơn vị", "Năm", "Xếp loại")
    own = {r["Năm"]: r["Xếp loại"] for r in rows if r["Đơn vị"].endswith("Thông tin và Truyền thông")}
    named = dict.fromkeys(("2018", "2019", "2021", "2022"), "Xuất sắc")
    assert own == named | dict.fromkeys(("2017", "2020"), "Từ Tốt trở lên (cả nhiệm kỳ)")


def test_162_percent_of_a_plan_that_is_not_stated_gives_no_plan(small: Open) -> None:
    page = small("chi_tieu", cap="upper_direct", nhiem_ky="XII")
    row = page.rows(METRIC, "Mức đề ra", STATE, "Nguồn tự nêu")[0]
    assert (row["Mức đề ra"], row[RESULT], row[STATE]) == (NO_LEVEL, "486", UNDECIDED)
    assert row["Nguồn tự nêu"] == "486, 162 % kế hoạch"
    assert not re.search(r"\b(300|262|185)\b", page.words)


def test_eight_targets_met_are_not_eight_of_eight(profile: Callable[[str], Seen]) -> None:
    page = profile(S004)
    assert page.cell(FIGURE, **{METRIC: "Chỉ tiêu hoàn thành"}) == "8 chỉ tiêu"
    assert "8/8" not in page.words


def test_the_office_branch_of_a_federation_never_stands_among_federations(small: Open) -> None:
    for screen in ("tong_quan", "cham_lo", "thi_dua"):
        page = small(screen, cap="provincial_federation", nam="2020")
        assert "Công đoàn cơ sở Liên đoàn Lao động tỉnh" not in page.words
        assert all(S002 not in str(chart) for chart in page.charts.values())


@pytest.mark.parametrize(
    ("tier", "total"), [("provincial_federation", 1000), ("upper_direct", 400), ("grassroots", 74)]
)
def test_a_total_of_a_province_holds_one_tier_alone(small: Open, tier: str, total: int) -> None:
    for boundary, province in (("34", "Vĩnh Long"), ("63", "Bến Tre")):
        page = small("doan_vien", cap=tier, nam="2021", chi_so="members_total", ranh_gioi=boundary)
        assert page.after("Tổng số đoàn viên ").startswith(dotted(str(total)))
        rows = page.rows("Tỉnh, thành phố", "Trong bộ lọc", "Tổng số đoàn viên (người)")
        assert {r["Tỉnh, thành phố"]: r["Tổng số đoàn viên (người)"] for r in rows} == {province: dotted(str(total))}
        tiles = [v for v in values(page.charts["provinces"]["data"][0]["z"]) if v is not None]
        assert [round(v * v) for v in tiles] == [total]
