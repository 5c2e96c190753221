"""Kept answers: one per snapshot, question, view and scope; made once, never spoilt, never beyond the budget."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd
import pytest

from comparison.questions import Scope, View
from ui.data import MANY_BRANCHES, QUESTIONS, Answers, scope_key
from ui.kept import Kept, handed, size_of
from ui.url import Filters

EVERYTHING, NOTHING, TWO = Scope(), Scope(frozenset()), Scope(frozenset({"b", "a"}))


@dataclass(frozen=True)
class Answer:
    frame: pd.DataFrame
    by_name: dict[str, pd.DataFrame] = field(default_factory=dict)
    ids: tuple[str, ...] = ("a",)


def numbers(count: int = 3) -> pd.DataFrame:
    return pd.DataFrame({"value": [float(n) for n in range(count)], "name": [str(n) for n in range(count)]})


def test_a_scope_and_a_view_are_asked_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    assert len({scope_key(s) for s in (EVERYTHING, NOTHING, TWO)}) == 3
    assert scope_key(TWO) == scope_key(Scope(frozenset({"a", "b"})))
    asked: list[object] = []
    monkeypatch.setattr("ui.data.ANSWERS", Kept())
    monkeypatch.setattr("ui.data.opened", lambda path: path)
    monkeypatch.setattr("ui.data.in_view", lambda *_: ())

    def echo(*all_of: object) -> tuple[object, ...]:
        asked.append(all_of)
        return all_of

    monkeypatch.setitem(QUESTIONS, "echo", echo)
    for path in ("one.duckdb", "two.duckdb"):
        answers = Answers(Path(path))
        for scope in (EVERYTHING, NOTHING, TWO, Scope(frozenset({"a", "b"}))):
            for period in ("2023", "2024"):
                view = Filters(period).view(scope)
                assert answers.ask("echo", view, "metric") == (path, view, "metric")
    assert len(asked) == 2 * 3 * 2


@pytest.mark.parametrize(("branches", "are_made_together"), [(MANY_BRANCHES, False), (MANY_BRANCHES - 1, True)])
def test_answers_about_very_many_branches_are_made_one_after_the_other(
    branches: int, are_made_together: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.data.ANSWERS", Kept())
    monkeypatch.setattr("ui.data.opened", lambda path: path)
    monkeypatch.setattr("ui.data.in_view", lambda *_: range(branches))
    begun = {"2023": threading.Event(), "2024": threading.Event()}

    def make(_: object, view: View, other: str) -> bool:
        begun[view.period].set()
        return begun[other].wait(0.3)

    monkeypatch.setitem(QUESTIONS, "make", make)
    answers = Answers(Path("one.duckdb"))
    with ThreadPoolExecutor(2) as readers:
        years = (("2023", "2024"), ("2024", "2023"))
        met = [readers.submit(answers.ask, "make", Filters(year).view(EVERYTHING), other) for year, other in years]
        # The one made first waits in vain for the other where they take turns.
        assert all(one.result() for one in met) is are_made_together


@pytest.mark.parametrize("wrapped", [False, True])
def test_changing_what_was_handed_out_leaves_the_kept_answer_as_it_was(wrapped: bool) -> None:
    kept = Kept()

    def ask() -> pd.DataFrame:
        answer = kept.get("key", lambda: Answer(numbers(), {"x": numbers()}))
        return answer.by_name["x"] if wrapped else answer.frame

    mine = ask()
    mine["more"] = 1
    mine.loc[0, "value"] = 99.0
    mine.iloc[1, 0] = 99.0
    mine.columns = ["changed", "name", "more"]
    kept.get("key", lambda: None).by_name.pop("x" if not wrapped else "none", None)
    pd.testing.assert_frame_equal(ask(), numbers())


def test_an_answer_without_anything_to_change_is_handed_out_as_it_is() -> None:
    plain = ("a", 1, None)
    assert handed(plain) is plain


def test_one_answer_is_made_once_however_many_ask_together() -> None:
    kept, begun, go_on, made = Kept(), threading.Event(), threading.Event(), []

    def make() -> str:
        made.append(1)
        begun.set()
        assert go_on.wait(5)
        return "answer"

    found: list[str] = []
    threads = [threading.Thread(target=lambda: found.append(kept.get("key", make))) for _ in range(4)]
    for thread in threads:
        thread.start()
    assert begun.wait(5)
    go_on.set()
    for thread in threads:
        thread.join(5)
    assert found == ["answer"] * 4
    assert len(made) == 1


def test_what_could_not_be_answered_is_asked_again() -> None:
    kept = Kept()

    def fail() -> str:
        raise LookupError("no branch")

    with pytest.raises(LookupError):
        kept.get("key", fail)
    assert kept.get("key", lambda: "answer") == "answer"


def test_what_was_not_asked_for_longest_goes_first_when_the_budget_is_spent() -> None:
    size = size_of(numbers(1000))
    kept = Kept(budget=int(2.5 * size))
    for key in ("first", "second", "first", "third"):
        kept.get(key, lambda: numbers(1000))
    assert ["second" in kept, "first" in kept, "third" in kept] == [False, True, True]
    assert kept.used <= kept.budget


def test_columns_of_python_objects_count_towards_the_budget() -> None:
    plain = numbers(100)
    assert size_of(plain.assign(ids=[("a",)] * 100)) > size_of(plain) + 100 * 100


def test_a_few_large_answers_do_not_push_out_the_small_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    small, large = size_of(numbers(100)), size_of(numbers(5000))
    monkeypatch.setattr("ui.kept.LARGE_BYTES", 2 * small)
    kept = Kept(budget=int(1.4 * large))
    for key, count in (("first", 100), ("one", 5000), ("second", 100), ("other", 5000)):
        kept.get(key, lambda count=count: numbers(count))
    assert [key in kept for key in ("first", "one", "second", "other")] == [True, False, True, True]
    assert kept.used <= kept.budget
    kept.get("beyond all", lambda: numbers(50_000))
    assert [key in kept for key in ("first", "second", "beyond all")] == [True, True, True]
