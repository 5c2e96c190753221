"""What becomes of damaged input: refused or found with file, row, column, found and expected, the rest loaded."""

from __future__ import annotations

from pathlib import Path

import pytest

from etl import guards
from etl.build import BuildResult, NothingToPublish
from etl.folders import UnusableFolder
from tests.etl.facts import BRANCHES, OBSERVATIONS, SOURCES, TARGETS, build_folder, rows_of, write_folder

GOOD = "b1,members_total,year,2023-01-01,2023-12-31,1,54,exact,reported,src1,3,"


def observation(**changes: str) -> str:
    """The good observation with some columns replaced."""
    names = OBSERVATIONS[0].split(",")
    values = dict(zip(names, GOOD.split(","), strict=True)) | changes
    return ",".join(values[name] for name in names)


BAD_CELLS: list[tuple[dict[str, str], str, str, str]] = [
    ({"branch_id": "nobody"}, "branch_id", "nobody", "unknown_branch"),
    ({"branch_id": ""}, "branch_id", "(empty)", "unknown_branch"),
    ({"metric_id": "happiness"}, "metric_id", "happiness", "unknown_metric"),
    ({"source_id": "src9"}, "source_id", "src9", "unknown_source"),
    ({"value": "năm mươi"}, "value", "năm mươi", "bad_number"),
    ({"value": '"12,5"'}, "value", "12,5", "bad_number"),
    ({"value": "1e3"}, "value", "1e3", "bad_number"),
    ({"value": "nan"}, "value", "nan", "bad_number"),
    ({"value": ""}, "value", "(empty)", "bad_number"),
    ({"value": "-5"}, "value", "-5", "negative_value"),
    ({"value": "5.5"}, "value", "5.5", "not_whole"),
    ({"value": "2.000"}, "value", "2.000", "ambiguous_number"),
    ({"metric_id": "visits_amount", "value": "1.250"}, "value", "1.250", "not_whole"),
    ({"metric_id": "visits_amount", "value": "12.5"}, "value", "12.5", "not_whole"),
    ({"metric_id": "visits_amount", "value": "12500000.000"}, "value", "12500000.000", "ambiguous_number"),
    ({"metric_id": "strong_groups_pct", "value": "4000"}, "value", "4000", "out_of_range"),
    ({"metric_id": "branch_rating", "value": "5"}, "value", "5", "out_of_range"),
    ({"metric_id": "strong_groups_pct", "part": "2"}, "part", "2", "part_of_ratio"),
    ({"metric_id": "branch_rating", "value": "3", "part": "2"}, "part", "2", "part_of_ratio"),
    ({"part": "0"}, "part", "0", "bad_number"),
    ({"qualifier": "roughly"}, "qualifier", "roughly", "unknown_value"),
    ({"status": "maybe"}, "status", "maybe", "unknown_value"),
    ({"period_kind": "quarter"}, "period_kind", "quarter", "unknown_value"),
    ({"period_start": "2023-02-30"}, "period_start", "2023-02-30", "bad_date"),
    ({"period_end": "31/12/2023"}, "period_end", "31/12/2023", "bad_date"),
    ({"period_end": "2022-12-31"}, "period_start", "2023-01-01 to 2022-12-31", "bad_period"),
    ({"period_end": "2023-11-30"}, "period_start", "year 2023-01-01 to 2023-11-30", "bad_period"),
    ({"period_kind": "half"}, "period_start", "half 2023-01-01 to 2023-12-31", "bad_period"),
    ({"period_kind": "as_of"}, "period_start", "as_of 2023-01-01 to 2023-12-31", "bad_period"),
    ({"paragraph": "ba"}, "paragraph", "ba", "bad_number"),
]


@pytest.fixture(scope="module")
def bad_cells(tmp_path_factory: pytest.TempPathFactory) -> BuildResult:
    """One build of a good figure and, in rows of their own below it, every one of BAD_CELLS."""
    good = "b2,members_total,year,2023-01-01,2023-12-31,1,31,exact,reported,src1,3,"
    rows = [good, *(observation(**changes) for changes, *_ in BAD_CELLS)]
    return build_folder(write_folder(tmp_path_factory.mktemp("bad-cells") / "in", observations=rows))


