"""Emulation: ratings over the years, and honours and initiatives of the branches side by side."""

from __future__ import annotations

from ui import blocks, cards, pickers, rating_cards, screen
from ui.ranking import ranking_card
from ui.texts import t

now = screen.current()
screen.head(t("page.emulation"), now, t("page.emulation.question"))
metric, basis = pickers.metric_and_basis(
    now, [m for m in pickers.metrics_of(now, ["emulation"]) if m.unit != "rank"], "initiatives"
)
if now.filters.grain == "term" and metric.unit == "person":
    screen.remark(t("emulation.person_times"))
ranking = ranking_card(now, metric, basis)
if ranking.table.rows.empty:
    blocks.empty(now, cards.metric_name(metric))
else:
    cards.show(ranking, now)
screen.section(t("ratings.section"), t("ratings.text"))
grid = now.answers.rating_grid(now.view)
if grid.coverage.reported:
    cards.show(rating_cards.rating_card(now, grid), now)
else:
    screen.remark(t("ratings.none"))
cards.beside([[blocks.province_card(now, metric)], [blocks.series_card(now, metric)]], now)
cards.sources_at_foot(now)
