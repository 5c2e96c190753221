"""What python-docx has no words for: fields, links, rules, tables by their XML. Texts are escaped here, once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from docx.enum.text import WD_TAB_ALIGNMENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt, RGBColor

from ui.briefing.columns import Fitted
from ui.briefing.model import Head, Row

FONT, FALLBACK = "Be Vietnam Pro", "Arial"
# Signs that XML cannot hold at all; a name that carries one loses it.
NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
TWIPS = 56.6929
LINE, STRONG = "dcd8cc", "59646d"
INK = "1f2830"


def clean(text: str) -> str:
    """The text without signs that no document can hold; line ends become spaces."""
    return NOT_IN_XML.sub("", str(text)).replace("\n", " ").replace("\r", " ")


def _escaped(text: str) -> str:
    return escape(clean(text))


def plain_style(style: Any) -> None:
    """The project's font in every script, none of the template's own shapes."""
    for name in ("w:pBdr", "w:spacing", "w:contextualSpacing"):
        found = style.element.find(f".//{qn(name)}")
        if found is not None:
            found.getparent().remove(found)
    properties = style.element.get_or_add_rPr()
    for child in list(properties):
        properties.remove(child)
    fonts = OxmlElement("w:rFonts")
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), FONT)
    properties.append(fonts)


def name_fallbacks(document: Any) -> None:
    """Say which font stands in where the project's own is not installed."""
    for part in document.part.package.iter_parts():
        if str(part.partname) == "/word/fontTable.xml":
            font = f'<w:font w:name="{FONT}"><w:altName w:val="{FALLBACK}"/><w:family w:val="swiss"/></w:font>'
            part._blob = part.blob.replace(b"</w:fonts>", font.encode() + b"</w:fonts>")


def set_language(document: Any, code: str) -> None:
    """The language that spelling is checked in."""
    defaults = document.styles.element.find(f".//{qn('w:rPrDefault')}/{qn('w:rPr')}")
    language = defaults.find(qn("w:lang"))
    if language is None:
        language = OxmlElement("w:lang")
        defaults.append(language)
    language.set(qn("w:val"), code)


def numbered(paragraph: Any, text: str, page: str, width: int) -> None:
    """A footer: what is said on the left, page of pages on the right, as fields."""
    paragraph.text = clean(text)
    stops = paragraph.paragraph_format.tab_stops
    stops.add_tab_stop(width, alignment=WD_TAB_ALIGNMENT.RIGHT)
    paragraph.add_run(f"\t{page} ")
    _field(paragraph, "PAGE")
    paragraph.add_run(" / ")
    _field(paragraph, "NUMPAGES")
    # The template's own stops stand in the way of ours.
    tabs = paragraph.style.element.find(f".//{qn('w:tabs')}")
    if tabs is not None:
        tabs.getparent().remove(tabs)


def _field(paragraph: Any, code: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), code)
    run, text = OxmlElement("w:r"), OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)


def link(paragraph: Any, text: str, address: str) -> None:
    """A link to the outside."""
    relation = paragraph.part.relate_to(clean(address), RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    made = parse_xml(
        f'<w:hyperlink {nsdecls("w", "r")} r:id="{relation}"><w:r><w:rPr><w:u w:val="single"/></w:rPr>'
        f'<w:t xml:space="preserve">{_escaped(text)}</w:t></w:r></w:hyperlink>'
    )
    paragraph._p.append(made)


def _border(paragraph: Any, side: str, size: int, colour: str, space: int) -> None:
    properties = paragraph._p.get_or_add_pPr()
    made = parse_xml(
        f'<w:pBdr {nsdecls("w")}><w:{side} w:val="single" w:sz="{size}" w:space="{space}" w:color="{colour}"/></w:pBdr>'
    )
    # The order of these elements is fixed.
    properties.insert_element_before(
        made, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:contextualSpacing", "w:jc", "w:rPr"
    )


def bar_left(paragraph: Any) -> None:
    """A quiet bar beside a paragraph."""
    _border(paragraph, "left", 18, LINE, 8)
    paragraph.paragraph_format.left_indent = Pt(9)


def rule_above(paragraph: Any) -> None:
    """A thin rule above a heading."""
    _border(paragraph, "top", 4, "9fb0bf", 8)


def hanging(paragraph: Any, indent: int) -> None:
    """A number that stands out to the left of its text."""
    shape = paragraph.paragraph_format
    shape.left_indent, shape.first_line_indent = indent, -indent
    shape.tab_stops.add_tab_stop(indent)


def legend(paragraph: Any, chips: Sequence[tuple[str, str]]) -> None:
    """Colours with their labels on one line."""
    for n, (colour, label) in enumerate(chips):
        square = paragraph.add_run(("     " if n else "") + "■ ")
        square.font.color.rgb = RGBColor.from_string(colour.removeprefix("#").upper())
        paragraph.add_run(clean(label))


def bare_table(
    cells: Sequence[Sequence[Sequence[tuple[str, str]]]], widths: Sequence[float], ruled: bool = False
) -> Any:
    """Cells of styled paragraphs without lines; with `ruled` a strong line above and a thin one below."""
    sides = (
        f'<w:top w:val="single" w:sz="12" w:color="{INK}"/><w:bottom w:val="single" w:sz="4" w:color="{LINE}"/>'
        if ruled
        else ""
    )
    rows = "".join(
        "<w:tr><w:trPr><w:cantSplit/></w:trPr>"
        + "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{round(w * TWIPS)}" w:type="dxa"/></w:tcPr>'
            + ("".join(_paragraph(text, style) for style, text in cell) or "<w:p/>")
            + "</w:tc>"
            for cell, w in zip([*row, *[()] * (len(widths) - len(row))], widths, strict=True)
        )
        + "</w:tr>"
        for row in cells
    )
    return parse_xml(_table(rows, widths, sides, left=0))