@pytest.mark.parametrize("number", range(len(BAD_CELLS)), ids=lambda n: f"{BAD_CELLS[n][1]}-{BAD_CELLS[n][2]}")
def test_a_bad_cell_of_a_figure_is_refused_with_its_place(bad_cells: BuildResult, number: int) -> None:
    _, column, found, rule = BAD_CELLS[number]
    rejects = bad_cells.rejects
    refused = rejects[(rejects["file"] == "in/observations.csv") & (rejects["row"] == number + 3)]
    assert refused[["column_name", "found", "rule"]].to_numpy().tolist() == [[column, found, rule]]
    assert refused["expected"].iloc[0]


def test_the_rest_is_loaded_and_every_row_accounted_for(bad_cells: BuildResult) -> None:
    assert rows_of(bad_cells, "select branch_id, value from observation") == [("b2", 31.0)]
    rows_in = 3 + 2 + 1 + 1 + len(BAD_CELLS)
    assert bad_cells.rows_in == bad_cells.rows_accepted + bad_cells.rows_rejected == rows_in
    assert bad_cells.rows_rejected == len(BAD_CELLS)


def test_a_row_with_several_faults_is_one_refusal_that_names_them_all(tmp_path: Path) -> None:
    bad = observation(metric_id="happiness", value="x", period_start="never")
    result = build_folder(write_folder(tmp_path / "in", observations=[bad]))
    row = result.rejects.iloc[0]
    assert (row["column_name"], row["found"]) == ("metric_id, period_start, value", "happiness; never; x")
    assert row["rule"] == "unknown_metric, bad_date, bad_number"
    assert result.rows_rejected == 1


def test_the_same_row_twice_is_counted_once_and_the_second_says_where_the_first_stands(tmp_path: Path) -> None:
    result = build_folder(write_folder(tmp_path / "in", observations=[GOOD, GOOD]))
    row = result.rejects.iloc[0]
    assert (row["row"], row["rule"]) == (3, "duplicate_row")
    assert "in/observations.csv row 2" in row["expected"]
    assert rows_of(result, "select value from figure where period_kind = 'year'") == [(54.0,)]


OTHER = GOOD.replace("2023", "2022")


@pytest.mark.parametrize(
    ("rows", "refused"),
    [
        ([GOOD, observation(value="60")], {2: "duplicate_key", 3: "duplicate_key"}),
        ([GOOD, GOOD, observation(qualifier="about")], dict.fromkeys((2, 3, 4), "duplicate_key")),
        ([GOOD, observation(value="54.0", note="như trên")], {3: "duplicate_row"}),
        ([GOOD, observation(value="", status="not_reported")], {2: "duplicate_key", 3: "duplicate_key"}),
        ([GOOD, observation(value="60", status="proposed")], {}),
        ([GOOD, observation(value="60", part="2")], {}),
        (
            [GOOD, observation(value="60", part="2"), observation(value="61", part="2")],
            {2: "part_of_refused", 3: "duplicate_key", 4: "duplicate_key"},
        ),
        ([GOOD, observation(value="60", source_id="src2")], {}),
    ],
)
def test_of_values_that_contradict_each_other_none_is_taken(
    tmp_path: Path, rows: list[str], refused: dict[int, str]
) -> None:
    result = build_folder(write_folder(tmp_path / "in", observations=[*rows, OTHER]))
    assert dict(zip(result.rejects["row"], result.rejects["rule"], strict=True)) == refused
    assert result.rows_in == result.rows_accepted + result.rows_rejected


def test_both_places_of_a_contradiction_are_named_with_what_they_say(tmp_path: Path) -> None:
    result = build_folder(write_folder(tmp_path / "in", observations=[GOOD, observation(value="60"), OTHER]))
    said = "one value for each figure in one load; in/observations.csv row"
    assert result.rejects[["found", "expected"]].to_numpy().tolist() == [
        ["54", f"{said} 3 says 60"],
        ["60", f"{said} 2 says 54"],
    ]


