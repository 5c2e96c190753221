"""Refused rows in words: every sentence and rule of the checks has a Vietnamese one, data stays as it stands."""

from __future__ import annotations

import re

import pytest

from tests.conftest import ROOT
from ui import texts
from ui.refusals import EXPECTED, expected_words, found_words, in_words, rule_words

CHECKS = sorted((ROOT / "etl" / "sql").glob("check_*.sql"))
PYTHON = [ROOT / "etl" / name for name in ("readers.py", "build.py")]
RULE = r"'(?P<rule>[a-z]+_[a-z_]+)'"


def sentences_of_checks() -> set[str]:
    """The literals in front of a rule, or in a choice in front of one, as the checks would write them."""
    found = set()
    for path in CHECKS:
        sql = re.sub(r"--.*", "", path.read_text(encoding="utf-8"))
        sql = re.sub(r"'\s*\|\|\s*'", "", sql)
        sql = re.sub(r"'\s*\|\|\s*[\w{}]+\s*\|\|\s*'", "something", sql)
        sql = re.sub(r"'\s*\|\|\s*[\w{}]+,", "something',", sql)
        found |= set(re.findall(r"'([^']+)'\s*,\s*'[a-z]+_[a-z_]+'\s*(?:\n|;|$)", sql))
        found |= set(re.findall(r"(?:then|else) '([^']* [^']*)'", sql))
    return found


def test_every_sentence_of_the_checks_has_a_vietnamese_one() -> None:
    sentences = sentences_of_checks()
    assert len(sentences) > 25
    english = {s for s in sentences if in_words(s, EXPECTED) == s}
    assert not english


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("one column value, unit", "đúng một cột value, unit"),
        ("the file targets.csv in the folder", "tệp targets.csv trong thư mục"),
        ("a header: branch_id, name_vi", "dòng tiêu đề: branch_id, name_vi"),
        ("7 fields, as in the header", "7 ô, như dòng tiêu đề"),
        ("readable text", "chữ đọc được"),
        (
            "one row for each branch_id, metric_id; it stands already in a/observations.csv row 7",
            "mỗi branch_id, metric_id chỉ một dòng; đã có ở a/observations.csv row 7",
        ),
        (
            "a metric_id of the catalogue; a number; leave the row out where nothing was reported: empty is not zero",
            "một metric_id có trong danh mục; một con số; chưa có số liệu thì bỏ cả dòng: để trống không phải là 0",
        ),
        ("a whole number, as person is counted; ge, gt, eq or le", "một số nguyên, vì đơn vị tính là person"),
        ("a sentence of tomorrow; readable text", "a sentence of tomorrow; chữ đọc được"),
    ],
)
def test_sentences_are_read_alone_and_behind_each_other(written: str, read: str) -> None:
    assert expected_words({"expected": written}).startswith(read)


def test_in_english_they_stand_as_written() -> None:
    token = texts.LANGUAGE.set("en")
    try:
        assert {in_words(s, EXPECTED) for s in sentences_of_checks()} == sentences_of_checks()
    finally:
        texts.LANGUAGE.reset(token)


def test_what_was_found_stands_as_in_the_file() -> None:
    assert (
        found_words({"found": "(empty); 12,5; <b>{x}</b>; readable text"}) == "(trống); 12,5; <b>{x}</b>; readable text"
    )
    assert found_words({"found": None}) == ""


def test_every_rule_of_a_row_is_named_once() -> None:
    assert rule_words({"rule": "bad_date, bad_number, bad_date"}) == "ngày không đọc được, không phải là số"


def test_every_rule_that_refuses_has_a_text() -> None:
    rules = {m["rule"] for p in CHECKS for m in re.finditer(RULE + r"\s*\n", p.read_text(encoding="utf-8"))}
    for path in PYTHON:
        rules |= set(re.findall(r'"((?:missing|doubled|ragged|unreadable|empty)_[a-z]+)"', path.read_text("utf-8")))
    assert {"bad_date", "ragged_row", "empty_file"} <= rules
    assert {f"reject.{rule}" for rule in rules} <= texts.keys("vi")