def _paragraph(text: str, style: str, more: str = "", run: str = "") -> str:
    known = style.replace(" ", "")
    return (
        f'<w:p><w:pPr><w:pStyle w:val="{known}"/>{more}</w:pPr>'
        f'<w:r>{run}<w:t xml:space="preserve">{_escaped(text)}</w:t></w:r></w:p>'
    )


def _table(rows: str, widths: Sequence[float], sides: str, left: int = 68, caption: str = "") -> str:
    grid = "".join(f'<w:gridCol w:w="{round(w * TWIPS)}"/>' for w in widths)
    told = f"<w:tblCaption w:val={quoteattr(clean(caption))}/>" if caption else ""
    return (
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="{round(sum(widths) * TWIPS)}" w:type="dxa"/>'
        f"<w:tblBorders>{sides}</w:tblBorders>"
        '<w:tblLayout w:type="fixed"/><w:tblCellMar>'
        f'<w:left w:w="{left}" w:type="dxa"/><w:right w:w="68" w:type="dxa"/></w:tblCellMar>'
        '<w:tblLook w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
        f"{told}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"
    )


def table(fit: Fitted, caption: str) -> Any:
    """A table of figures: its head repeats on every page, no row breaks over two."""
    grid = fit.grid
    head = "".join(
        _cell(h.label, h, w, fit.size, bold=True, below=(6, STRONG), above=False)
        for h, w in zip(grid.heads, fit.widths, strict=True)
    )
    rows = f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{head}</w:tr>"
    rows += "".join(_row(r, fit, last=False) for r in grid.rows) + "".join(_row(r, fit, last=True) for r in grid.foot)
    return parse_xml(_table(rows, fit.widths, "", caption=caption))


def _row(row: Row, fit: Fitted, last: bool) -> str:
    cells = "".join(
        _cell(c.text, h, w, fit.size, c.tint, bold=last, below=(4, LINE), above=last)
        for c, h, w in zip(row, fit.grid.heads, fit.widths, strict=True)
    )
    return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>"


def _cell(
    text: str,
    head: Head,
    width: float,
    size: float,
    tint: str = "",
    *,
    bold: bool,
    below: tuple[int, str],
    above: bool,
) -> str:
    top = f'<w:top w:val="single" w:sz="6" w:color="{STRONG}"/>' if above else ""
    bottom = f'<w:bottom w:val="single" w:sz="{below[0]}" w:color="{below[1]}"/>'
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{tint.removeprefix("#")}"/>' if tint else ""
    weight = "<w:b/>" if bold else ""
    half = round(size * 2)
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{round(width * TWIPS)}" w:type="dxa"/><w:tcBorders>{top}{bottom}</w:tcBorders>'
        f"{shade}</w:tcPr>"
        + _paragraph(
            text,
            "Cell",
            '<w:spacing w:before="40" w:after="40"/>' + ('<w:jc w:val="right"/>' if head.is_figure else ""),
            f'<w:rPr>{weight}<w:sz w:val="{half}"/><w:szCs w:val="{half}"/></w:rPr>',
        )
        + "</w:tc>"
    )
