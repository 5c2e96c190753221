"""Membership: head counts, admissions and grassroots unions of the branches side by side."""

from __future__ import annotations

from ui import blocks, cards, pickers, screen
from ui.ranking import ranking_card
from ui.texts import t

HEADLINES = ("members_total", "members_female", "members_admitted", "grassroots_unions", "grassroots_unions_founded")

now = screen.current()
screen.head(t("page.membership"), now, t("page.membership.question"))
screen.headlines([blocks.total_headline(now.answers.total(now.view, m)) for m in HEADLINES])
metric, basis = pickers.metric_and_basis(now, pickers.metrics_of(now, ["membership"]), "members_total")
ranking = ranking_card(now, metric, basis)
if ranking.table.rows.empty:
    blocks.empty(now, cards.metric_name(metric))
else:
    cards.show(ranking, now)
stated = blocks.stated_card(now, now.answers.total(now.view, metric.metric_id))
cards.beside([[blocks.province_card(now, metric)], [blocks.series_card(now, metric), stated]], now)
cards.sources_at_foot(now)
