"""The address of a view: what a link says, and the link that says it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from urllib.parse import quote_plus, urlencode

from comparison.questions import Boundary, Grain, Scope, View

YEAR, TERM, TIER, BOUNDARY = "nam", "nhiem_ky", "cap", "ranh_gioi"
PROVINCES, SECTORS, BRANCHES, ONLY = "tinh", "nganh", "don_vi", "chi_don_vi"
LANGUAGE, METRIC, BASIS = "ngon_ngu", "chi_so", "tinh_theo"
PER_MEMBER = "doan_vien"
SUBJECTS, KIND, PERIODS, REFERENCE, EARLIER = "ss", "doi_tuong", "ky", "so_voi", "tu_ky"
ROWS, MODE, SORT, SEARCH, GROUP = "dong", "hien", "xep", "tim", "noi_dung"
SECTION, SOURCE, RULE, COVERED = "muc", "nguon", "quy_tac", "nam_phu"
PER_YEAR, WITH_FIGURES = "moi_nam", "co_so"
# What the pages of depth keep for themselves, each as one text; lists are joined by commas.
PICKED = (
    *(SUBJECTS, KIND, PERIODS, REFERENCE, EARLIER, ROWS, MODE, SORT, SEARCH, GROUP),
    *(SECTION, SOURCE, RULE, COVERED, PER_YEAR, WITH_FIGURES),
)
FILTERS = (YEAR, TERM, TIER, BOUNDARY, PROVINCES, SECTORS, BRANCHES, ONLY, LANGUAGE)
BOUNDARIES: dict[str, Boundary] = {"34": "since_2025_07", "63": "before_2025_07"}
BOUNDARY_CODES = {v: k for k, v in BOUNDARIES.items()}
Query = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Filters:
    """What the reader chose. `branch_ids` are the chosen branches: coloured, and with `only_chosen` alone on the
    screen."""

    period: str
    grain: Grain = "year"
    tier: str = "provincial_federation"
    boundary: Boundary = "since_2025_07"
    provinces: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    branch_ids: tuple[str, ...] = ()
    only_chosen: bool = False

    def view(self, scope: Scope) -> View:
        """The question's filter; chosen branches stay beside their peers unless only they are asked for."""
        return View(
            period=self.period,
            grain=self.grain,
            tier=self.tier,
            boundary=self.boundary,
            provinces=self.provinces,
            sectors=self.sectors,
            branch_ids=self.branch_ids if self.only_chosen else (),
            scope=scope,
        )

    def with_period(self, period: str) -> Filters:
        """The same filter for another period of the same grain."""
        return replace(self, period=period)


def from_view(view: View) -> Filters:
    """The filter of a view, as a starting point."""
    return Filters(view.period, view.grain, view.tier, view.boundary, view.provinces, view.sectors)


def to_query(filters: Filters, language: str = "vi") -> dict[str, list[str]]:
    """The parameters of a link that opens this filter: always the period and the tier, the rest where chosen."""
    query: dict[str, list[str]] = {
        (YEAR if filters.grain == "year" else TERM): [filters.period],
        TIER: [filters.tier],
    }
    if filters.boundary != "since_2025_07":
        query[BOUNDARY] = [BOUNDARY_CODES[filters.boundary]]
    lists = {PROVINCES: filters.provinces, SECTORS: filters.sectors, BRANCHES: filters.branch_ids}
    query |= {key: list(values) for key, values in lists.items() if values}
    if filters.only_chosen and filters.branch_ids:
        query[ONLY] = ["1"]
    if language != "vi":
        query[LANGUAGE] = [language]
    return query


def link(path: str, query: Query) -> str:
    """A relative address with its parameters."""
    return f"{path}?{_text(query)}"


def _text(query: Query) -> str:
    return urlencode([(k, v) for k, values in query.items() for v in values])


def source_link(source_id: str, filters: Filters, language: str = "vi") -> str:
    """The address of a source with every figure taken from it."""
    return f"/nguon-so-lieu?{SOURCE}={quote_plus(source_id)}&{_encoded(filters, language)}"


@lru_cache(maxsize=500)
def _encoded(filters: Filters, language: str) -> str:
    """A filter as it stands in an address: tables write hundreds of links under one."""
    return _text(to_query(filters, language))


def profile_link(branch_id: str, filters: Filters, language: str = "vi") -> str:
    """The address of a branch's profile, keeping the filter it was opened from."""
    before, after = _around_branch(replace(filters, branch_ids=(), only_chosen=False), language)
    return f"/ho-so?{before}{BRANCHES}={quote_plus(branch_id)}{after}"


@lru_cache(maxsize=500)
def _around_branch(filters: Filters, language: str) -> tuple[str, str]:
    """What stands before and behind the branch in the address of its profile."""
    query = to_query(replace(filters, branch_ids=("",)), language)
    place = list(query).index(BRANCHES)
    parts = [{name: query[name] for name in names} for names in (list(query)[:place], list(query)[place + 1 :])]
    before, after = (_text(part) for part in parts)
    return f"{before}&" if before else "", f"&{after}" if after else ""
