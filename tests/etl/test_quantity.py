"""The number parser: a truth table of what people write, and properties that hold for whatever they write."""

from __future__ import annotations

import unicodedata
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from etl.quantity import REASONS, NotStated, Quantity, Unclear, parse_quantity

# text, value, qualifier, unit, doubt
READ = [
    ("0", "0", "exact", None, None),
    ("54", "54", "exact", None, None),
    (" 1234 ", "1234", "exact", None, None),
    ("1.234", "1234", "exact", None, None),
    ("1.234.567", "1234567", "exact", None, None),
    ("1.234.567,8", "1234567.8", "exact", None, None),
    ("1.234,5", "1234.5", "exact", None, None),
    ("1 234 567", "1234567", "exact", None, None),
    ("1\u00a0234,5", "1234.5", "exact", None, None),
    ("12,5", "12.5", "exact", None, None),
    ("0,256", "0.256", "exact", None, None),
    ("1234,567", "1234.567", "exact", None, None),
    ("-12", "-12", "exact", None, None),
    ("−1.200", "-1200", "exact", None, None),
    ("12,5 tr", "12500000", "exact", None, None),
    ("12,5tr", "12500000", "exact", None, None),
    ("12,5 triệu đồng", "12500000", "exact", "vnd", None),
    ("12,5 trđ", "12500000", "exact", "vnd", None),
    ("12,5 tr.đ", "12500000", "exact", "vnd", None),
    ("500k", "500000", "exact", None, None),
    ("3 nghìn tỷ đồng", "3000000000000", "exact", "vnd", None),
    ("10,93 tỷ đồng", "10930000000", "exact", "vnd", None),
    ("10,93 tỉ", "10930000000", "exact", None, None),
    ("10,9345 tỷ đồng", "10934500000", "exact", "vnd", None),
    ("1 triệu 500.000 đồng", "1500000", "exact", "vnd", None),
    ("1 nghìn 250 đồng", "1250", "exact", "vnd", None),
    ("1 tỷ 250 triệu", "1250000000", "exact", None, None),
    ("1 tỷ 250 triệu 500 nghìn đồng", "1250500000", "exact", "vnd", None),
    ("1 tỷ 250.000 đồng", "1000250000", "exact", "vnd", None),
    ("1 tỷ rưỡi", "1500000000", "exact", None, None),
    ("2 triệu rưỡi đồng", "2500000", "exact", "vnd", None),
    ("500.000.000đ", "500000000", "exact", "vnd", None),
    ("500.000.000 VNĐ", "500000000", "exact", "vnd", None),
    ("25,6%", "25.6", "exact", "percent", None),
    ("100 %", "100", "exact", "percent", None),
    ("25,6 phần trăm", "25.6", "exact", "percent", None),
    ("1.250 lượt người", "1250", "exact", "luot nguoi", None),
    ("54 đoàn viên", "54", "exact", "doan vien", None),
    ("12 nghìn người", "12000", "exact", "nguoi", None),
    ("≥ 500", "500", "at_least", None, None),
    (">=500", "500", "at_least", None, None),
    ("> 500", "500", "at_least", None, None),
    ("500+", "500", "at_least", None, None),
    ("trên 500 triệu", "500000000", "at_least", None, None),
    ("Hơn 1,2 tỷ đồng", "1200000000", "at_least", "vnd", None),
    ("HƠN 1,2 TỶ ĐỒNG", "1200000000", "at_least", "vnd", None),
    ("ít nhất 80%", "80", "at_least", "percent", None),
    ("80% trở lên", "80", "at_least", "percent", None),
    ("từ 80% trở lên", "80", "at_least", "percent", None),
    ("không dưới 80", "80", "at_least", None, None),
    ("≤ 500", "500", "at_most", None, None),
    ("dưới 500", "500", "at_most", None, None),
    ("không quá 5", "5", "at_most", None, None),
    ("5 trở xuống", "5", "at_most", None, None),
    ("chưa đến 300", "300", "at_most", None, None),
    ("≈ 1.200", "1200", "about", None, None),
    ("khoảng 1.200", "1200", "about", None, None),
    ("gần 500 triệu đồng", "500000000", "about", "vnd", None),
    ("ước đạt 3,5 tỷ", "3500000000", "about", None, None),
    ("~500", "500", "about", None, None),
    ("'500", "500", "exact", None, None),
    ("1,234.5", "1234.5", "exact", None, "english_separators"),
    ("1,234,567", "1234567", "exact", None, "english_separators"),
    ("12.5", "12.5", "exact", None, "decimal_point"),
    ("0.256", "0.256", "exact", None, "decimal_point"),
    ("12.5 triệu", "12500000", "exact", None, "decimal_point"),
]
REFUSED = [
    ("1,234", "ambiguous_separator"),
    ("12,345", "ambiguous_separator"),
    ("1.234 tỷ", "ambiguous_separator"),
    ("1,234 tỷ", "ambiguous_separator"),
    ("12,346 nghìn", "ambiguous_separator"),
    ("1.234 triệu đồng", "ambiguous_separator"),
    ("25.600%", "ambiguous_separator"),
    ("", "no_number"),
    ("năm mươi", "no_number"),
    ("khoảng", "no_number"),
    ("đạt", "no_number"),
    ("#REF!", "no_number"),
    ("=1+1", "no_number"),
    ("１２３", "no_number"),
    ("-", "ambiguous_zero"),
    ("không", "ambiguous_zero"),
    ("không có", "ambiguous_zero"),
    ("500-600", "range"),
    ("từ 500 đến 600", "range"),
    ("54/60", "fraction"),
    ("12/05/2025", "date"),
    ("2025-05-12", "date"),
    ("(500)", "parentheses"),
    ("khoảng trên 500", "two_qualifiers"),
    ("trên 500 trở lên", "two_qualifiers"),
    ("1.2.3", "separators"),
    ("1.23.456", "separators"),
    ("12.34,567", "separators"),
    ("1,23,456", "separators"),
    ("1234.567", "separators"),
    ("500,", "separators"),
    *((text, "ambiguous_tail") for text in ("2 triệu 5", "1 tỷ 2", "1 tỷ 250", "1 tỷ 250 đồng", "2 triệu 500 đồng")),
    *((text, "ambiguous_tail") for text in ("2tr500đ", "1tr250đ", "1 tỷ 2 đồng", "1 tỷ 250 triệu 500 đồng")),
    *((text, "no_words") for text in ("?", "??", "…", "...", "na", "NA")),
    ("500 (*)", "tail"),
    ("500 con", "tail"),
    ("5²", "tail"),
    ("5 triệu %", "tail"),
    ("250 triệu 1 tỷ", "units_disorder"),
    ("1 triệu 2500 nghìn", "units_disorder"),
    ("1,5 tỷ 250 triệu", "units_disorder"),
    ("1234567890123456", "too_long"),
    ("999999 tỷ triệu", "tail"),
    ("5000000 tỷ", "too_long"),
]


