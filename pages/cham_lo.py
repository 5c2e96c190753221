"""Welfare: what was spent on members, for what, beside what was lent, raised and saved."""

from __future__ import annotations

from ui import blocks, cards, pickers, screen, welfare_cards
from ui.ranking import ranking_card
from ui.texts import t

now = screen.current()
spending = now.answers.welfare_spending(now.view)
screen.head(t("page.welfare"), now, t("page.welfare.question"))
screen.headlines(welfare_cards.headlines(now, spending))
if spending.coverage.reported:
    cards.show(welfare_cards.composition_card(now, spending), now)
    parts = welfare_cards.parts_card(now, spending)
    if parts is not None:
        cards.show(parts, now)
else:
    blocks.empty(now, t("page.welfare"))
screen.section(t("welfare.metrics.title"), t("welfare.metrics.text"))
metric, basis = pickers.metric_and_basis(now, pickers.metrics_of(now, ["welfare"]), "tet_support_count")
ranking = ranking_card(now, metric, basis)
if ranking.table.rows.empty:
    blocks.empty(now, cards.metric_name(metric), offers=bool(spending.coverage.reported))
else:
    cards.show(ranking, now)
    cards.beside([[blocks.province_card(now, metric)], [blocks.series_card(now, metric)]], now)
screen.section(t("welfare.apart.title"), t("welfare.apart.text"))
welfare_cards.show_apart(now, spending)
cards.sources_at_foot(now)
