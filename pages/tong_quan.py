"""Overview: how the branches stand, who leads, who misses targets, who has not reported."""

from __future__ import annotations

from ui import blocks, cards, overview, pickers, screen
from ui.ranking import ranking_card
from ui.texts import t

now = screen.current()
screen.head(t("page.overview.title"), now, t("page.overview.question"))
screen.headlines(overview.headlines(now))
metric, basis = pickers.metric_and_basis(now, list(now.answers.metrics().values()), "members_total")
ranking = ranking_card(now, metric, basis)
if ranking.table.rows.empty:
    blocks.empty(now, cards.metric_name(metric))
else:
    cards.show(ranking, now)
smaller = [overview.states(now), blocks.reporting_card(now), blocks.series_card(now, metric)]
cards.beside([[blocks.province_card(now, metric)], smaller], now)
overview.doubts(now)
cards.sources_at_foot(now)