def test_a_refused_row_does_not_make_a_later_good_one_a_duplicate(tmp_path: Path) -> None:
    result = build_folder(write_folder(tmp_path / "in", observations=[observation(paragraph="x"), GOOD]))
    assert result.rejects["row"].tolist() == [2]
    assert rows_of(result, "select value from observation") == [(54.0,)]


def test_a_branch_listed_in_two_folders_stands_once(tmp_path: Path) -> None:
    first = write_folder(tmp_path / "a", observations=[GOOD])
    second = write_folder(tmp_path / "b", sources=[], branches=[BRANCHES[1]], observations=[], targets=[])
    result = build_folder(first, second)
    assert result.rejects[["file", "row", "rule"]].to_numpy().tolist() == [["b/branches.csv", 2, "duplicate_row"]]


def test_a_refused_branch_takes_its_figures_with_it_and_each_of_them_is_accounted_for(tmp_path: Path) -> None:
    bad = BRANCHES[1].replace("grassroots", "cell")
    result = build_folder(write_folder(tmp_path / "in", branches=[bad, *BRANCHES[2:]]))
    assert result.rejects[["file", "rule"]].to_numpy().tolist() == [
        ["in/branches.csv", "unknown_value"],
        ["in/observations.csv", "unknown_branch"],
        ["in/observations.csv", "unknown_branch"],
        ["in/targets.csv", "unknown_branch"],
    ]
    assert result.rows_in == result.rows_accepted + result.rows_rejected


@pytest.mark.parametrize("content", ["", "\n\n", "\ufeff"])
def test_an_empty_file_is_one_refusal(tmp_path: Path, content: str) -> None:
    folder = write_folder(tmp_path / "in")
    (folder / "targets.csv").write_text(content, encoding="utf-8")
    result = build_folder(folder)
    assert result.rejects[["file", "row", "rule"]].to_numpy().tolist() == [["in/targets.csv", 1, "empty_file"]]
    assert result.rows_in == result.rows_accepted + result.rows_rejected


def test_a_missing_file_is_one_refusal_and_the_others_are_loaded(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "in")
    (folder / "targets.csv").unlink()
    result = build_folder(folder)
    assert result.rejects[["file", "rule"]].to_numpy().tolist() == [["in/targets.csv", "missing_file"]]
    assert rows_of(result, "select count(*) from observation") == [(3,)]


def test_a_missing_column_refuses_every_row_of_the_file_by_its_number(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "in")
    lines = [line.rsplit(",", 3) for line in OBSERVATIONS]
    (folder / "observations.csv").write_text("\n".join(f"{a},{c},{d}" for a, _, c, d in lines), encoding="utf-8")
    result = build_folder(folder)
    refused = result.rejects
    assert refused["row"].tolist() == [2, 3, 4]
    assert set(refused["column_name"]) == {"source_id"}
    assert set(refused["rule"]) == {"missing_column"}


def test_a_row_with_too_few_fields_is_refused_alone(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "in", observations=[GOOD, "b1,members_total,year", GOOD.replace("2023", "2022")])
    result = build_folder(folder)
    assert result.rejects[["row", "rule"]].to_numpy().tolist() == [[3, "ragged_row"]]
    assert rows_of(result, "select count(*) from observation") == [(2,)]


def test_a_file_with_semicolons_is_read_and_noted(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "in")
    for name, lines in (("observations", OBSERVATIONS), ("sources", SOURCES)):
        text = "\n".join(line.replace(",", ";") for line in lines)
        (folder / f"{name}.csv").write_text(text, encoding="utf-8-sig")
    result = build_folder(folder)
    assert result.rejects.empty
    assert rows_of(result, "select count(*) from observation") == [(3,)]
    forms = result.findings[result.findings["rule"] == "file_form"]
    assert "in/observations.csv: phân cách bằng dấu chấm phẩy." in set(forms["message_vi"])