@pytest.mark.parametrize(("text", "value", "qualifier", "unit", "doubt"), READ)
def test_a_quantity_is_read(text: str, value: str, qualifier: str, unit: str | None, doubt: str | None) -> None:
    for written in (text, unicodedata.normalize("NFD", text)):
        read = parse_quantity(written)
        assert isinstance(read, Quantity), read
        assert (read.value, read.qualifier, read.unit, read.doubt) == (Decimal(value), qualifier, unit, doubt)


@pytest.mark.parametrize(("text", "reason"), REFUSED)
def test_what_is_no_clear_quantity_is_refused_with_its_reason(text: str, reason: str) -> None:
    read = parse_quantity(text)
    assert isinstance(read, Unclear), read
    assert read.reason == reason
    assert reason in REASONS


@pytest.mark.parametrize("text", ["chưa có số liệu", "Chưa có số liệu", "chua co so lieu", "n/a", "không rõ"])
def test_words_for_not_reported_are_no_zero(text: str) -> None:
    assert parse_quantity(text) == NotStated()


def test_an_ambiguous_number_names_both_readings() -> None:
    assert parse_quantity("1,234") == Unclear("ambiguous_separator", (Decimal(1234), Decimal("1.234")))
    assert parse_quantity("1.234 tỷ") == Unclear(
        "ambiguous_separator", (Decimal(1234) * 10**9, Decimal("1.234") * 10**9)
    )
    assert parse_quantity("12,346 nghìn") == Unclear("ambiguous_separator", (Decimal(12346000), Decimal(12346)))
    assert parse_quantity("2tr500đ") == Unclear("ambiguous_tail", (Decimal(2500000), Decimal(2000500)))
    assert parse_quantity("1 tỷ 2 đồng") == Unclear("ambiguous_tail", (Decimal(1200000000), Decimal(1000000002)))


