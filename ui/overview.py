"""What only the overview shows: its five headline figures, the states of targets, the doubts about the data."""

from __future__ import annotations

import streamlit as st

from ui import formats
from ui.blocks import total_headline
from ui.cards import Card
from ui.profile_parts import findings
from ui.screen import Headline, Screen, section
from ui.target_cards import counts_by_state, states_card
from ui.texts import t


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
            met if judged else t("missing.short"),
            t("overview.targets.detail", open=formats.number(open_ones, 0)),
        ),
        Headline(
            t("overview.silent"),
            formats.number(covered.in_view - covered.reported, 0),
            t("overview.silent.detail"),
        ),
    ]


def states(screen: Screen) -> Card | None:
    """The bar of target states; None where nobody set a target."""
    answer = screen.answers.targets(screen.view)
    return None if answer.frame.empty else states_card(screen, answer)


def doubts(screen: Screen) -> None:
    """Doubts about the data in view, if any."""
    frame = screen.answers.findings(screen.view)
    warned = frame[frame["severity"].isin(["error", "warning"])]
    if warned.empty:
        return
    section(t("overview.doubts"), t("overview.doubts.text"))
    findings(warned.head(6))
    if len(warned) > 6:
        st.caption(t("overview.doubts.more", n=formats.number(len(warned) - 6, 0)))
