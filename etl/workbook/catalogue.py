"""The metrics as a template shows them: the catalogue's rows with Vietnamese words for units, groups and ratings."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from etl.quantity import fold

CATALOG_FOLDER = Path(__file__).resolve().parents[2] / "data" / "catalog"

# The notes of the catalogue in Vietnamese, word for word those of the screens; a test holds the two together.
NOTES = Path(__file__).parent / "metric_notes.csv"

GROUPS = {
    "membership": "Đoàn viên",
    "welfare": "Chăm lo",
    "financing": "Vay vốn",
    "solidarity": "Xã hội, từ thiện",
    "emulation": "Thi đua",
    "rights": "Quyền lợi",
    "oversight": "Kiểm tra, chỉ tiêu",
}
UNITS = {
    "person": "người",
    "vnd": "đồng",
    "person_turn": "lượt người",
    "turn": "lượt",
    "percent": "%",
    "union": "công đoàn",
    "group": "tổ, tập thể",
    "house": "nhà",
    "initiative": "sáng kiến",
    "award": "danh hiệu, giải",
    "rank": "mức xếp loại",
    "inspection": "cuộc",
    "complaint": "đơn",
    "target": "chỉ tiêu",
    "trip": "chuyến",
    "agreement": "thỏa ước",
}
# As a branch is rated, from best to worst, with the number the catalogue keeps.
RATINGS = {"Xuất sắc": 4, "Tốt": 3, "Hoàn thành": 2, "Chưa hoàn thành": 1}
_RATING_WORDS = {
    **{fold(word): number for word, number in RATINGS.items()},
    **{f"hoan thanh {word} nhiem vu": number for word, number in (("xuat sac", 4), ("tot", 3))},
    **{f"hoan thanh {word}": number for word, number in (("xuat sac", 4), ("tot", 3))},
    **{"hoan thanh nhiem vu": 2, "khong hoan thanh": 1, "khong hoan thanh nhiem vu": 1},
    "chua hoan thanh nhiem vu": 1,
}


@dataclass(frozen=True)
class Metric:
    """One metric of the catalogue, its note in Vietnamese ("" where the name says it all)."""

    metric_id: str
    group: str
    name_vi: str
    unit: str
    measure: str
    note_vi: str

    @property
    def unit_vi(self) -> str:
        return UNITS.get(self.unit, self.unit)

    @property
    def group_vi(self) -> str:
        return GROUPS.get(self.group, self.group)


def read_metrics(catalog: Path = CATALOG_FOLDER) -> dict[str, Metric]:
    """Every metric by its id, in the order of the catalogue."""
    notes = {row["metric_id"]: row["note_vi"] for row in _rows(NOTES)}
    return {
        row["metric_id"]: Metric(
            row["metric_id"], row["group"], row["name_vi"], row["unit"], row["measure"], notes.get(row["metric_id"], "")
        )
        for row in _rows(catalog / "metrics.csv")
    }


def rating_of(text: str) -> int | None:
    """The number of a rating in words, None where the words are no rating."""
    return _RATING_WORDS.get(fold(text))


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))
