"""What only the overview shows: its five headline figures, the states of targets, the doubts about the data."""

from __future__ import annotations

import streamlit as st

from ui import formats, pickers, url
from ui.blocks import empty, province_card, reporting_card, series_card, total_headline
from ui.cards import Card, beside, metric_name, show, show_some
from ui.profile_parts import findings
from ui.ranking import ranking_card
from ui.screen import Headline, Screen, section
from ui.screen import headlines as screen_headlines
from ui.target_cards import counts_by_state, states_card
from ui.texts import language, t


def headlines(screen: Screen) -> list[Headline]:
    """Who reported, members, welfare spending, targets met, branches that said nothing."""
    reporting = screen.answers.reporting(screen.view)
    spending = screen.answers.welfare_spending(screen.view).total
    targets = screen.answers.targets(screen.view)
    counts = counts_by_state(targets.counts)
    judged = counts["met"] + counts["not_met"]
    members = total_headline(screen.answers.total(screen.view, "members_total"))
    welfare = total_headline(spending)
    met = t("overview.met", met=formats.number(counts["met"], 0), judged=formats.number(judged, 0))
    open_ones = counts["undecided"] + counts["no_result"] + counts["running"]
    covered = reporting.coverage
    return [
        Headline(
            t("overview.reported"),
            f"{formats.number(covered.reported, 0)}/{formats.number(covered.in_view, 0)}",
            t("overview.reported.detail"),
        ),
        members,
        Headline(t("overview.welfare"), welfare.value, welfare.detail),
        Headline(
            t("overview.targets"),
            met if judged else t("overview.none_judged"),
            t("overview.targets.detail", open=formats.number(open_ones, 0)),
            url.link("/chi-tieu", url.to_query(screen.filters, language())),
        ),
        Headline(
            t("overview.silent"),
            formats.number(covered.in_view - covered.reported, 0),
            t("overview.silent.detail"),
            quality_link(screen, "do_phu"),
        ),
    ]


def states(screen: Screen) -> Card | None:
    """The bar of target states; None where nobody set a target."""
    answer = screen.answers.targets(screen.view)
    return None if answer.frame.empty else states_card(screen, answer)


def doubts(screen: Screen, most: int = 3) -> None:
    """The first doubts about the data in view, each leading to its branch, and where the others are."""
    frame = screen.answers.findings(screen.view)
    warned = frame[frame["severity"].isin(["error", "warning"])]
    if warned.empty:
        return
    section(t("overview.doubts"))
    findings(warned.head(most), screen)
    words = t("overview.doubts.link", n=formats.number(len(warned), 0))
    href = formats.escape(quality_link(screen, "nghi_van"))
    st.html(f'<p class="ud-more"><a href="{href}" target="_self">{formats.escape(words)}</a></p>')


def quality_link(screen: Screen, part: str) -> str:
    """A part of the page of sources and quality, under the same filter."""
    return url.link("/nguon-so-lieu", {url.SECTION: [part]} | url.to_query(screen.filters, language()))


def draw(screen: Screen) -> None:
    """The briefing: figures, who leads, targets and doubts beside it; provinces, years and reporting below."""
    screen_headlines(headlines(screen))
    left, right = st.columns([2, 1], gap="large")
    with left:
        metric, basis = pickers.metric_and_basis(screen, list(screen.answers.metrics().values()), "members_total")
        ranking = ranking_card(screen, metric, basis, most=10)
        if ranking.table.rows.empty:
            empty(screen, metric_name(metric), metric_id=metric.metric_id)
        else:
            show(ranking, screen)
    with right:
        show_some([states(screen)], screen)
        doubts(screen)
    beside([[province_card(screen, metric)], [reporting_card(screen), series_card(screen, metric)]], screen)
