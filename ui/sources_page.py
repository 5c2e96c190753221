"""The page of sources and quality as a whole: its headline figures and its parts, one at a time."""

from __future__ import annotations

import streamlit as st

from ui import choices, coverage_cards, depth, finding_cards, formats, source_cards, url
from ui.screen import Headline, Screen, headlines, remark
from ui.texts import t, tn

PARTS = ("do_phu", "nghi_van", "khac_nhau", "tep", "danh_muc")


def draw(screen: Screen) -> None:
    """Headlines, then the part that was chosen; a source asked for by its id goes first."""
    source_id = choices.kept(screen.page, url.SOURCE, "") or ""
    if source_id:
        choices.note(screen.page, url.SOURCE, str(source_id))
        source_cards.one(screen, str(source_id))
        st.button(t("sources.all"), key="all_sources", on_click=_all, args=(screen.page,))
        return
    # What was loaded is not of a year or a place: an error in a file is there whatever the filter says.
    remark(t("quality.everything", covered=t("sources.part.do_phu")))
    headlines(_headlines(screen))
    part = choices.one(
        screen.page, url.SECTION, t("sources.part"), {p: t(f"sources.part.{p}") for p in PARTS}, PARTS[0]
    )
    if part == "do_phu":
        coverage_cards.draw(screen)
    elif part == "nghi_van":
        finding_cards.findings(screen)
    elif part == "khac_nhau":
        finding_cards.conflicts(screen)
    elif part == "tep":
        finding_cards.rejects(screen)
        finding_cards.builds(screen)
    else:
        source_cards.listed(screen)


def _all(page: str) -> None:
    choices.keep(page, url.SOURCE, "")
    choices.keep(page, url.SECTION, "danh_muc")


def _headlines(screen: Screen) -> list[Headline]:
    sources = depth.of_scope(screen.answers, "source_list", screen.scope)
    info = screen.answers.snapshot_info()
    known = depth.of_scope(screen.answers, "quality_counts", screen.scope)
    read = {"n": formats.number(info["rows_in"], 0), "accepted": formats.number(info["rows_accepted"], 0)}
    told = known.findings - known.warned
    in_filter = screen.answers.doubts(screen.view, 0).count
    doubts = (
        tn("quality.findings.detail", told, n=formats.number(told, 0)),
        tn("quality.findings.in_filter", in_filter, n=formats.number(in_filter, 0)),
    )
    figures = {
        "sources": (len(sources), t("quality.sources.detail", n=formats.number(int(sources["figures"].sum()), 0))),
        "findings": (known.warned, "; ".join(doubts)),
        "conflicts": (known.differing, t("quality.conflicts.detail")),
        "rejected": (
            info["rows_rejected"],
            t("quality.rejected.detail", **read),
        ),
    }
    return [Headline(t(f"quality.{name}"), formats.number(n, 0), detail) for name, (n, detail) in figures.items()]
