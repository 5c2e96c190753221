"""What the reader sets side by side: subjects found by name, metrics, periods, basis and a reference."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import streamlit as st

from comparison import catalogue
from comparison.questions import View
from comparison.search import Found
from comparison.side_by_side import FEWEST, MOST
from ui import choices, depth, formats, pickers, theme, url
from ui.filters import branch_label, found_text
from ui.pickers import BASES
from ui.rows import mappings
from ui.screen import Screen
from ui.texts import coded, t

KINDS = {"don_vi": "branch", "tinh": "province", "nganh": "sector"}
CODES = {kind: code for code, kind in KINDS.items()}
MOST_METRICS, MOST_PERIODS, USUAL_METRICS = 4, 4, 3
FIND = "find_subject"


@dataclass(frozen=True)
class Choice:
    """What is set side by side. `names` are the subjects' labels, `colours` theirs on every chart."""

    kind: str
    subjects: tuple[str, ...]
    names: Mapping[str, str]
    metric_ids: tuple[str, ...]
    periods: tuple[str, ...]
    basis: str
    reference: str

    @property
    def is_ready(self) -> bool:
        """Whether there is enough to compare."""
        return len(self.subjects) >= FEWEST and bool(self.metric_ids) and bool(self.periods)

    def asked(self, basis: str) -> tuple[object, ...]:
        """The choice as the read model takes it."""
        return (self.subjects, self.metric_ids, self.kind, self.periods, basis, self.reference)


