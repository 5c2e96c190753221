"""The chair's answers as they stand on the pages, in Vietnamese figures, each page opened by its link."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.ui.opening import opened

# The question of test_chair_questions, the page, its link, and what must be read on it.
ON_SCREEN = (
    (1, "doan_vien", {"cap": "grassroots", "nam": "2025", "tinh": "Vĩnh Long"}, ("0/10 đơn vị có số liệu",)),
    (
        1, "doan_vien", {"cap": "grassroots", "nhiem_ky": "XIII", "tinh": "Vĩnh Long", "chi_so": "members_admitted"},
        ("Công ty CP May Vĩnh Tiến Vĩnh Long 1.332", "May mặc Leader Việt Nam Vĩnh Long 381", "1.713", "2/10 đơn vị"),
    ),
    (
        2, "cham_lo",
        {"cap": "grassroots", "nam": "2021", "chi_so": "hardship_support_count", "tinh_theo": "doan_vien"},
        ("1,85", "1/127 đơn vị có số liệu"),
    ),
    (3, "chi_tieu", {"cap": "upper_direct", "nhiem_ky": "XII"}, ("486 (nguồn không nêu mức)", "162 % kế hoạch")),
    (
        4, "doan_vien", {"nam": "2025", "chi_so": "members_total"},
        ("≥ 2.300.000", "≈ 742.000", "619.015", "Thứ tự của 17 đơn vị chưa chắc chắn"),
    ),
    (5, "cham_lo", {"cap": "grassroots", "nam": "2020"}, ("≥ 52,4 triệu đồng", "≥ 52.400.000")),
    (5, "ho_so", {"don_vi": "s002-cdcs-ldld-tinh"}, ("39.800.000 đồng", "163.600.000 đồng", "≥ 3.000.000 đồng")),
    (
        6, "bien_dong", {"nam": "2025", "tu_ky": "2024", "chi_so": "members_total"},
        ("≥ 332.000", "≈ 300.000", "−32.000", "1/86 đơn vị có số liệu cả hai kỳ"),
    ),
    (9, "tong_quan", {"nam": "2025"}, ("≥ ≈ 5.959.975", "17/86 đơn vị có số liệu")),
    (10, "doan_vien", {"nam": "2023", "ranh_gioi": "63", "tinh": "Quảng Nam"}, ("138.295", "1/1 đơn vị có số liệu")),
    (11, "cham_lo", {"nam": "2025", "chi_so": "shelter_houses"}, ("Đắk Lắk 129", "Tây Ninh 69", "5/86 đơn vị")),
    (
        14, "chi_tieu", {"nam": "2024"},
        ("6.705 (đề ra = 5.000)", "855 (đề ra = 492)", "= 16.000", "Đạt 2", "Chưa có kết quả 1"),
    ),
    (
        16, "cham_lo", {"nam": "2025", "chi_so": "tet_support_amount", "tinh_theo": "doan_vien"},
        ("≥ 355.403", "≈ 266.667", "2/86 đơn vị có số liệu"),
    ),
    (17, "bang_so_lieu", {"nam": "2024", "chi_so": "shelter_houses", "dong": "cap"}, ("315", "24")),
    (
        19, "so_sanh",
        {
            "nam": "2025", "ky": "2025", "chi_so": "members_total", "so_voi": "ldld-nghe-an",
            "ss": "ldld-hai-phong-2025,ldld-nghe-an,ldld-tp-ho-chi-minh-2025",
        },
        (
            "+469.015", "≥ +2.150.000", "từ ≈ +98.015 đến +474.675", "≈ 144.340–521.000",
            "cao hơn khoảng 98.015–474.675", "3 trong 17",
        ),
    ),
)  # fmt: skip


def words(app: AppTest) -> str:
    """What the page says, without tags."""
    body = " ".join(element.proto.body for element in app.get("html"))
    plain = html.unescape(re.sub(r"<[^>]*>", " ", re.sub(r"<style.*?</style>", " ", body, flags=re.DOTALL)))
    return re.sub(r"\s+", " ", plain)


@pytest.mark.parametrize(
    ("screen", "query", "answers"),
    [pytest.param(*rest, id=f"{number}-{rest[0]}") for number, *rest in ON_SCREEN],
)
def test_the_answer_stands_on_the_page(
    snapshot_folder: Path, screen: str, query: dict[str, str], answers: tuple[str, ...]
) -> None:
    said = words(opened(screen, **query))
    assert [answer for answer in answers if answer not in said] == []
