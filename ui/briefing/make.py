"""Makes the files of a briefing: pictures first, then Word or PDF, telling how far it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ui.briefing import pictures
from ui.briefing.chromium import browser
from ui.briefing.model import Briefing
from ui.downloads import file_name
from ui.texts import t

Told = Callable[[float, str], object]
KINDS = {
    "word": ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "pdf": ("pdf", "application/pdf"),
}


@dataclass(frozen=True)
class File:
    """A finished file: its bytes, what it is called, what it is."""

    data: bytes
    name: str
    mime: str


def made(kind: str, briefing: Briefing, told: Told) -> File:
    """The briefing as `word` or `pdf`; `told` hears the share that is done and the step that is under way.

    Raises a BrowserProblem where charts or pages need a browser and there is none, or it fails.
    """
    ending, mime = KINDS[kind]
    data = _word(briefing, told) if kind == "word" else _pdf(briefing, told)
    return File(data, file_name(briefing.title, ending, briefing.period), mime)


def _steps(briefing: Briefing, told: Told) -> Callable[[int], None]:
    count = len(briefing.pictures)

    def step(done: int) -> None:
        told(0.25 + 0.5 * done / count, t("take.step.picture", n=str(done + 1), all=str(count)))

    return step


def _word(briefing: Briefing, told: Told) -> bytes:
    shots: list[bytes] = []
    if briefing.pictures:
        told(0.05, t("take.step.wait"))
        with browser() as running:
            svgs = pictures.drawn(running, [p.figure for p in briefing.pictures], _steps(briefing, told))
            shots = pictures.photographed(running, svgs)
    told(0.8, t("take.step.write"))
    # At the first document: a page that is only read needs none of it.
    from ui.briefing import word

    return word.document(briefing, shots)


def _pdf(briefing: Briefing, told: Told) -> bytes:
    told(0.05, t("take.step.wait"))
    with browser() as running:
        svgs = pictures.drawn(running, [p.figure for p in briefing.pictures], _steps(briefing, told))
        told(0.8, t("take.step.write"))
        from ui.briefing import pdf

        return pdf.printed(running, pdf.html(briefing, svgs))
