"""A steward's way with a returned template: check, fix, preview alone, publish for all, take back; closed to others."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
from playwright.sync_api import BrowserContext, Page, expect

from etl.build import build
from etl.workbook.layout import REFUSAL_SHEET, TemplateBranch
from scripts.serving import Server
from tests.conftest import AS_OF
from tests.etl.templates import Filled, new_template
from tests.journeys.conftest import NewContext
from tests.journeys.steps import go_to, headlines, open_page, small_facts, table_rows, wait_ready

HOSPITAL = TemplateBranch("b0", "Công đoàn cơ sở Bệnh viện", "grassroots", "health", "Bến Tre")
SCHOOL = TemplateBranch("b1", "Công đoàn cơ sở Trường học", "grassroots", "health", "Bến Tre")
MEMBERS = "doan-vien?nam=2024&cap=grassroots&chi_so=members_total"
WITHIN = 10_000


def total(page: Page) -> str:
    return headlines(page)[0].split("\n")[1]


def shows(page: Page, value: str) -> None:
    """The first large figure becomes this within ten seconds, without a reload."""
    figure = page.locator("dl.ud-kpis > div").first.locator("dd")
    expect(figure).to_have_text(f"{value}2/2 đơn vị có số liệu", timeout=WITHIN)


def returned(path: Path) -> Path:
    """A template that came back: a new figure, one that differs from what is published, one that is no number."""
    with Filled(new_template(path, (HOSPITAL, SCHOOL), ("2023", "2024"), ("members_total",))) as sheet:
        sheet.source(1, publisher="Phòng Tổng hợp", title="Báo cáo bổ sung", published_on="20/01/2025")
        sheet.figure("b0", "members_total", "2024", 60)
        sheet.figure("b1", "members_total", "2023", 31)
        sheet.figure("b1", "members_total", "2024", "đang đếm")
    return path


def check(page: Page, file: Path) -> None:
    page.locator('[data-testid="stFileUploaderDropzone"] input').set_input_files(file)
    wait_ready(page)
    page.get_by_role("button", name="Kiểm tra", exact=True).click()
    expect(page.get_by_text("Việc cần làm tiếp")).to_be_visible(timeout=60_000)
    wait_ready(page)


def part(page: Page, name: str) -> None:
    """Turn to a part of what the check found."""
    page.get_by_role("tab", name=name).click()
    wait_ready(page)


def test_a_template_is_checked_previewed_published_and_taken_back(
    fresh_server: Callable[..., Server], new_context: NewContext, tmp_path: Path
) -> None:
    folder = tmp_path / "warehouse"
    build(
        [small_facts(tmp_path / "facts", {HOSPITAL.name_vi: 54, SCHOOL.name_vi: 30})],
        warehouse=folder,
        as_of=date.fromisoformat(AS_OF),
    )
    base_url = fresh_server(UNION_WAREHOUSE=str(folder), UNION_HANDED_IN=str(tmp_path / "handed_in")).base_url
    steward, reader = new_context().new_page(), new_context().new_page()
    open_page(reader, f"{base_url}/{MEMBERS}")
    assert total(reader) == "84"

    open_page(steward, f"{base_url}/nap-so-lieu?nam=2024&cap=grassroots")
    check(steward, returned(tmp_path / "Số liệu gửi về.xlsx"))
    assert [figure.split("\n")[:2] for figure in headlines(steward)] == [
        ["Được nhận", "3"],
        ["Làm số liệu thay đổi", "2"],
        ["Không đổi", "0"],
        ["Chưa nhận", "1"],
        ["Nghi vấn", "1"],
    ]
    refusal = steward.locator(".ud-refusals tbody tr").nth(1)
    assert refusal.locator("td").all_inner_texts() == [
        "Trang “Số liệu”, dòng 6, cột Năm 2024 (H)",
        "Không phải là số",
        "đang đếm",
        "Một số",
    ]
    part(steward, "Đã nhận")
    rows = {(row["Đơn vị"], row["Kỳ"]): row for row in table_rows(steward, "load_rows")}
    assert {key: (row["Kết quả"], row["Đang công bố"], row["Sẽ là"]) for key, row in rows.items()} == {
        (HOSPITAL.name_vi, "2024"): ("Thay đổi", "54 người", "60 người"),
        (SCHOOL.name_vi, "2023"): ("Mới", "–", "31 người"),
    }
    part(steward, "Theo tệp")
    (file,) = table_rows(steward, "load_inputs")
    assert int(file["Đọc"]) == int(file["Nhận"]) + int(file["Từ chối"])
    part(steward, "Chưa nhận")
    (refused,) = table_rows(steward, "load_rejects")
    assert (refused["Trang"], refused["Đã ghi"]) == ("Số liệu", "đang đếm")
    with steward.expect_download() as arriving:
        steward.get_by_role("button", name="Tải các dòng chưa nhận để sửa").click()
    book = openpyxl.load_workbook(io.BytesIO(Path(arriving.value.path()).read_bytes()))
    assert "đang đếm" in [cell.value for line in book[REFUSAL_SHEET].iter_rows() for cell in line]

    steward.get_by_role("button", name="Xem thử trên các trang").click()
    wait_ready(steward)
    go_to(steward, "Đoàn viên")
    expect(steward.get_by_text("Bản xem thử, chưa công bố.")).to_be_visible()
    assert total(steward) == "90"
    steward.get_by_role("button", name="Thôi xem thử").click()
    expect(steward.get_by_text("Bản xem thử, chưa công bố.")).to_have_count(0)
    shows(steward, "84")
    assert total(reader) == "84"

    go_to(steward, "Nạp số liệu")
    steward.get_by_role("button", name="Công bố cho mọi người").click()
    expect(steward.get_by_text("Hãy ghi người công bố và ghi chú")).to_be_visible()
    steward.get_by_label("Người công bố").fill("Chị Lan")
    steward.get_by_label("Ghi chú: số liệu gì").fill("Báo cáo bổ sung của bệnh viện")
    steward.get_by_role("button", name="Công bố cho mọi người").click()
    expect(steward.get_by_text("Đã công bố.")).to_be_visible(timeout=60_000)
    shows(reader, "90")
    wait_ready(steward)
    latest = table_rows(steward, "load_history")[0]
    assert (latest["Việc"], latest["Trạng thái"], latest["Ai"], latest["Ghi chú"], latest["Thay đổi số liệu"]) == (
        "Công bố",
        "đang công bố",
        "Chị Lan",
        "Báo cáo bổ sung của bệnh viện",
        "1 mới, 1 thay đổi, 0 không còn",
    )

    steward.get_by_role("button", name="Quay về bản này…").click()
    steward.get_by_role("button", name="Vâng, quay về bản này").click()
    expect(steward.get_by_text("Hãy ghi ai cho quay về")).to_be_visible()
    wait_ready(steward)
    steward.get_by_label("Người cho quay về bản cũ").fill("Anh Minh")
    steward.get_by_role("button", name="Vâng, quay về bản này").click()
    expect(steward.get_by_text("Đã quay về bản cũ.")).to_be_visible(timeout=60_000)
    shows(reader, "84")
    wait_ready(steward)
    back = table_rows(steward, "load_history")[0]
    assert (back["Việc"], back["Ai"]) == ("Quay về bản cũ", "Anh Minh")
    assert back["Thay đổi số liệu"].startswith("quay về bản ")
    assert len(list((tmp_path / "handed_in" / "set_aside").iterdir())) == 1


def test_the_page_is_closed_to_whoever_is_forwarded_here(
    fresh_server: Callable[..., Server], new_context: NewContext
) -> None:
    base_url = fresh_server().base_url

    def asked(context: BrowserContext) -> Page:
        page = context.new_page()
        page.goto(f"{base_url}/nap-so-lieu")
        expect(page.locator("h1").first).to_be_visible(timeout=60_000)
        wait_ready(page)
        return page

    forged = asked(new_context(extra_http_headers={"X-Forwarded-For": "127.0.0.1"}))
    expect(forged.locator('[data-testid="stFileUploader"]')).to_have_count(0)
    expect(forged.locator("h1").first).to_have_text("Nạp số liệu")
    expect(forged.get_by_text("Trang này chỉ mở cho người phụ trách số liệu")).to_be_visible()
    expect(forged.get_by_text("đi qua một máy trung gian")).to_contain_text("UNION_STEWARDS")
    expect(forged.locator('a[href$="/cham-lo"]').first).to_be_visible()
    expect(forged.locator('a[href$="/nap-so-lieu"]')).to_have_count(0)
    here = asked(new_context())
    expect(here.locator("h1").first).to_have_text("Nạp số liệu")
    expect(here.locator('[data-testid="stFileUploader"]')).to_be_visible()


def test_on_a_phone_every_refusal_is_read_without_turning_the_page_sideways(
    fresh_server: Callable[..., Server], new_context: NewContext, tmp_path: Path
) -> None:
    folder = tmp_path / "warehouse"
    build(
        [small_facts(tmp_path / "facts", {HOSPITAL.name_vi: 54, SCHOOL.name_vi: 30})],
        warehouse=folder,
        as_of=date.fromisoformat(AS_OF),
    )
    base_url = fresh_server(UNION_WAREHOUSE=str(folder), UNION_HANDED_IN=str(tmp_path / "handed_in")).base_url
    page = new_context(viewport={"width": 390, "height": 844}).new_page()
    open_page(page, f"{base_url}/nap-so-lieu?nam=2024&cap=grassroots")
    photo = tmp_path / "Ảnh chụp.xlsx"
    photo.write_bytes(b"\xff\xd8\xff\xe0 a picture")
    page.locator('[data-testid="stFileUploaderDropzone"] input').set_input_files(
        [returned(tmp_path / "Số liệu gửi về.xlsx"), photo]
    )
    wait_ready(page)
    page.get_by_role("button", name="Kiểm tra", exact=True).click()
    expect(page.get_by_text("Việc cần làm tiếp")).to_be_visible(timeout=60_000)
    wait_ready(page)
    cells = page.locator(".ud-refusals td")
    texts = cells.all_inner_texts()
    assert texts[:4] == ["Cả tệp", "Không phải bảng tính", "không phải bảng tính", "Một bảng tính .xlsx hoặc .xls"]
    for cell in cells.all():
        box = cell.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390
    assert not page.get_by_text("not a spreadsheet").count()
