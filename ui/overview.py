"""What only the overview shows: its five headline figures, what stands out, the map and the states of targets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import streamlit as st

from comparison.highlights import Highlight
from ui import formats, highlights, pickers, url
from ui.blocks import by_years_words, empty, province_card, reporting_card, series_card, total_headline
from ui.cards import Card, beside, metric_name, show, show_some
from ui.profile_parts import findings
from ui.ranking import ranking_card
from ui.screen import Headline, Screen, quality_link, section, tell
from ui.screen import headlines as screen_headlines
from ui.target_cards import counts_by_state, states_card
from ui.target_rows import turns
from ui.texts import language, t, tn
from ui.told import Remark

# What the page opens with, and how many doubts it tells one by one.
METRIC = "members_total"
MOST_DOUBTS = 3


def headlines(screen: Screen, found: tuple[Highlight, ...]) -> list[Headline]:
    """Who reported, members, welfare spending, targets met, branches that said nothing."""
    reporting = screen.answers.reporting(screen.view)
    spending = screen.answers.welfare_total(screen.view)
    targets = screen.answers.target_counts(screen.view)
    members = total_headline(screen.answers.total(screen.view, METRIC))
    change = highlights.common_change(screen, found)
    members = replace(members, detail=f"{members.detail}. {change}") if change else members
    welfare = total_headline(spending)
    covered = reporting.coverage
    is_term = screen.filters.grain == "term"
    heard = t("overview.reported.term" if is_term else "overview.reported.detail")
    return [
        Headline(
            t("overview.reported"),
            f"{formats.number(covered.reported, 0)}/{formats.number(covered.in_view, 0)}",
            f"{heard}; {by_years_words(reporting)}" if reporting.by_years else heard,
        ),
        members,
        Headline(t("overview.welfare"), welfare.value, welfare.detail, metric=spending.metric),
        targets_headline(
            counts_by_state(targets.counts),
            url.link("/chi-tieu", url.to_query(screen.filters, language())),
            targets.targets,
        ),
        Headline(
            t("overview.silent"),
            formats.number(len(reporting.silent), 0),
            t("overview.silent.term" if is_term else "overview.silent.detail"),
            quality_link(screen, "do_phu"),
            more=t("overview.silent.link"),
        ),
    ]


def targets_headline(counts: Mapping[str, int], link: str, targets: int | None = None) -> Headline:
    """Met of those judged; where none is, how many of all were, and what the others stand at. Of fewer `targets` than
    there are judgements it is the judgements that are counted, and said so."""
    judged, every = counts["met"] + counts["not_met"], sum(counts.values())
    is_by_year = targets is not None and every > targets
    of = f"; {tn('overview.targets.of', targets, n=formats.number(targets, 0))}" if targets and is_by_year else ""
    if not every:
        return Headline(t("overview.targets"), formats.MISSING, t("overview.targets.none"), link)
    others = ", ".join(
        t(f"overview.targets.{state}", n=formats.number(counts[state], 0))
        for state in ("running", "undecided", "no_result")
        if counts[state]
    )
    if not judged:
        of_all = t("overview.of", part=formats.number(0, 0), whole=formats.number(every, 0))
        return Headline(t(turns("overview.judged", is_by_year)), of_all, others + of, link)
    met = t("overview.of", part=formats.number(counts["met"], 0), whole=formats.number(judged, 0))
    whole = t(turns("overview.targets.all_judged", is_by_year))
    detail = t("overview.targets.others", others=others) if others else whole
    return Headline(t(turns("overview.targets", is_by_year)), met, detail + of, link)


def states(screen: Screen) -> Card | None:
    """The bar of target states; None where nobody set a target."""
    answer = screen.answers.target_counts(screen.view)
    return states_card(screen, answer) if answer.targets else None


def doubts(screen: Screen, most: int = MOST_DOUBTS) -> None:
    """The first doubts about the data in view, each leading to its branch."""
    # One more takes no more room than the words that there is one.
    found = screen.answers.doubts(screen.view, most + 1)
    if not found.count:
        return
    section(t("overview.doubts"))
    shown = found.first if found.count <= most + 1 else found.first.head(most)
    findings(shown, screen)
    if rest := found.count - len(shown):
        more = tn("overview.doubts.rest", rest, n=formats.number(rest, 0))
        link = tn("overview.doubts.link", found.count, n=formats.number(found.count, 0))
        tell(Remark(more))
        href = formats.escape(quality_link(screen, "nghi_van"))
        st.html(
            f'<p class="ud-more">{formats.escape(more)}. <a href="{href}" target="_self">{formats.escape(link)}</a></p>'
        )


def draw(screen: Screen) -> None:
    """The briefing on the first screen: figures, what stands out beside the map, the state of targets; then who leads,
    who reported, and the years."""
    found = screen.answers.highlights(screen.view)
    screen_headlines(headlines(screen, found))
    words, map_of_country = st.container(key="first_screen").columns([11, 10], gap="large")
    with words:
        highlights.draw(screen)
        show_some([states(screen)], screen)
    place = map_of_country.container()
    offered = list(screen.answers.metrics().values())
    metric, basis = pickers.metric_and_basis(screen, offered, METRIC)
    with place:
        show_some([province_card(screen, metric, is_low=True)], screen)
    ranking = ranking_card(screen, metric, basis, most=10)
    if not len(ranking.table.rows):
        empty(screen, metric_name(metric), metric_id=metric.metric_id, others=offered)
    else:
        show(ranking, screen)
    beside([[series_card(screen, metric)], [reporting_card(screen)]], screen)
    doubts(screen)
