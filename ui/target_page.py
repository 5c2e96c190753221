"""The parts of the page of targets, one function each."""

from __future__ import annotations

from collections.abc import Callable

from ui import cards, screen, target_cards, target_depth, target_matrix, target_offers
from ui.screen import Screen
from ui.target_rows import TargetRows
from ui.texts import t


def results(now: Screen) -> None:
    """Who set what, and whether it was reached."""
    answer = now.answers.targets(now.view)
    if answer.frame.empty:
        target_offers.draw(now)
        return
    rows = TargetRows(answer.frame)
    screen.headlines(target_cards.headlines(answer, rows))
    groups = target_cards.group_words(rows)
    cards.show(target_matrix.matrix_card(now, answer, rows, groups), now)
    results = target_depth.results_card(now, rows, groups=groups)
    cards.show_some([results, target_cards.targets_card(now, answer, rows, groups)], now)


def running(now: Screen) -> None:
    """What is running, against the time that has gone."""
    card = target_depth.pace_card(now, now.answers.ask("pace", now.view))
    if card is None:
        screen.remark(t("pace.none"))
    else:
        cards.show(card, now)


def by_place(now: Screen) -> None:
    """States by province and by sector."""
    kinds = ("province", "sector")
    found = [target_depth.groups_card(now, now.answers.ask("attainment_by", now.view, k), k) for k in kinds]
    if not any(found):
        screen.remark(t("groups.none"))
    cards.beside([[card] for card in found], now)


def coming(now: Screen) -> None:
    """What is aimed at now beside what the last term achieved."""
    card = target_depth.next_term_card(now, now.answers.ask("next_term", now.view))
    if card is None:
        screen.remark(t("next.none"))
    else:
        cards.show(card, now)


PARTS: dict[str, Callable[[Screen], None]] = {
    "ket_qua": results,
    "tien_do": running,
    "dia_ban": by_place,
    "ky_truoc": coming,
}


def offered(now: Screen) -> tuple[str, ...]:
    """The parts that mean something; only terms have a term before."""
    return tuple(p for p in PARTS if p != "ky_truoc" or now.filters.grain == "term")