def choose(screen: Screen) -> Choice:
    """Draw the pickers and return what is chosen."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        codes = {k: t(f"compare.kind.{k}") for k in KINDS}
        kind = KINDS[choices.one(screen.page, url.KIND, t("compare.kind"), codes, "don_vi")]
        search = _search() if kind == "branch" else ""
    found = screen.answers.found(depth.without_choice(screen.view), search) if search else None
    names = subject_names(screen, kind, found)
    subjects = _subjects(screen, kind, names, found)
    left, right = st.columns([3, 2])
    with left:
        metric_ids = _metrics(screen, kind, subjects)
    with right:
        periods = _periods(screen)
    basis, reference = "value", ""
    if len(subjects) >= FEWEST:
        with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
            basis = _basis(screen, metric_ids)
            options = {"": t("compare.reference.none")} | {s: names[s] for s in subjects}
            reference = choices.one(
                screen.page, url.REFERENCE, t("compare.reference"), options, "", style="list", width=420
            )
    return Choice(kind, subjects, names, metric_ids, periods, basis, reference)


def subject_names(screen: Screen, kind: str, found: Found | None = None) -> dict[str, str]:
    """What of a kind can be compared, by its name; of branches those chosen, found, and with most figures."""
    view = depth.without_choice(screen.view)
    options = screen.answers.filter_options(view)
    if kind == "branch":
        said = choices.kept(screen.page, url.SUBJECTS, ())
        wanted = tuple(said.split(",")) if isinstance(said, str) else tuple(said)
        chosen = screen.answers.named(view, tuple(dict.fromkeys((*wanted, *screen.filters.branch_ids))))
        there = [chosen, options.branches] if found is None else [chosen, found.frame, options.branches]
        return {str(r["branch_id"]): branch_label(r) for rows in there for r in mappings(rows)}
    rows = options.provinces if kind == "province" else options.sectors
    return {str(v): coded("sector", str(v)) if kind == "sector" else str(v) for v in rows["value"] if v}


def _search() -> str:
    hint = t("filter.branch_search.hint")
    return str(st.text_input(t("compare.find"), key=FIND, placeholder=hint, persist_state="session", width=420) or "")


def _subjects(screen: Screen, kind: str, names: Mapping[str, str], found: Found | None) -> tuple[str, ...]:
    offered = None
    if found is not None:
        offered = [str(b) for b in found.frame["branch_id"]]
        st.caption(found_text(found, within=True))
        _found(screen, offered, names)
    coloured = screen.filters.branch_ids if kind == "branch" else ()
    return choices.many(
        screen.page,
        url.SUBJECTS,
        t(f"compare.subjects.{kind}", most=formats.number(MOST, 0)),
        names,
        coloured if FEWEST <= len(coloured) <= MOST else (),
        most=MOST,
        placeholder=t("compare.subjects.hint"),
        offered=offered,
    )


def _found(screen: Screen, found: list[str], names: Mapping[str, str]) -> None:
    """What the words typed have found, to be added with a click."""
    with st.container(horizontal=True):
        for branch_id in found[:8]:
            st.button(
                f"+ {formats.escape_markdown(names[branch_id])}",
                key=f"add_{branch_id}",
                on_click=_add,
                args=(screen.page, branch_id),
            )


def _add(page: str, branch_id: str) -> None:
    chosen = list(st.session_state.get(choices.key(page, url.SUBJECTS), []))
    if branch_id not in chosen and len(chosen) < MOST:
        choices.keep(page, url.SUBJECTS, [*chosen, branch_id])
    st.session_state[FIND] = ""


def _of_subjects(screen: Screen, kind: str, subjects: tuple[str, ...]) -> View:
    """The view of the subjects alone, to see which metrics they have."""
    view = depth.without_choice(screen.view)
    if not subjects:
        return view
    if kind == "branch":
        return replace(view, branch_ids=subjects)
    return replace(view, provinces=subjects) if kind == "province" else replace(view, sectors=subjects)


def _metrics(screen: Screen, kind: str, subjects: tuple[str, ...]) -> tuple[str, ...]:
    metrics = screen.answers.metrics()
    covered = depth.counts(screen.answers, _of_subjects(screen, kind, subjects))
    counts = {m: covered[m].reported for m in metrics}
    labels = pickers.metric_labels(metrics.values(), counts)
    fullest = sorted((m for m in metrics if counts[m]), key=lambda m: -counts[m])
    return choices.many(
        screen.page,
        url.METRIC,
        t("compare.metrics", most=formats.number(MOST_METRICS, 0)),
        labels,
        fullest[:USUAL_METRICS] or ["members_total"],
        most=MOST_METRICS,
        help=t("compare.metrics.help"),
        names=pickers.metric_names(metrics.values()),
        also=pickers.metric_words(metrics.values()),
    )


def _periods(screen: Screen) -> tuple[str, ...]:
    options = screen.answers.filter_options(depth.without_choice(screen.view)).periods
    rows = options[options["grain"] == screen.filters.grain]
    labels = {screen.filters.period: screen.filters.period} | {
        str(r["value"]): f"{r['value']} ({formats.number(r['figures'], 0)})" for r in mappings(rows)
    }
    name = t("compare.periods.year" if screen.filters.grain == "year" else "compare.periods.term")
    picked = choices.many(screen.page, url.PERIODS, name, labels, [screen.filters.period], most=MOST_PERIODS)
    order = [str(v) for v in rows["value"]][::-1]
    return tuple(sorted(picked, key=lambda p: order.index(p) if p in order else len(order)))


def _basis(screen: Screen, metric_ids: tuple[str, ...]) -> str:
    """By value or per member, where one of the metrics has such a value."""
    metrics = screen.answers.metrics()
    if not any(catalogue.has_per_member(metrics[m]) for m in metric_ids):
        return "value"
    labels = {code: t(f"compare.basis.{basis}") for code, basis in BASES.items()}
    return BASES[choices.one(screen.page, url.BASIS, t("picker.basis"), labels, "gia_tri")]


def colours(screen: Screen, subjects: tuple[str, ...]) -> dict[str, str]:
    """A colour for each subject: the one it carries elsewhere, else the next that is free."""
    taken = {s: screen.chosen[s] for s in subjects if s in screen.chosen}
    free = [c for c in screen.colours.chosen if c not in taken.values()]
    return (
        {s: taken.get(s) or free.pop(0) for s in subjects}
        if len(subjects) <= len(screen.colours.chosen)
        else (theme.chosen_colours(subjects, screen.colours))
    )
