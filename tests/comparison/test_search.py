"""A branch is found by what people type: no diacritics, decomposed letters, initials, words in any order."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

import pytest

from comparison.questions import EVERYTHING, Scope, View
from comparison.search import branches_in_scope, branches_in_view, named
from comparison.warehouse import Warehouse
from tests.comparison.small import opened, say, world_of, year

NAMES = ("Công đoàn cơ sở Sở Công Thương", "Công đoàn cơ sở Sở Y tế", "Công đoàn ngành Giáo dục Đà Nẵng")
PROVINCES = ("Bến Tre", "Bến Tre", "Đà Nẵng")


@pytest.fixture(scope="module")
def branches() -> Iterator[Warehouse]:
    world = world_of(3)
    for row, name, province in zip(world.tables["sent"]["branches"], NAMES, PROVINCES, strict=True):
        row |= {"name_vi": name, "province": province}
    for metric_id in ("members_total", "visits_count"):
        say(world, 1, metric_id, "5", year(2024))
    say(world, 0, "members_total", "5", year(2024))
    with opened(world) as warehouse:
        yield warehouse


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("so cong thuong ben tre", ["b0"]),
        ("SCT Bến Tre", ["b0"]),
        (unicodedata.normalize("NFD", "Sở Công Thương"), ["b0"]),
        ("tre ben thuong", ["b0"]),
        ("ben tre", ["b1", "b0"]),
        ("đà nẵng", ["b2"]),
        ("DA NANG giao", ["b2"]),
        ("", ["b1", "b0", "b2"]),
        ("khong co", []),
    ],
)
def test_words_find_the_branch_they_mean(branches: Warehouse, typed: str, expected: list[str]) -> None:
    found = branches_in_scope(branches, EVERYTHING, typed)
    assert list(found.frame["branch_id"]) == expected
    assert found.count == len(expected)


def test_a_search_counts_what_it_does_not_list(branches: Warehouse) -> None:
    found = branches_in_scope(branches, EVERYTHING, "ben tre", most=1)
    assert (list(found.frame["branch_id"]), found.count) == (["b1"], 2)


def test_a_search_stays_inside_filter_and_scope(branches: Warehouse) -> None:
    view = View("2024", tier="grassroots", provinces=("Vĩnh Long",))
    assert branches_in_view(branches, view, "so").count == 2
    assert branches_in_view(branches, View("2024", tier="upper_direct"), "so").count == 0
    assert list(branches_in_scope(branches, Scope(frozenset({"b2"})), "").frame["branch_id"]) == ["b2"]


def test_branches_are_named_in_the_order_asked_inside_the_scope(branches: Warehouse) -> None:
    assert list(named(branches, EVERYTHING, ("b2", "b0", "gone"))["name_vi"]) == [NAMES[2], NAMES[0]]
    assert named(branches, Scope(frozenset({"b1"})), ("b2", "b0")).empty
