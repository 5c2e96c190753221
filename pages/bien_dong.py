"""Changes: what moved most between two periods, and where each branch stands among its peers."""

from __future__ import annotations

import streamlit as st

from ui import cards, choices, depth, heat_cards, mover_cards, pickers, screen, url
from ui.texts import t

now = screen.current()
screen.head(t("page.changes"), now, t("page.changes.question"))
metrics = list(now.answers.metrics().values())
metric, basis = pickers.metric_and_basis(now, metrics, mover_cards.default_metric(now))
with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
    earlier = mover_cards.earlier(now, metric)
    per_year = (
        now.filters.grain == "term"
        and metric.measure == "flow"
        and choices.switch(now.page, url.PER_YEAR, t("movers.per_year"))
    )
moved = depth.moved(now.answers, now.view, metric.metric_id, earlier, basis, per_year) if earlier else None
if moved is None or moved.frame.empty:
    mover_cards.nothing(now, metric)
else:
    screen.headlines(mover_cards.headlines(moved))
    cards.show(mover_cards.movers_card(now, moved, basis), now)
screen.section(t("heat.section"), t("heat.section.text"))
heat_cards.draw(now, basis)
cards.sources_at_foot(now)
