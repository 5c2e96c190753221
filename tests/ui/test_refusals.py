"""Refused rows in words: every sentence and rule of the checks has a Vietnamese one, data stays as it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from etl.fact_format import FORMATS
from etl.workbook import reasons
from tests.ui.refusal_sources import VALUE, texts
from ui import refusals
from ui import texts as catalogue
from ui.refusals import EXPECTED, FOUND, column_words, expected_words, found_words, in_words, place_words, rule_words

# English words that no Vietnamese sentence holds; names of columns are held together by their underscores.
ENGLISH = re.compile(
    r"\b(?:the|of|is|are|that|which|with|without|and|or|not|nothing|than|more|most|one|two|from|number|row|rows|column|"
    r"columns|sheet|sheets|file|files|bytes|value|person|unreadable|damaged|date|period|branch|metric|source)\b"
)
# What stewards have to write as it stands: codes, names of files and columns, each with its word beside it.
CODES = re.compile(r"\b\w+ \([^)]*\)|\b\w+\.csv\b|\b\w+_\w+\b|\b(?:12500000|67\.5)\b")
SENTENCES = [(EXPECTED, text) for text in sorted(texts("expected"))] + [
    (FOUND, text) for text in sorted(texts("found"))
]


@pytest.fixture
def english() -> Iterator[None]:
    token = catalogue.LANGUAGE.set("en")
    yield
    catalogue.LANGUAGE.reset(token)


def test_the_sources_of_refusals_are_read_whole() -> None:
    assert len(texts("expected")) > 80
    assert len(texts("found")) > 25
    assert {"a number (7?)", "one metric: 7 share this name", "at most 7 bytes"} <= texts("expected")
    assert {"no such file; not read: 7", "merged areas that overlap", "(empty)", "7 to 7"} <= texts("found")
    assert {"unknown_metric", "zip_bomb", "restated", "duplicate_row", "period_contested"} <= texts("rule")


@pytest.mark.parametrize(("prefix", "text"), SENTENCES, ids=lambda text: text.strip())
def test_every_sentence_of_loading_is_told_in_vietnamese(prefix: str, text: str) -> None:
    assert refusals._one(text, prefix) is not None, f"ui.po has no {prefix}* that reads: {text}"
    told = in_words(text, prefix)
    assert not ENGLISH.search(CODES.sub("", told)), told
    assert "⟨" not in told


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize(("prefix", "text"), SENTENCES, ids=lambda text: text.strip())
def test_in_english_they_stand_as_written(prefix: str, text: str) -> None:
    assert in_words(text, prefix) == text


@pytest.mark.parametrize("rule", sorted(texts("rule")))
def test_every_rule_is_told_on_the_page_and_in_the_workbook_handed_back(rule: str) -> None:
    assert f"reject.{rule}" in catalogue.keys("vi")
    assert reasons.reason_vi(rule) != rule
    assert not ENGLISH.search(reasons.reason_vi(rule))


def test_the_workbook_handed_back_says_the_same_words_as_the_page() -> None:
    said = {
        str(catalogue.catalogue("en").get(key).string): str(catalogue.catalogue("vi").get(key).string)  # type: ignore[union-attr]
        for key in catalogue.keys("vi")
        if key.startswith(FOUND)
    }
    assert said == reasons.FOUND_VI
    assert {text: in_words(text, FOUND) for text in texts("found")} == {
        text: reasons.found_vi(text) for text in texts("found")
    }
    assert refusals.WHOLE_FILE == reasons.WHOLE_FILE
    columns = {k.rpartition(".")[2]: catalogue.t(k) for k in catalogue.keys("vi") if k.startswith("refused.column.")}
    assert columns == reasons.COLUMNS_VI


def test_every_column_of_the_fact_formats_has_a_word() -> None:
    assert {name for file_format in FORMATS for name in file_format.columns} == set(reasons.COLUMNS_VI)


def test_rules_of_whole_files_are_rules() -> None:
    assert texts("rule") >= refusals.WHOLE_FILE


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("one column value, unit", "đúng một cột value, unit"),
        ("the file targets.csv in the folder", "tệp targets.csv trong thư mục"),
        ("a header: branch_id, name_vi", "dòng tiêu đề: branch_id, name_vi"),
        ("7 fields, as in the header", "7 ô, như dòng tiêu đề"),
        ("readable text", "chữ đọc được"),
        (
            "one row for each branch_id, metric_id; it stands already in a/observations.csv row 1207",
            "mỗi dòng một bộ đơn vị, chỉ số, không lặp lại; đã có ở a/observations.csv, dòng 1.207",
        ),
        ("one row for each branch_id; it stands already in (snapshot) row 12", "mỗi dòng một bộ đơn vị, không lặp lại"),
        (
            "a metric_id of the catalogue; a number; leave the row out where nothing was reported: empty is not zero",
            "một metric_id (mã chỉ số) có trong danh mục; một con số; chưa có số liệu thì bỏ cả dòng",
        ),
        (
            "a whole number, as person is counted; ge, gt, eq or le",
            "một số nguyên, vì đơn vị tính là người; một trong: ge",
        ),
        ("a number of person", "một số tính bằng người"),
        (
            "one period for each column; Năm 2025 stands in more than one column",
            "mỗi cột một kỳ; Năm 2025 có ở nhiều cột",
        ),
        ("at most 31,457,280 bytes", "không quá 30 MB"),
        (
            "at most 200,000 rows, 1,000 columns and 4,000,000 cells",
            "không quá 200.000 dòng, 1.000 cột và 4.000.000 ô",
        ),
        (
            "a number whose point or comma is either thousands or decimals: write it without thousands"
            " (1234 or 1.234?)",
            "một số rõ hàng nghìn, hàng lẻ: ghi không có dấu ngăn hàng nghìn (1.234 hoặc 1,234?)",
        ),
        ("0.5 may be 0.5% or 50%: write it with its % sign", "0,5 có thể là 0,5% hoặc 50%: ghi kèm dấu %"),
        ("a sentence of tomorrow; readable text", "a sentence of tomorrow; chữ đọc được"),
    ],
)
def test_sentences_are_read_alone_and_behind_each_other(written: str, read: str) -> None:
    assert expected_words({"expected": written}).startswith(read)


def test_what_was_found_stands_as_in_the_file() -> None:
    found = "(empty); 12,5; <b>{x}</b>; readable text"
    assert found_words({"found": found}) == reasons.found_vi(found) == "(trống); 12,5; <b>{x}</b>; readable text"
    assert found_words({"found": None}) == ""
    for text in ("từ 1 to nhất", "5 to lắm", "cột 7", "x; y; z; (rỗng)", "{number} parts"):
        assert found_words({"found": text}) == reasons.found_vi(text) == text


def test_amounts_that_the_checks_write_in_english_are_written_in_vietnamese() -> None:
    for text, words in (
        ("52,428,800 bytes", "50 MB"),
        ("more than 314,572,800 bytes unpacked", "giải nén ra hơn 300 MB"),
        ("sheet Số liệu: 300,000 rows x 12 columns", "trang “Số liệu”: 300.000 dòng × 12 cột"),
        ("a damaged file (Bad magic number for central directory)", "tệp hỏng"),
        ("year 2025-01-01 to 2025-06-30", "năm, 2025-01-01 đến 2025-06-30"),
    ):
        assert found_words({"found": text}) == reasons.found_vi(text) == words


@pytest.mark.parametrize(
    ("sheet", "column", "page", "workbook"),
    [
        ("Số liệu", "Năm 2025 (H): value", "Năm 2025 (H)", "Năm 2025 (H)"),
        ("Số liệu", "Năm 2025 (H)", "Năm 2025 (H)", "Năm 2025 (H)"),
        ("Số liệu", "Năm 2025 (H): metric_id, value", "Năm 2025 (H): chỉ số, giá trị", None),
        ("Nguồn", "published_on", "ngày ban hành", None),
        (None, "value", "value (giá trị)", None),
        (None, "branch_id, value", "branch_id (đơn vị), value (giá trị)", None),
        (None, "", "", None),
    ],
)
def test_columns_are_named_as_the_steward_sees_them(
    sheet: str | None, column: str, page: str, workbook: str | None
) -> None:
    assert column_words({"sheet": sheet, "column_name": column}) == page
    assert reasons.column_vi(column, is_template=bool(sheet)) == (workbook or page)


def test_a_refused_file_has_no_row_and_no_column() -> None:
    assert place_words({"rule": "not_a_workbook", "row": 1, "sheet": None, "column_name": ""}) == "cả tệp"
    told = {"rule": "bad_number", "row": 1234, "sheet": "Số liệu", "column_name": "Năm 2025 (H): value"}
    assert place_words(told) == "trang “Số liệu”, dòng 1.234, cột Năm 2025 (H)"
    assert place_words({**told, "sheet": None, "column_name": "value"}) == "dòng 1.234, cột value (giá trị)"


def test_every_rule_of_a_row_is_named_once() -> None:
    assert rule_words({"rule": "bad_date, bad_number, bad_date"}) == "ngày không đọc được, không phải là số"


def test_a_sentence_that_nobody_has_told_would_be_noticed() -> None:
    assert refusals._one(f"a sentence of tomorrow, {VALUE}", EXPECTED) is None
    assert ENGLISH.search(in_words("a sentence of tomorrow", EXPECTED))
