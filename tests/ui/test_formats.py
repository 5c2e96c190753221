"""Numbers, bounds, dates, names and escapes, against what a Vietnamese reader expects to see."""

from __future__ import annotations

from datetime import date
from math import inf, nan
from typing import Any

import pytest
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st

from comparison.search import search_key
from ui import differences, formats, texts


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1234567.8, "1.234.567,8"),
        (0, "0"),
        (0.125, "0,13"),
        (2.5, "2,5"),
        (-3, "−3"),
        (1e9, "1.000.000.000"),
        (nan, "–"),
        (None, "–"),
    ],
)
def test_numbers(value: float | None, text: str) -> None:
    assert formats.number(value) == text


@pytest.mark.parametrize(
    ("value", "long", "short"),
    [
        (12_500_000, "12,5 triệu đồng", "12,5 tr"),
        (10_934_500_000, "10,93 tỷ đồng", "10,93 tỷ"),
        (950_000, "950.000 đồng", "950.000"),
        (0, "0 đồng", "0"),
        (1_000_000_000, "1 tỷ đồng", "1 tỷ"),
    ],
)
def test_money(value: float, long: str, short: str) -> None:
    assert formats.money(value) == long
    assert formats.money(value, short=True) == short


def test_money_in_english() -> None:
    token = texts.LANGUAGE.set("en")
    assert formats.money(12_500_000) == "12.5 million VND"
    assert formats.number(1234567.8) == "1,234,567.8"
    texts.LANGUAGE.reset(token)


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        ((500, 500, 500), "500"),
        ((500, 500, inf), "≥ 500"),
        ((500, 0, 500), "≤ 500"),
        ((500, 500, 500, True), "≈ 500"),
        ((500, 480, 520), "480–520"),
        ((500, 480, inf), "≥ 480"),
        ((65e9, 64.6e9, 70e9, True, "vnd"), "≈ 64,6–70 tỷ đồng"),
        ((1e9, 950e6, 1.2e9, False, "vnd"), "950 triệu đồng–1,2 tỷ đồng"),
        ((90, 85, 100, False, "percent"), "85–100 %"),
        ((500, 500, inf, True), "≥ ≈ 500"),
        ((0, 0, 0), "0"),
        ((nan, nan, nan), "–"),
        ((80, 80, 80, False, "percent"), "80 %"),
        ((12.5e6, 12.5e6, inf, False, "vnd"), "≥ 12,5 triệu đồng"),
    ],
)
def test_bounds(arguments: tuple[Any, ...], text: str) -> None:
    assert formats.bounded(*arguments) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(date(2025, 7, 1), "01/07/2025"), ("2021-11-29", "29/11/2021"), (None, "–"), ("", "–")],
)
def test_days(value: Any, text: str) -> None:
    assert formats.day(value) == text


@pytest.mark.parametrize(
    ("kind", "start", "end", "text"),
    [
        ("year", "2025-01-01", "2025-12-31", "2025"),
        ("term", "2023-01-01", "2028-12-31", "2023–2028"),
        ("as_of", "2023-06-03", "2023-06-03", "03/06/2023"),
        ("half", "2025-01-01", "2025-06-30", "01/01/2025–30/06/2025"),
        ("year", None, None, "–"),
    ],
)
def test_periods(kind: str, start: Any, end: Any, text: str) -> None:
    assert formats.period_of(kind, start, end) == text


def test_search_key_folds_every_vietnamese_letter() -> None:
    assert search_key("Sở Công Thương Bến Tre, ĐẶNG Ưỡng") == "so cong thuong ben tre, dang uong"


def test_names_are_shortened_as_people_do() -> None:
    assert formats.short_name("Liên đoàn Lao động tỉnh Bến Tre") == "LĐLĐ tỉnh Bến Tre"
    assert formats.wrapped_name("Liên đoàn Lao động tỉnh Gia Lai (từ 01/07/2025)") == [
        "LĐLĐ tỉnh Gia Lai",
        "(từ 7/2025)",
    ]
    lines = formats.wrapped_name("Công đoàn cơ sở Bệnh viện Y học cổ truyền và Phục hồi chức năng tỉnh Lâm Đồng")
    assert len(lines) == 2
    assert lines[1].endswith("…")


@given(st.text(max_size=80))
def test_escapes_leave_nothing_that_acts(text: str) -> None:
    assert "<" not in formats.escape(text)
    assert "<" not in formats.plotly_text(text)
    assert "%{" not in formats.plotly_text(text)


def test_markdown_is_shown_letter_by_letter() -> None:
    assert formats.escape_markdown("**a** [x](y) $1$ :red[z]") == r"\*\*a\*\* \[x\]\(y\) \$1\$ \:red\[z\]"


@given(
    value=st.floats(min_value=-1e22, max_value=1e22, allow_nan=False),
    digits=st.integers(min_value=0, max_value=4),
    lang=st.sampled_from(texts.LANGUAGES),
)
def test_numbers_are_written_as_babel_writes_them(value: float, digits: int, lang: str) -> None:
    rounded = formats._half_up(value, digits)
    pattern = "#,##0" + ("." + "#" * digits if digits else "")
    written = format_decimal(rounded, format=pattern, locale=lang).replace("-", "−")
    # What is remembered makes no difference between nought and minus nought.
    assert formats._written.__wrapped__(rounded, digits, lang) == written


@pytest.mark.parametrize(
    ("low", "high", "unit", "text"),
    [
        (1_239_900_000, inf, "vnd", "≥ 1,23 tỷ đồng"),
        (0, 1_231_100_000, "vnd", "≤ 1,24 tỷ đồng"),
        (64_560_000_000, inf, "vnd", "≥ 64,56 tỷ đồng"),
        (355_403.7, inf, formats.FULL_MONEY, "≥ 355.403"),
        (66.666, 88.881, "percent", "66,66–88,89 %"),
        (0.29, inf, "", "≥ 0,29"),
    ],
)
def test_a_bound_is_never_told_narrower_than_it_is(low: float, high: float, unit: str, text: str) -> None:
    assert formats.bounded(high if low == 0 else low, low, high, unit=unit) == text


@pytest.mark.parametrize(
    ("low", "high", "text"),
    [
        (1_239_900_000, inf, "≥ +1,23 tỷ đồng"),
        (-inf, -1_239_900_000, "≤ −1,23 tỷ đồng"),
        (-1_231_100_000, 2_231_100_000, "từ −1,24 tỷ đồng đến +2,24 tỷ đồng"),
    ],
)
def test_a_difference_is_never_told_surer_than_it_is(low: float, high: float, text: str) -> None:
    value = high if low == -inf else low
    assert differences.signed_bounds(value, low, high, unit="vnd") == text


@given(st.floats(-1e12, 1e12), st.integers(0, 3))
def test_rounding_outward_stays_within_one_of_the_last_digit(value: float, digits: int) -> None:
    least, most = (float(_read_back(formats.number(value, digits, toward))) for toward in (-1, 1))
    trifle = 2e-9 * max(abs(value), 1.0)
    assert least <= value + trifle
    assert most >= value - trifle
    assert most - least <= 10.0**-digits + trifle


def _read_back(text: str) -> str:
    return text.replace(".", "").replace(",", ".").replace("−", "-")
