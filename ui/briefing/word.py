"""A briefing as a Word document: A4, its own styles, page numbers in the footer, tables that repeat their heads."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

import docx
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_LINE_SPACING
from docx.shared import Mm, Pt, RGBColor

from ui.briefing import word_xml as xml
from ui.briefing.columns import SIDEWAYS, UPRIGHT, Fitted, fitted
from ui.briefing.model import Briefing, Citation, Facts, Figures, Listed, Panel, Part, Remark, Section
from ui.briefing.pictures import WIDTH
from ui.texts import t

INK, MUTED, ACCENT = "1f2830", "59646d", "8f2d2a"
A4 = (210.0, 297.0)
MARGIN = 16.0
HIGHEST = 205.0
# Name: based on, size, bold, colour, space before and after in points, kept with the next paragraph.
STYLES: dict[str, tuple[str, float, bool, str, float, float, bool]] = {
    "Normal": ("", 9.5, False, INK, 0, 4, False),
    "Title": ("Normal", 21, True, INK, 0, 3, True),
    "Heading 1": ("Normal", 14, True, INK, 22, 3, True),
    "Heading 2": ("Normal", 11.5, True, INK, 18, 1, True),
    "Kind": ("Normal", 8, True, ACCENT, 0, 3, True),
    "Question": ("Normal", 11, False, INK, 0, 4, False),
    "Filter": ("Normal", 9.5, False, MUTED, 4, 4, False),
    "Muted": ("Normal", 8.5, False, MUTED, 0, 3, False),
    "Subtitle": ("Normal", 8.5, False, MUTED, 0, 4, True),
    "Note": ("Normal", 8, False, MUTED, 2, 0, False),
    "More": ("Normal", 8.5, True, INK, 4, 2, False),
    "Label": ("Normal", 8, False, MUTED, 4, 0, True),
    "Value": ("Normal", 14, True, INK, 1, 1, True),
    "Fact": ("Normal", 9.5, True, INK, 0, 3, False),
    "Cell": ("Normal", 8.5, False, INK, 0, 0, False),
    "Remark": ("Normal", 9, False, INK, 4, 4, False),
    "List Bullet": ("Normal", 9, False, INK, 0, 1, False),
    "Source": ("Normal", 8, False, INK, 0, 3, False),
    "Header": ("Normal", 7.5, False, MUTED, 0, 0, False),
    "Footer": ("Normal", 7.5, False, MUTED, 0, 0, False),
}


def document(briefing: Briefing, shots: Sequence[bytes]) -> bytes:
    """The document; `shots` are the pictures of the briefing, in order, as PNG."""
    paper = Paper(briefing)
    paper.head()
    photos = iter(shots)
    for part in briefing.parts:
        paper.add(part, next(photos) if isinstance(part, Panel) and part.picture else None)
    paper.foot()
    out = io.BytesIO()
    paper.document.save(out)
    return out.getvalue()


@cache
def _empty() -> bytes:
    """A document without content that holds the styles."""
    made = docx.Document()
    for name, style in STYLES.items():
        _style(made, name, *style)
    xml.name_fallbacks(made)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def _style(
    made: Any, name: str, base: str, size: float, bold: bool, colour: str, before: float, after: float, keep: bool
) -> None:
    there = [s.name for s in made.styles]
    style = made.styles[name] if name in there else made.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    if base:
        style.base_style = made.styles[base]
    xml.plain_style(style)
    style.font.size, style.font.bold, style.font.color.rgb = Pt(size), bold, RGBColor.from_string(colour.upper())
    shape = style.paragraph_format
    shape.space_before, shape.space_after, shape.keep_with_next = Pt(before), Pt(after), keep
    shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.MULTIPLE, 1.2 if size < 14 else 1.1


class Paper:
    """A document being written, page by page upright or on its side."""

    def __init__(self, briefing: Briefing) -> None:
        self.briefing = briefing
        self.document = docx.Document(io.BytesIO(_empty()))
        told = self.document.core_properties
        told.title, told.language, told.comments = xml.clean(briefing.title)[:255], briefing.language, briefing.build
        told.author = told.last_modified_by = ""
        xml.set_language(self.document, "vi-VN" if briefing.language == "vi" else "en-GB")
        self.is_sideways = False
        self._lay(self.document.sections[0], first=True)

    def _lay(self, section: Any, first: bool = False) -> None:
        """Size, margins, header and footer of a section."""
        short, long = (Mm(x) for x in A4)
        sideways = self.is_sideways
        section.orientation = WD_ORIENT.LANDSCAPE if sideways else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = (long, short) if sideways else (short, long)
        section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(MARGIN)
        section.header_distance = section.footer_distance = Mm(8)
        section.different_first_page_header_footer = first
        width = Mm(SIDEWAYS if sideways else UPRIGHT)
        for foot in (section.footer, *([section.first_page_footer] if first else [])):
            foot.is_linked_to_previous = False
            xml.numbered(foot.paragraphs[0], self.briefing.build, t("brief.page"), width)
        section.header.is_linked_to_previous = False
        section.header.paragraphs[0].text = xml.clean(f"{self.briefing.kind} · {self.briefing.title}")

    def _turn(self, sideways: bool) -> bool:
        """Go on on a page of this kind; whether that began a new one."""
        if sideways == self.is_sideways:
            return False
        self.is_sideways = sideways
        self._lay(self.document.add_section(WD_SECTION.NEW_PAGE))
        return True

    def line(self, text: str, style: str) -> Any:
        """A paragraph."""
        return self.document.add_paragraph(xml.clean(text), style)

    def head(self) -> None:
        """Kind, title, question, filter, build, link."""
        b = self.briefing
        for text, style in ((b.kind.upper(), "Kind"), (b.title, "Title"), (b.question, "Question")):
            if text:
                self.line(text, style)
        if b.filter:
            xml.bar_left(self.line(b.filter, "Filter"))
        build = self.line(b.build, "Muted")
        if b.address:
            build.add_run(f" {t('brief.address')} ")
            xml.link(build, t("brief.view"), b.address)

    def add(self, part: Part, photo: bytes | None) -> None:
        """One part of the page."""
        match part:
            case Panel():
                self._panel(part, photo)
                return
            case Listed():
                for item in part.items:
                    self.line(item, "List Bullet")
                return
        self._turn(False)
        match part:
            case Facts():
                self._pairs(part.rows)
            case Figures():
                self._figures(part)
            case Section():
                xml.rule_above(self.line(part.title, "Heading 1"))
                if part.text:
                    self.line(part.text, "Muted")
            case Remark():
                paragraph = self.line("", "Remark")
                if part.label:
                    paragraph.add_run(xml.clean(part.label) + ". ").bold = True
                paragraph.add_run(xml.clean(part.text))
                xml.bar_left(paragraph)

    def _pairs(self, rows: Sequence[tuple[str, str]]) -> None:
        """Labels above their values, three beside each other."""
        lines = [rows[n : n + 3] for n in range(0, len(rows), 3)]
        cells = [[[("Label", k), ("Fact", v)] for k, v in line] for line in lines]
        self._set(xml.bare_table(cells, [UPRIGHT / 3] * 3))

    def _figures(self, part: Figures) -> None:
        if not part.figures:
            return
        cells = [[("Label", label), ("Value", value), ("Note", detail)] for label, value, detail in part.figures]
        self._set(xml.bare_table([cells], [UPRIGHT / len(cells)] * len(cells), ruled=True))

    def _set(self, table: Any) -> None:
        body = self.document.element.body
        body.insert(len(body) - 1, table)

    def _panel(self, panel: Panel, photo: bytes | None) -> None:
        fits: list[Fitted] = fitted(panel.grid) if panel.grid else []
        # A card that is only a wide table lies on its side as a whole.
        self._turn(bool(fits) and photo is None and all(f.is_sideways for f in fits))
        self.line(panel.title, "Heading 2")
        if panel.subtitle:
            self.line(panel.subtitle, "Subtitle")
        if panel.legend:
            xml.legend(self.line("", "Subtitle"), panel.legend)
        if photo is not None and panel.picture is not None:
            self._photo(photo, panel.picture.alt, panel.picture.height)
        for fit in fits:
            if self._turn(fit.is_sideways):
                self.line(panel.title, "More")
            self._set(xml.table(fit, panel.title))
            self.document.add_paragraph(style="Cell").paragraph_format.line_spacing = Pt(3)
        for text, style in self._notes(panel):
            self.line(text, style)

    def _notes(self, panel: Panel) -> Iterator[tuple[str, str]]:
        if panel.grid and panel.grid.more:
            yield panel.grid.more, "More"
        yield from ((text, "Note") for text in (*panel.notes, panel.silent) if text)

    def _photo(self, photo: bytes, alt: str, height: int) -> None:
        shown = min(UPRIGHT, HIGHEST * WIDTH / max(height, 1))
        paragraph = self.document.add_paragraph(style="Normal")
        picture = paragraph.add_run().add_picture(io.BytesIO(photo), width=Mm(shown))
        picture._inline.docPr.set("descr", xml.clean(alt))

    def foot(self) -> None:
        """The filter and choices as a list, and every source."""
        self._turn(False)
        if self.briefing.filters:
            xml.rule_above(self.line(t("brief.filters"), "Heading 1"))
            self._pairs(self.briefing.filters)
        if self.briefing.sources:
            xml.rule_above(self.line(t("brief.sources.title"), "Heading 1"))
            for source in self.briefing.sources:
                self._source(source)

    def _source(self, source: Citation) -> None:
        text = f"[{source.number}]\t{source.words} "
        paragraph = self.line(text, "Source")
        xml.hanging(paragraph, Mm(9))
        if source.is_web:
            xml.link(paragraph, source.address, source.address)
        elif source.address:
            paragraph.add_run(xml.clean(source.address))
