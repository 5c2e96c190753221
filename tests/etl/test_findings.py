"""Each rule of doubt fires on the case it is for, and keeps still beside it; no figure is changed by any of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from etl.build import BuildResult
from tests.etl.facts import build_folder, rows_of, write_folder

Y23 = "year,2023-01-01,2023-12-31"
Y22 = "year,2022-01-01,2022-12-31"
TERM = "term,2018-01-01,2020-12-31"


def figure(branch: str, metric: str, period: str, value: str, *, source: str = "src1", more: str = "") -> str:
    qualifier, status = (more.split() + ["exact", "reported"][len(more.split()) :])[:2]
    return f"{branch},{metric},{period},1,{value},{qualifier},{status},{source},,"


def target(branch: str, metric: str, period: str, rest: str, note: str = "") -> str:
    return f"{branch},{metric},{period},{rest},src1,,{note}"


# Per rule: rows that must raise it and rows beside it that must not; each side is a branch of its own.
CASES: dict[str, tuple[list[str], list[str]]] = {
    "honoured_above_members": (
        ["outstanding_members Y23 55", "members_total Y23 54"],
        ["outstanding_members Y23 54", "members_total Y23 54"],
    ),
    "person_turns_over_term": (
        ["advanced_workers TERM 296", "members_total TERM 56"],
        ["advanced_workers TERM 40", "members_total TERM 56"],
    ),
    "early_above_regular_raises": (
        ["early_salary_raises Y23 88", "regular_salary_raises Y23 25"],
        ["early_salary_raises Y23 3", "regular_salary_raises Y23 25"],
    ),
    "share_over_100": (["strong_groups_pct Y23 104.5"], ["strong_groups_pct Y23 100"]),
    "share_small": (["strong_groups_pct Y23 1.05"], ["strong_groups_pct Y23 2.5"]),
    "women_above_members": (
        ["members_female Y23 60", "members_total Y23 54"],
        ["members_female Y23 60", "members_total Y23 54 at_least"],
    ),
    "members_above_workers": (
        ["members_total Y23 60", "workers_total Y23 54"],
        ["members_total Y23 54", "workers_total Y23 54"],
    ),
    "targets_met_above_set": (
        ["targets_met Y23 9", "targets_total Y23 8"],
        ["targets_met Y23 8", "targets_total Y23 8"],
    ),
    "head_count_jump": (
        ["members_total Y22 100", "members_total Y23 50"],
        ["members_total Y22 100", "members_total Y23 51"],
    ),
    "unit_off_by_1000": (
        ["visits_amount Y22 12500000", "visits_amount Y23 12500"],
        ["visits_amount Y22 12500000", "visits_amount Y23 125000000"],
    ),
    "sources_disagree": (
        ["members_total Y23 54", "members_total Y23 55 @src2"],
        ["members_total Y23 54", "members_total Y23 54 @src2"],
    ),
    "parts_above_total": (
        ["welfare_total_amount Y23 100", "visits_amount Y23 60", "study_support_amount Y23 50"],
        ["welfare_total_amount Y23 100", "visits_amount Y23 60", "loans_amount Y23 5000"],
    ),
    "term_differs_from_years": (
        ["visits_count TERM 10", *(f"visits_count year,{y}-01-01,{y}-12-31 4" for y in (2018, 2019, 2020))],
        ["visits_count TERM 12", *(f"visits_count year,{y}-01-01,{y}-12-31 4" for y in (2018, 2019, 2020))],
    ),
    "overlapping_terms": (
        ["visits_count TERM 10", "visits_count term,2019-01-01,2023-12-31 9"],
        ["visits_count TERM 10", "visits_count term,2020-01-01,2023-12-31 9"],
    ),
    "proposed_only": (
        ["certificates Y23 3 exact proposed"],
        ["certificates Y23 3 exact proposed", "certificates Y23 2"],
    ),
    "no_members": (["members_total Y23 0"], ["members_total Y23 1"]),
    "beyond_country_scale": (
        ["members_total Y23 50000000000000"],
        ["members_total Y23 11000000", "visits_count TERM 900000000", "loans_amount Y23 900000000000000"],
    ),
    "amount_small": (["visits_amount Y23 999999"], ["visits_amount Y23 1000000", "loans_amount Y23 0"]),
    "result_in_future": (
        ["visits_count year,2049-01-01,2049-12-31 4"],
        ["visits_count year,2026-01-01,2026-12-31 4", "initiatives term,2026-01-01,2030-12-31 4"],
    ),
}


def branch_row(branch: str, name: str = "", province: str = "Hà Nội", sector: str = "other", parent: str = "") -> str:
    return f"{branch},{name or branch},grassroots,{sector},{province},{parent},src1"


def observation(branch: str, text: str) -> str:
    metric, period, value, *more = text.split()
    source = next((word[1:] for word in more if word.startswith("@")), "src1")
    words = " ".join(word for word in more if not word.startswith("@"))
    period = {"Y23": Y23, "Y22": Y22, "TERM": TERM}.get(period, period)
    return figure(branch, metric, period, value, source=source, more=words)


@pytest.fixture(scope="module")
def paired(tmp_path_factory: pytest.TempPathFactory) -> BuildResult:
    """One snapshot of every pair of CASES; each branch in a sector so small that no peers are judged."""
    branches, observations = [], []
    for rule, sides in CASES.items():
        for side, rows in zip(("yes", "no"), sides, strict=True):
            branches.append(branch_row(f"{rule}-{side}"))
            observations += [observation(f"{rule}-{side}", text) for text in rows]
    folder = tmp_path_factory.mktemp("findings") / "in"
    return build_folder(write_folder(folder, branches=branches, observations=observations, targets=[]))


@pytest.mark.parametrize("rule", CASES)
def test_the_rule_fires_on_its_case_and_not_beside_it(paired: BuildResult, rule: str) -> None:
    found = paired.findings[paired.findings["rule"] == rule]
    assert f"{rule}-yes" in set(found["branch_id"])
    assert f"{rule}-no" not in set(found["branch_id"])
    assert found["message_vi"].str.len().min() > 10
    assert found["message_en"].str.len().min() > 10


def test_findings_change_no_figure(paired: BuildResult) -> None:
    assert paired.rows_rejected == 0
    stated = sum(len(rows) for sides in CASES.values() for rows in sides)
    assert rows_of(paired, "select count(*) from observation") == [(stated,)]
    assert rows_of(
        paired, "select value from figure where branch_id = 'share_over_100-yes' and period_kind = 'year'"
    ) == [(104.5,)]


def test_a_message_names_both_numbers_in_each_language(paired: BuildResult) -> None:
    found = paired.findings[paired.findings["rule"] == "honoured_above_members"].iloc[0]
    assert all(number in found["message_vi"] for number in ("55", "54", "101,9%"))
    assert all(number in found["message_en"] for number in ("55", "54", "101.9%"))


@pytest.fixture(scope="module")
def families(tmp_path_factory: pytest.TempPathFactory) -> BuildResult:
    """One snapshot of rules about several branches, their lives and their targets."""
    folder = tmp_path_factory.mktemp("families") / "in"
    branches = [
        branch_row("twin-1", "Công đoàn A"),
        branch_row("twin-2", "công đoàn a"),
        branch_row("lost", province="Hà Nôi"),
        "fed-old,LĐLĐ cũ,provincial_federation,mixed,Hà Giang,,src1",
        "fed-new,LĐLĐ mới,provincial_federation,mixed,Tuyên Quang,,src1",
        branch_row("below-1", parent="fed-old", province="Hà Giang"),
        branch_row("below-2", parent="fed-old", province="Hà Giang"),
        branch_row("aims"),
        branch_row("shared"),
        *(branch_row(f"peer-{n}", sector="health") for n in range(9)),
    ]
    year25 = "year,2025-01-01,2025-12-31"
    observations = [
        figure("fed-old", "members_total", Y23, "100"),
        figure("fed-old", "visits_count", year25, "5"),
        figure("fed-new", "visits_count", year25, "7"),
        figure("fed-new", "visits_count", Y23, "3"),
        figure("below-1", "members_total", Y23, "70"),
        figure("below-2", "members_total", Y23, "70"),
        figure("below-2", "members_total", "as_of,2025-09-01,2025-09-01", "71"),
        figure("shared", "strong_unions_pct", TERM, "80"),
        *(figure(f"peer-{n}", "visits_count", Y23, str(100 + n)) for n in range(8)),
        figure("peer-8", "visits_count", Y23, "90000"),
    ]
    targets = [
        target("aims", "visits_count", TERM, "per_term,ge,10,,"),
        target("aims", "visits_count", "term,2023-01-01,2028-12-31", "per_term,ge,20,,"),
        target("aims", "initiatives", TERM, "per_term,ge,,486,162"),
        target("shared", "strong_unions_pct", TERM, "per_term,ge,60,,", "business"),
        target("shared", "strong_unions_pct", TERM, "per_term,ge,90,,", "state"),
        target("fed-old", "visits_count", year25, "per_year,ge,4,6,"),
    ]
    write_folder(folder, branches=branches, observations=observations, targets=targets)
    life = ["branch_id,event,on,other_branch_id,source_id,note", "fed-old,merged_into,2025-07-01,fed-new,src1,"]
    life.append("fed-new,founded,2025-07-01,,src1,")
    (folder / "branch_life.csv").write_text("\n".join(life), encoding="utf-8")
    return build_folder(folder)


@pytest.mark.parametrize(
    ("rule", "branches"),
    [
        ("same_branch_twice", {"twin-1", "twin-2"}),
        ("unknown_province", {"lost"}),
        ("province_not_separable", {"fed-new"}),
        ("branches_above_upper_union", {"fed-old"}),
        ("predecessor_and_successor", {"fed-old"}),
        ("outside_life", {"fed-new"}),
        ("parent_has_ended", {"below-2"}),
        ("term_without_results", {"aims"}),
        ("finished_term_without_results", {"aims"}),
        ("target_never_measured", {"aims"}),
        ("target_without_value", {"aims"}),
        ("targets_share_result", {"shared"}),
        ("stated_attainment_differs", {"fed-old"}),
        ("outlier_among_peers", {"peer-8"}),
    ],
)
def test_rules_about_families_and_targets_name_the_right_branches(
    families: BuildResult, rule: str, branches: set[str]
) -> None:
    assert families.rejects.empty, families.rejects.to_string()
    assert set(families.findings.loc[families.findings["rule"] == rule, "branch_id"]) == branches


def test_every_rule_of_the_file_is_tested_here() -> None:
    text = (Path(__file__).parents[2] / "etl" / "sql" / "findings.sql").read_text(encoding="utf-8")
    stated = {line.split(":")[0].removeprefix("-- ") for line in text.splitlines() if line.startswith("-- ")}
    rules = {word for word in stated if "_" in word and " " not in word}
    tested = set(CASES) | {
        mark
        for mark, _ in test_rules_about_families_and_targets_name_the_right_branches.pytestmark[0].args[1]  # type: ignore[attr-defined]
    }
    assert rules - tested == set()
    assert len(rules) >= 20


def test_two_targets_of_one_source_that_both_name_no_level_are_still_found(tmp_path: Path) -> None:
    targets = [
        target("aims", "initiatives", TERM, "per_term,ge,,486,162", "business"),
        target("aims", "initiatives", TERM, "per_term,ge,,12,110", "state"),
    ]
    folder = write_folder(tmp_path / "in", branches=[branch_row("aims")], observations=[], targets=targets)
    found = build_folder(folder).findings
    messages = found.loc[found["rule"] == "targets_share_result", "message_vi"].tolist()
    assert len(messages) == 1
    assert "không nêu; không nêu" in messages[0]