def test_more_than_is_told_apart_from_at_least() -> None:
    strict = {text: parse_quantity(text) for text in ("trên 80", "> 80", "≥ 80", "80 trở lên", "dưới 80", "≤ 80")}
    assert {t: q.is_strict for t, q in strict.items() if isinstance(q, Quantity)} == {
        "trên 80": True,
        "> 80": True,
        "≥ 80": False,
        "80 trở lên": False,
        "dưới 80": True,
        "≤ 80": False,
    }


def vietnamese(number: Decimal) -> str:
    """A number as DESIGN.md 6 writes it."""
    whole, _, decimals = f"{number:,f}".partition(".")
    return whole.replace(",", ".") + ("," + decimals if decimals else "")


@given(
    st.integers(0, 10**9),
    st.integers(0, 99),
    st.sampled_from([("", 1), (" nghìn", 1000), (" triệu", 10**6), ("tr", 10**6), (" tỷ", 10**9)]),
    st.sampled_from([("", "exact"), ("≥ ", "at_least"), ("trên ", "at_least"), ("≤", "at_most"), ("khoảng ", "about")]),
    st.sampled_from(["", " đồng", "đ"]),
)
def test_a_number_in_vietnamese_writing_comes_back_or_is_refused_never_changed(
    whole: int, hundredths: int, scale: tuple[str, int], bound: tuple[str, str], unit: str
) -> None:
    number = Decimal(whole) + Decimal(hundredths) / 100
    read = parse_quantity(f"{bound[0]}{vietnamese(number)}{scale[0]}{unit}")
    if isinstance(read, Quantity):
        assert (read.value, read.qualifier) == (number * scale[1], bound[1])
    else:
        assert isinstance(read, Unclear)
        too_long = number * scale[1] >= 10**15
        thousands_before_a_scale = scale[1] > 1 and 1000 <= whole < 10**6 and not hundredths
        assert too_long or thousands_before_a_scale, read


@given(st.integers(1, 999), st.integers(1, 999), st.integers(0, 999))
def test_parts_of_one_sum_add_up(billions: int, millions: int, thousands: int) -> None:
    text = f"{billions} tỷ {millions} triệu" + (f" {thousands} nghìn" if thousands else "") + " đồng"
    read = parse_quantity(text)
    assert isinstance(read, Quantity)
    assert read.value == billions * 10**9 + millions * 10**6 + thousands * 1000


@given(
    st.text(alphabet=st.sampled_from("0123456789.,- %+≥<>()/tỷrđk\u00a0 ngìhưtừêđếu"), max_size=20)
    | st.text(max_size=30)
)
@example("0.0.0")
@example("..")
@example("+")
@example("1 000 00")
def test_any_text_is_answered_and_a_number_that_is_read_has_its_digits(text: str) -> None:
    read = parse_quantity(text)
    if isinstance(read, Unclear):
        assert read.reason in REASONS
    if isinstance(read, Quantity) and "rưỡi" not in text and read.factor == 1:
        digits = "".join(letter for letter in text if letter in "0123456789")
        shown = f"{abs(read.value):f}".replace(".", "").strip("0")
        assert shown == digits.strip("0")