@pytest.mark.parametrize("encoding", ["cp1258", "utf-16", "utf-8-sig"])
def test_a_file_in_another_encoding_is_read_with_its_diacritics(tmp_path: Path, encoding: str) -> None:
    import unicodedata

    folder = write_folder(tmp_path / "in")
    text = "\n".join(BRANCHES) + "\n"
    if encoding == "cp1258":
        text = "".join(_as_windows_1258(letter) for letter in unicodedata.normalize("NFC", text))
    (folder / "branches.csv").write_bytes(text.encode(encoding))
    result = build_folder(folder)
    assert result.rejects.empty, result.rejects
    assert rows_of(result, "select name_vi from branch where branch_id = 'b2'") == [("Công đoàn cơ sở Sở Nội vụ",)]
    noted = encoding in set(" ".join(result.findings["message_vi"]).replace(".", " ").split())
    assert noted == (encoding != "utf-8-sig")


def _as_windows_1258(letter: str) -> str:
    """The base letters that code page has, followed by its combining tone marks."""
    import unicodedata

    try:
        letter.encode("cp1258")
    except UnicodeEncodeError:
        decomposed = unicodedata.normalize("NFD", letter)
        tone = next(mark for mark in decomposed if mark in "\u0300\u0301\u0303\u0309\u0323")
        return unicodedata.normalize("NFC", decomposed.replace(tone, "")) + tone
    return letter


def test_names_in_decomposed_letters_become_composed(tmp_path: Path) -> None:
    import unicodedata

    folder = write_folder(tmp_path / "in", branches=[unicodedata.normalize("NFD", line) for line in BRANCHES[1:]])
    result = build_folder(folder)
    assert rows_of(result, "select province_since_2025_07 from branch where branch_id = 'b1'") == [("Vĩnh Long",)]


def test_a_name_that_looks_like_code_stays_text(tmp_path: Path) -> None:
    name = "\"<script>alert(1)</script> & 'Đ' =1+1 {x} [b]\""
    folder = write_folder(tmp_path / "in", branches=[BRANCHES[1].replace("Công đoàn cơ sở Sở Y tế", name)])
    result = build_folder(folder)
    assert rows_of(result, "select name_vi from branch") == [(name.strip('"'),)]


def test_an_unknown_province_keeps_the_branch_and_is_found(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "in", branches=[BRANCHES[1].replace("Bến Tre", "Bến Trê"), *BRANCHES[2:]])
    result = build_folder(folder)
    assert result.rejects.empty
    found = result.findings[result.findings["rule"] == "unknown_province"]
    assert found["branch_id"].tolist() == ["b1"]
    assert rows_of(result, "select province_since_2025_07 from branch where branch_id = 'b1'") == [(None,)]


def test_a_target_without_value_needs_what_the_source_says_was_attained(tmp_path: Path) -> None:
    empty = TARGETS[1].replace("gt,80,,", "gt,,,")
    result = build_folder(write_folder(tmp_path / "in", targets=[empty]))
    assert result.rejects[["column_name", "rule"]].to_numpy().tolist() == [["value", "missing_value"]]


def test_nothing_is_published_where_nothing_was_accepted_and_the_old_snapshot_stays(tmp_path: Path) -> None:
    good = build_folder(write_folder(tmp_path / "in"))
    bad = write_folder(tmp_path / "empty", sources=[], branches=[], observations=[], targets=[])
    with pytest.raises(NothingToPublish):
        build_folder(bad)
    from etl.publishing import current

    assert current(tmp_path / "warehouse") == good.snapshot
    assert [path.name for path in (tmp_path / "warehouse").iterdir() if "draft" in path.name] == []


