"""What only the overview shows: its five headline figures, the states of targets, the doubts about the data."""

from __future__ import annotations

from collections.abc import Mapping

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
    members = total_headline(screen.answers.total(screen.view, "members_total"))
    welfare = total_headline(spending)
    covered = reporting.coverage
    return [
        Headline(
            t("overview.reported"),
            f"{formats.number(covered.reported, 0)}/{formats.number(covered.in_view, 0)}",
            t("overview.reported.detail"),
        ),
        members,
        Headline(t("overview.welfare"), welfare.value, welfare.detail),
        targets_headline(
            counts_by_state(targets.counts), url.link("/chi-tieu", url.to_query(screen.filters, language()))
        ),
        Headline(
            t("overview.silent"),
            formats.number(covered.in_view - covered.reported, 0),
            t("overview.silent.detail"),
            quality_link(screen, "do_phu"),
        ),
    ]


def targets_headline(counts: Mapping[str, int], link: str) -> Headline:
    """Met of those judged; where none is, how many of all were, and what the others stand at."""
    judged, every = counts["met"] + counts["not_met"], sum(counts.values())
    if not every:
        return Headline(t("overview.targets"), formats.MISSING, t("overview.targets.none"), link)
    others = ", ".join(
        t(f"overview.targets.{state}", n=formats.number(counts[state], 0))
        for state in ("running", "undecided", "no_result")
        if counts[state]
    )
    if not judged:
        of_all = t("overview.of", part=formats.number(0, 0), whole=formats.number(every, 0))
        return Headline(t("overview.judged"), of_all, others, link)
    met = t("overview.of", part=formats.number(counts["met"], 0), whole=formats.number(judged, 0))
    detail = t("overview.targets.others", others=others) if others else t("overview.targets.all_judged")
    return Headline(t("overview.targets"), met, detail, link)


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
        offered = list(screen.answers.metrics().values())
        metric, basis = pickers.metric_and_basis(screen, offered, "members_total")
        ranking = ranking_card(screen, metric, basis, most=10)
        if ranking.table.rows.empty:
            empty(screen, metric_name(metric), metric_id=metric.metric_id, others=offered)
        else:
            show(ranking, screen)
    with right:
        show_some([states(screen)], screen)
        doubts(screen)
    beside([[province_card(screen, metric)], [reporting_card(screen), series_card(screen, metric)]], screen)
