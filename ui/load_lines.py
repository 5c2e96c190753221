"""Tables of the page that loads figures: beside each other where there is room, a row below another on a phone."""

from __future__ import annotations

import json

import streamlit as st

from ui import cards
from ui.cards import Card
from ui.screen import Screen
from ui.texts import t


def show(card: Card, now: Screen) -> None:
    """Draw a card whose rows are read one by one on a phone, each cell with the name of its column in front."""
    st.html(f"<style>{phone_style(card)}</style>")
    cards.show(card, now)


def phone_style(card: Card) -> str:
    """The names of the columns for ui/style.css, which stacks the cells of these cards; the first one names the row."""
    shown = [column for column in card.table.columns if not column.only_in_files]
    rules = (
        f".st-key-card_{card.key} .ud-table td:nth-child({place})::before {{ content: {_css(column.label)}; }}"
        for place, column in enumerate(shown[1:], start=2)
    )
    return "@media (max-width: 640px) { " + " ".join(rules) + " }"


def _css(label: str) -> str:
    """A text for a style sheet: what could end the string or the element is written by its number."""
    return json.dumps(t("load.label", name=label), ensure_ascii=False).replace("<", "\\3c ").replace(">", "\\3e ")