@pytest.mark.parametrize("damage", [b"\r", b"\0", b'"', b"\xff", b",", b"\n"])
@pytest.mark.parametrize("place", ["header", "row"])
def test_one_stray_byte_anywhere_is_accounted_for(tmp_path: Path, damage: bytes, place: str) -> None:
    folder = write_folder(tmp_path / "in")
    text = (folder / "observations.csv").read_bytes()
    at = text.index(b"period_kind" if place == "header" else b"12500000") + 3
    (folder / "observations.csv").write_bytes(text[:at] + damage + text[at:])
    result = build_folder(folder)
    assert result.rows_in == result.rows_accepted + result.rows_rejected
    assert (result.rejects["file"] == "in/observations.csv").all()
    assert len(result.rejects) >= 1


def test_random_bytes_are_refused_without_a_crash(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "in")
    (folder / "targets.csv").write_bytes(bytes(range(256)) * 20)
    result = build_folder(folder)
    assert (result.rejects["file"] == "in/targets.csv").all()
    assert len(result.rejects) >= 1
    assert result.rows_in == result.rows_accepted + result.rows_rejected


def test_an_empty_figure_is_refused_with_the_advice_to_leave_the_row_out(tmp_path: Path) -> None:
    result = build_folder(write_folder(tmp_path / "in", observations=[GOOD, observation(value="", source_id="src2")]))
    assert "leave the row out" in result.rejects["expected"].iloc[0]


def test_a_misnamed_file_is_named_beside_the_names_that_are_read(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "in")
    (folder / "observations.csv").rename(folder / "Observations (1).csv")
    (folder / ".DS_Store").write_bytes(b"x")
    result = build_folder(folder)
    found = result.findings[result.findings["rule"] == "file_not_read"]
    assert len(found) == 1
    for message in (found["message_vi"].iloc[0], found["message_en"].iloc[0]):
        assert "Observations (1).csv" in message
        assert "observations.csv" in message
        assert ".DS_Store" not in message
    missing = result.rejects[result.rejects["rule"] == "missing_file"]
    assert "Observations (1).csv" in missing["found"].iloc[0]


def test_a_missing_folder_is_an_error_that_names_it_and_publishes_nothing(tmp_path: Path) -> None:
    good = write_folder(tmp_path / "in")
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(UnusableFolder, match=r"no such folder: .*nowhere; not a folder: .*file"):
        build_folder(good, tmp_path / "nowhere", tmp_path / "file")
    assert not (tmp_path / "warehouse").exists()


def test_a_file_with_more_unreadable_rows_than_anyone_reads_is_refused_as_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guards, "MOST_REFUSED", 5)
    for name, lines in (("ragged", [*OBSERVATIONS, *["b1,members_total"] * 6]), ("headless", ["branch_id", *"abcdef"])):
        folder = write_folder(tmp_path / name)
        (folder / "observations.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
        result = build_folder(folder)
        refused = result.rejects[result.rejects["file"] == f"{name}/observations.csv"]
        assert refused[["row", "rule"]].to_numpy().tolist() == [[1, "too_many_refused"]]
        assert rows_of(result, "select count(*) from observation") == [(0,)]
        assert result.rows_in == result.rows_accepted + result.rows_rejected


def test_a_nul_inside_a_figure_refuses_its_row_instead_of_cutting_the_figure(tmp_path: Path) -> None:
    result = build_folder(
        write_folder(tmp_path / "in", observations=[observation(value="12\x00345"), *OBSERVATIONS[2:]])
    )
    assert result.rejects[["row", "rule"]].to_numpy().tolist() == [[2, "unreadable_text"]]
    assert rows_of(result, "select value from observation where metric_id = 'members_total'") == []


def test_rows_after_empty_lines_are_named_as_an_editor_counts_them(tmp_path: Path) -> None:
    bad = observation(value="x", branch_id="b2")
    result = build_folder(write_folder(tmp_path / "in", observations=["", GOOD, "", "", bad]))
    assert result.rejects[["row", "rule"]].to_numpy().tolist() == [[6, "bad_number"]]


def test_an_empty_csv_of_another_name_is_told_of_and_the_rest_is_loaded(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "in")
    (folder / "trong.csv").write_bytes(b"")
    result = build_folder(folder)
    assert result.rows_rejected == 0
    assert "trong.csv" in " ".join(result.findings["message_vi"])
