"""What briefings are made of: colours for paper, widths of columns, names of sheets, a browser that cannot hang."""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui import theme
from ui.briefing import chromium, gather, light, pdf, word_xml, workbook
from ui.briefing.columns import SIDEWAYS, SIZES, UPRIGHT, fitted
from ui.briefing.model import Cell, Citation, Grid, Head

WORDS = st.text(st.sampled_from("abc đ ơ1.≥"), max_size=60)


def stand_in(folder: Path, what: str) -> str:
    """A program that is started in place of Chromium."""
    path = folder / "stand-in"
    path.write_text(f"#!/bin/bash\n{what}\n")
    path.chmod(0o755)
    return str(path)


def running_in(group: int) -> list[str]:
    """The processes of a group that still run; what is dead and waits to be buried by the system does not count."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            name, _, rest = folder.joinpath("stat").read_text().rpartition(")")
        except (FileNotFoundError, ProcessLookupError):
            continue
        state, _, owner = rest.split()[:3]
        if int(owner) == group and state not in "ZX":
            found.append(name)
    return found


def all_gone(group: int) -> bool:
    """Whether nothing of the group runs; a killed process may take a moment to die."""
    limit = time.monotonic() + 5
    while running_in(group) and time.monotonic() < limit:
        os.sched_yield()
    return not running_in(group)


def test_a_browser_that_says_nothing_is_ended_in_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = tmp_path / "pid"
    monkeypatch.setenv("UNION_CHROMIUM", stand_in(tmp_path, f"echo $$ > {told}; sleep 600 & sleep 600"))
    monkeypatch.setattr(chromium, "LIFE_SECONDS", 1.0)
    began = time.monotonic()
    with pytest.raises(chromium.BrowserFailed, match="no answer"), chromium.browser():
        pass
    assert time.monotonic() - began < 10
    assert all_gone(int(told.read_text()))


def test_a_browser_that_ends_says_its_last_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UNION_CHROMIUM", stand_in(tmp_path, "echo no display here >&2; exit 3"))
    with pytest.raises(chromium.BrowserFailed, match="no display here"), chromium.browser():
        pass


def test_a_browser_that_cannot_number_pages_counts_as_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = r'{"id":1,"result":{"product":"Chrome/120.0.1"}}\0'
    monkeypatch.setenv("UNION_CHROMIUM", stand_in(tmp_path, f"printf '{answer}' >&4; read -r -n 1 -u 3"))
    with pytest.raises(chromium.BrowserMissing, match="120"), chromium.browser():
        pass


def test_one_browser_at_a_time_and_no_waiting_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chromium, "WAIT_SECONDS", 0.05)
    problems: list[BaseException] = []

    def other() -> None:
        try:
            with chromium.browser():
                problems.append(AssertionError("a second browser was started"))
        except chromium.BrowserBusy as problem:
            problems.append(problem)

    with chromium.browser():
        waiting = threading.Thread(target=other)
        waiting.start()
        waiting.join(20)
    assert [type(p) for p in problems] == [chromium.BrowserBusy]
    monkeypatch.setattr(chromium, "WAIT_SECONDS", 20.0)
    with chromium.browser() as free:
        assert free.run(free.page(), "1 + 1") == 2


def test_nothing_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # A path too long for the sockets in it: the folder is made elsewhere.
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / ("x" * 100)))
    with chromium.browser() as running:
        group, written = running._process.pid, running._log.parent
        assert running._log.exists()
        running.page("<p>x</p>")
        assert running_in(group)
    assert all_gone(group)
    assert not written.exists()


def test_a_page_runs_no_script_of_its_own_and_asks_for_nothing(tmp_path: Path) -> None:
    html = '<p id=a>x</p><script>document.getElementById("a").textContent = "ran"</script>'
    with chromium.browser() as running:
        session = running.page(f"{csp()}{html}")
        assert running.run(session, 'document.getElementById("a").textContent') == "x"


def csp() -> str:
    """What the document of a briefing allows itself."""
    text = (pdf.FOLDER / "briefing.html").read_text(encoding="utf-8")
    return next(line for line in text.splitlines() if "Content-Security-Policy" in line)


@pytest.mark.parametrize(
    ("colour", "paper"),
    [
        (theme.DARK.accent, theme.LIGHT.accent),
        (theme.LIGHT.accent, theme.LIGHT.accent),
        ("#123456", "#123456"),
        ("color-mix(in srgb, #ff0000 50%, #000000)", "#800000"),
        (f"color-mix(in srgb, {theme.DARK.accent} 0%, {theme.DARK.paper})", theme.LIGHT.paper),
    ],
)
def test_colours_on_paper(colour: str, paper: str) -> None:
    assert light.colour_for_paper(colour) == paper


def test_a_colour_written_in_another_way_is_refused() -> None:
    with pytest.raises(ValueError, match="rebeccapurple"):
        light.colour_for_paper("rebeccapurple")


def test_every_dark_colour_has_one_light_meaning() -> None:
    found: dict[str, set[str]] = {}
    for dark, paper in pairs(vars(theme.DARK), vars(theme.LIGHT)):
        found.setdefault(dark, set()).add(paper)
    assert len(found) > 30
    assert {dark: papers for dark, papers in found.items() if len(papers) > 1} == {}


def pairs(dark: object, paper: object) -> list[tuple[str, str]]:
    if isinstance(dark, str):
        return [(dark, str(paper))] if dark.startswith("#") else []
    both = [list(x.values()) if isinstance(x, dict) else list(x) for x in (dark, paper)]  # type: ignore[call-overload]
    return [pair for one, other in zip(*both, strict=True) for pair in pairs(one, other)]


def test_figures_lose_their_links_and_keep_names_that_look_like_colours() -> None:
    figure = theme.new_figure(theme.DARK, 200)
    name = f"x {theme.DARK.accent}"
    figure.add_bar(x=[1], y=[f'<a href="/x">{name}</a>'], marker={"color": theme.DARK.accent}, orientation="h")
    plain = light.figure_for_paper(figure, True, 672)
    assert plain["data"][0]["y"] == [name]
    assert plain["data"][0]["marker"]["color"] == theme.LIGHT.accent
    assert plain["layout"]["font"]["color"] == theme.LIGHT.ink
    assert plain["layout"]["width"] == 672


def grid(rows: list[list[str]]) -> Grid:
    heads = tuple(Head(f"Cột {n}", n % 2 == 1, n == 0) for n in range(len(rows[0])))
    return Grid(heads, tuple(tuple(Cell(text) for text in row) for row in rows))


@given(st.integers(1, 30).flatmap(lambda n: st.lists(st.lists(WORDS, min_size=n, max_size=n), min_size=1, max_size=6)))
def test_no_table_is_wider_than_the_page_and_no_cell_is_lost(rows: list[list[str]]) -> None:
    whole = grid(rows)
    parts = fitted(whole)
    for part in parts:
        assert sum(part.widths) <= (SIDEWAYS if part.is_sideways else UPRIGHT) + 0.01
        assert part.size in SIZES
        assert len(part.widths) == len(part.grid.heads)
    labels = [h.label for part in parts for h in (part.grid.heads if part is parts[0] else part.grid.heads[1:])]
    assert labels == [h.label for h in whole.heads]
    for part in parts:
        assert [row[0].text for row in part.grid.rows] == [row[0] for row in rows]


def test_a_narrow_table_stays_upright_and_large() -> None:
    (only,) = fitted(grid([["Công đoàn cơ sở Sở Công Thương", "1.234", "x"]] * 3))
    assert not only.is_sideways
    assert only.size == SIZES[0]
    assert sum(only.widths) == pytest.approx(UPRIGHT)


def test_sheets_have_names_that_excel_takes() -> None:
    titles = ["Đoàn viên: so sánh [a] *?/\\ 'x' " + "dài " * 20] * 12
    names = workbook.names(titles)
    assert len({name.lower() for name in names}) == 12
    assert all(0 < len(name) <= 31 for name in names)
    assert not [name for name in names if set(name) & set("[]:*?/\\'")]


@given(st.text(max_size=80))
def test_css_strings_cannot_be_left(text: str) -> None:
    inside = pdf.css_text(text)[1:-1]
    assert not set(inside) & set("\"'<>&;{}\n")


@given(st.text(max_size=80))
def test_word_takes_every_text(text: str) -> None:
    kept = word_xml.clean(text)
    word_xml.bare_table([[[("Label", text)]]], [100.0])
    assert "\0" not in kept
    assert len(kept) <= len(text)


def test_runs_of_source_numbers_are_drawn_together() -> None:
    assert gather.spans({1, 3, 4, 5, 9}) == "[1], [3–5], [9]"
    assert gather.spans(set()) == "–"


def test_a_source_is_said_without_what_is_not_known() -> None:
    assert Citation(1, "Báo", "Tên", "–", "").words == "Tên. Báo."
    assert not Citation(1, "Báo", "Tên", "–", "javascript:alert(1)").is_web
