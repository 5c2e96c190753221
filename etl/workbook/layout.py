"""What the template and its reader agree on: sheets, columns, hidden keys, the words of the drop-downs."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from etl.quantity import fold

MARK = "union-template-1"
GUIDE_SHEET = "Hướng dẫn"
FIGURE_SHEET = "Số liệu"
TARGET_SHEET = "Chỉ tiêu"
SOURCE_SHEET = "Nguồn"
LIST_SHEET = "_danh_muc"
REFUSAL_SHEET = "Chưa được nhận"
# Before the hidden key of a column that is handed back because its period is not clear: the heading decides.
UNDECIDED = "?"
SOURCE_ROWS = 20
DEFAULT_SOURCE = "N1"

# Machine name of a column -> its Vietnamese heading; the machine names stand in a hidden row above the headings.
FIGURE_HEADINGS = {
    "branch_id": "Mã đơn vị",
    "metric_id": "Mã chỉ số",
    "branch_name": "Đơn vị",
    "group_name": "Nhóm",
    "metric_name": "Chỉ số",
    "unit_name": "Đơn vị tính",
    "source_no": "Nguồn",
    "paragraph": "Đoạn",
    "note": "Ghi chú",
}
# Beside what was refused and is handed back; nothing is read from it.
REASON_HEADING = {"reason": "Lý do"}
TARGET_HEADINGS = {
    "branch_name": "Đơn vị",
    "metric_name": "Chỉ số",
    "period_name": "Kỳ",
    "cadence": "Tính theo",
    "comparator": "So sánh",
    "value": "Chỉ tiêu",
    "attained_value": "Kết quả do nguồn nêu",
    "attained_pct": "% kế hoạch do nguồn nêu",
    "source_no": "Nguồn",
    "paragraph": "Đoạn",
    "note": "Ghi chú",
}
SOURCE_HEADINGS = {
    "source_no": "Số",
    "publisher": "Nơi phát hành",
    "title": "Tên tài liệu",
    "url": "Địa chỉ trên mạng",
    "published_on": "Ngày ban hành",
}
LIST_HEADINGS = (
    *("branch_id", "name_vi", "tier", "sector", "province", "parent", "branch_label"),
    *("metric_id", "metric_label", "period_key", "period_label"),
)
CADENCES = {"Mỗi năm": "per_year", "Cả nhiệm kỳ": "per_term", "Đến cuối kỳ": "at_end"}
COMPARATORS = {
    "Ít nhất (≥)": "ge",
    "Trên (>)": "gt",
    "Bằng (=)": "eq",
    "Nhiều nhất (≤)": "le",
}
_COMPARATOR_WORDS = {
    **{fold(word): code for word, code in COMPARATORS.items()},
    **{"≥": "ge", ">=": "ge", ">": "gt", "=": "eq", "≤": "le", "<=": "le"},
    **{"it nhat": "ge", "tro len": "ge", "toi thieu": "ge", "tren": "gt", "bang": "eq", "dat": "eq"},
    **{"nhieu nhat": "le", "toi da": "le", "khong qua": "le"},
}
_CADENCE_WORDS = {
    **{fold(word): code for word, code in CADENCES.items()},
    **{"hang nam": "per_year", "nam": "per_year", "nhiem ky": "per_term"},
    **{"ca ky": "per_term", "toan khoa": "per_term", "cuoi ky": "at_end", "cuoi nhiem ky": "at_end"},
}


@dataclass(frozen=True)
class TemplateBranch:
    """A branch as branches.csv states it; None or "" for what is not known."""

    branch_id: str
    name_vi: str
    tier: str
    sector: str
    province: str | None = None
    parent: str | None = None


def branch_labels(branches: list[TemplateBranch]) -> dict[str, str]:
    """The name each branch is picked by, by its id: with the id behind it where two share a name."""
    names = [fold(branch.name_vi) for branch in branches]
    times = Counter(names)
    return {
        branch.branch_id: branch.name_vi if times[name] == 1 else f"{branch.name_vi} ({branch.branch_id})"
        for branch, name in zip(branches, names, strict=True)
    }


def comparator_of(text: str) -> str | None:
    """ge, gt, eq or le for the words of a steward; None where they say none of these."""
    return _COMPARATOR_WORDS.get(fold(text))


def cadence_of(text: str) -> str | None:
    """per_year, per_term or at_end for the words of a steward; None where they say none of these."""
    return _CADENCE_WORDS.get(fold(text))
