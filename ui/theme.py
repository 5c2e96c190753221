"""The one palette, in a light and a dark variant, and what Plotly needs to draw with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ui.figures.drawing import Drawing
from ui.texts import language, t

FONT = "'Be Vietnam Pro', 'Source Sans', sans-serif"
# What the button on a chart saves; Plotly has one such button, so the kind is chosen once for all charts.
PICTURES = ("png", "svg")
PICTURE_KEY = "picture_kind"
STATES = ("met", "not_met", "undecided", "no_result", "running")
STATE_SHAPES = {"met": "●", "not_met": "✕", "undecided": "◐", "no_result": "○", "running": "▷"}
STATE_PATTERNS = {"met": "", "not_met": "x", "undecided": "/", "no_result": "", "running": "."}


@dataclass(frozen=True)
class Palette:
    """Colours by what they mean. `quiet` is every branch nobody chose; `chosen` are the chosen ones, in order.

    scripts/contrast.py holds what each must reach on its paper and how far apart colour-blind readers see them.
    """

    name: str
    paper: str
    surface: str
    ink: str
    muted: str
    line: str
    quiet: str
    quiet_soft: str
    accent: str
    chosen: tuple[str, ...]
    parts: tuple[str, ...]
    states: dict[str, str]
    ratings: tuple[str, ...]
    sequential: tuple[str, ...]
    warning: str

    def __hash__(self) -> int:
        return hash(self.name)


LIGHT = Palette(
    name="light",
    paper="#fcfbf8",
    surface="#f3f1ea",
    ink="#1f2830",
    muted="#59646d",
    line="#dcd8cc",
    quiet="#7d92a6",
    quiet_soft="#d3dce4",
    accent="#8f2d2a",
    chosen=("#ad352d", "#35546c", "#b06e08", "#387d6b", "#693ca5", "#4f3428"),
    parts=("#134781", "#a65f25", "#317a67", "#8a56a2", "#677286", "#9b3318", "#899533", "#7a8c98", "#ac8868"),
    states={
        "met": "#10605f",
        "not_met": "#ab402e",
        "undecided": "#ac7d0c",
        "no_result": "#848e97",
        "running": "#336fc7",
    },
    ratings=("#ab402e", "#d9c48a", "#7fb3a8", "#10605f"),
    sequential=("#e4ebf1", "#b4c9da", "#7fa4c0", "#42769b", "#1f4e79"),
    warning="#8a5a00",
)
DARK = Palette(
    name="dark",
    paper="#14181c",
    surface="#1d2329",
    ink="#e9e6df",
    muted="#a6b0b8",
    line="#39424a",
    quiet="#64788a",
    quiet_soft="#35424d",
    accent="#e28b80",
    chosen=("#de7a5a", "#8bc2e8", "#e6ab2c", "#72a493", "#aa8ae0", "#cdb891"),
    parts=("#7595cb", "#b58941", "#7bbba8", "#9f719e", "#8f9faa", "#c66e6d", "#c3bd78", "#adbac7", "#bc9f7e"),
    states={
        "met": "#6dccbf",
        "not_met": "#e98369",
        "undecided": "#dfb831",
        "no_result": "#7d8992",
        "running": "#6598cf",
    },
    ratings=("#e07a60", "#63562f", "#275a54", "#6dccbf"),
    sequential=("#25333f", "#2f4c63", "#3b6685", "#629bc0", "#a3cdea"),
    warning="#e3b45a",
)
PALETTES = {"light": LIGHT, "dark": DARK}


def palette(kind: str | None) -> Palette:
    """The palette of a theme as Streamlit names it; light where it does not say."""
    return PALETTES.get(kind or "light", LIGHT)


def chosen_colours(branch_ids: tuple[str, ...], colours: Palette) -> dict[str, str]:
    """A colour for each chosen branch by its place in the choice, so that it is the same on every page."""
    return {b: colours.chosen[i % len(colours.chosen)] for i, b in enumerate(branch_ids)}


def layout(colours: Palette, height: int, **more: Any) -> dict[str, Any]:
    """The layout every figure starts from: no grid, no legend, transparent paper, Vietnamese separators."""
    base: dict[str, Any] = {
        "height": height,
        "font": {"family": FONT, "size": 13, "color": colours.ink},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "separators": ",." if language() == "vi" else ".,",
        "showlegend": False,
        "margin": {"l": 4, "r": 8, "t": 8, "b": 8, "pad": 4},
        "hoverlabel": {
            "bgcolor": colours.surface,
            "bordercolor": colours.line,
            "font": {"family": FONT, "size": 13, "color": colours.ink},
            "align": "left",
        },
        "dragmode": False,
        "bargap": 0.32,
    }
    return base | more


def hidden_axis(**more: Any) -> dict[str, Any]:
    """An axis that takes no ink."""
    return {"visible": False, "fixedrange": True, "zeroline": False} | more


def label_axis(colours: Palette, **more: Any) -> dict[str, Any]:
    """An axis of names: labels only."""
    base: dict[str, Any] = {
        "fixedrange": True,
        "showgrid": False,
        "zeroline": False,
        "ticks": "",
        "automargin": True,
        "tickfont": {"size": 13, "color": colours.ink},
        "linecolor": colours.line,
    }
    return base | more


def _vietnamese(kind: str) -> dict[str, Any]:
    """Plotly's locale, from the message catalogue."""
    picture = {"png": t("chart.download_png"), "svg": t("chart.download_svg")}[kind]
    return {
        "moduleType": "locale",
        "name": "vi",
        "dictionary": {
            "Download plot as a PNG": picture,
            "Download plot as a png": picture,
            "Download plot": picture,
            "Taking snapshot - this may take a few seconds": t("chart.snapshot_busy"),
            "Snapshot succeeded": t("chart.snapshot_done"),
            "Sorry, there was a problem downloading your snapshot!": t("chart.snapshot_failed"),
        },
        "format": {
            "days": t("chart.days").split(","),
            "shortDays": t("chart.days_short").split(","),
            "months": t("chart.months").split(","),
            "shortMonths": t("chart.months_short").split(","),
            "date": "%d/%m/%Y",
            "decimal": ",",
            "thousands": ".",
        },
    }


def config(file_name: str, picture: str = "png") -> dict[str, Any]:
    """Plotly's settings: only the picture button, no zoom, Vietnamese words and months."""
    locales = {"locale": "vi", "locales": {"vi": _vietnamese(picture)}} if language() == "vi" else {"locale": "en"}
    return {
        "displaylogo": False,
        "displayModeBar": "hover",
        "modeBarButtons": [["toImage"]],
        "scrollZoom": False,
        "doubleClick": False,
        "toImageButtonOptions": {"format": picture, "scale": 1 if picture == "svg" else 2, "filename": file_name},
    } | locales


def new_figure(colours: Palette, height: int, **more: Any) -> Drawing:
    """An empty figure in the house style."""
    return Drawing(layout(colours, height, **more))
