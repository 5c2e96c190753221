"""Why a row was refused, in words a steward reads: Vietnamese for every rule, every column, and all that was found."""

from __future__ import annotations

import re
from functools import cache

REASONS_VI = {
    "ambiguous_name": "Nhiều đơn vị hoặc chỉ số cùng tên này; ghi kèm mã trong ngoặc.",
    "ambiguous_number": "Số hiểu được hai cách (dấu chấm, phẩy; 1 tỷ 250; 0 hay chưa có số liệu): ghi đủ chữ số.",
    "ambiguous_percent": "Tỷ lệ từ 2 trở xuống: không rõ là 0,5% hay 50%, 1,05% hay 105%; ghi kèm dấu %.",
    "amount_too_small": "Số tiền quá nhỏ; có thể thiếu chữ nghìn, triệu. Ghi kèm đơn vị: 12,5 triệu, 50 nghìn đồng.",
    "bad_date": "Ngày không đúng; ghi ngày/tháng/năm, ví dụ 31/12/2025.",
    "bad_identifier": "Mã không được để trống hoặc có dấu cách.",
    "bad_number": "Không đọc được thành một số.",
    "bad_period": "Kỳ không đúng; ví dụ Năm 2025, 6 tháng đầu năm 2025, Nhiệm kỳ 2023-2028.",
    "bad_rating": "Xếp loại là Xuất sắc, Tốt, Hoàn thành hoặc Chưa hoàn thành.",
    "comparator_mismatch": "Cột So sánh và dấu ghi trong chỉ tiêu trái nhau.",
    "correction_ambiguous": "Nguồn có hai phần cùng số cũ này; ghi rõ phần nào.",
    "correction_without_figure": "Không có số liệu nào của đơn vị, chỉ số và kỳ này để đính chính.",
    "correction_not_applied": "Số cũ trong danh sách đính chính không còn đúng với số đã nạp.",
    "damaged_file": "Tệp bị hỏng, không mở được; xin lưu lại từ Excel.",
    "date_as_number": "Ô chứa ngày tháng, không phải số; có thể Excel đã tự đổi.",
    "display_differs": "Ô hiện một số nhưng chứa số khác; gõ lại số vào ô.",
    "doubled_column": "Một cột xuất hiện hai lần.",
    "future_date": "Ngày công bố của nguồn chưa đến.",
    "part_of_refused": "Một phần khác của tổng này bị từ chối, nên cả tổng chưa nhận.",
    "forms_disagree": "Hai biểu trong một lần nộp nói khác nhau về số liệu này.",
    "duplicate_key": "Chỗ khác ghi khác về cùng điều này.",
    "duplicate_row": "Số liệu này đã có ở dòng khác, ghi như nhau.",
    "empty_file": "Tệp trống.",
    "file_not_read": "Tên tệp không thuộc các tên được đọc.",
    "file_too_large": "Tệp quá lớn.",
    "formula_error": "Ô là công thức bị lỗi hoặc chưa có kết quả; ghi số vào ô.",
    "key_mismatch": "Tên và mã ẩn của dòng không cùng một đơn vị hoặc chỉ số; có thể dòng đã bị chép đè.",
    "merged_cell": "Ô bị gộp, không rõ số này của dòng, cột nào; bỏ gộp ô và ghi riêng.",
    "missing_column": "Tệp thiếu cột bắt buộc.",
    "missing_file": "Thư mục thiếu tệp này.",
    "missing_value": "Thiếu giá trị bắt buộc.",
    "negative_value": "Số không được âm.",
    "not_a_template": "Tệp không phải biểu mẫu của chương trình.",
    "not_a_workbook": "Tệp không phải bảng tính Excel.",
    "not_whole": "Chỉ số này đếm bằng số nguyên.",
    "out_of_range": "Giá trị ngoài khoảng cho phép: tỷ lệ không quá 1000%, xếp loại từ 1 đến 4.",
    "part_of_ratio": "Tỷ lệ và xếp loại không cộng từng phần.",
    "password_protected": "Tệp có mật khẩu; xin bỏ mật khẩu rồi gửi lại.",
    "period_contested": "Tiêu đề cột và mã ẩn của kỳ khác nhau, hoặc một kỳ có hai cột.",
    "ragged_row": "Số ô của dòng khác với dòng tiêu đề.",
    "read_timeout": "Đọc tệp quá lâu.",
    "restated": "Lần nạp sau đã nêu lại dòng này.",
    "sheet_too_large": "Trang tính quá lớn.",
    "ended_before_founded": "Ngày kết thúc của đơn vị trước ngày thành lập.",
    "source_refused": "Nguồn được dẫn bị từ chối; sửa nguồn ở trang Nguồn.",
    "struck_text": "Ô có chữ bị gạch, nâng lên hoặc hạ xuống, dễ lẫn vào số; chỉ ghi lại số đúng.",
    "too_many_parts": "Tệp có quá nhiều thành phần.",
    "too_many_sheets": "Tệp có quá nhiều trang tính.",
    "unit_mismatch": "Đơn vị ghi trong ô, ở đầu trang hoặc cạnh bảng khác đơn vị tính của dòng; ghi thống nhất.",
    "unknown_branch": "Không có đơn vị này trong danh sách.",
    "unknown_metric": "Không có chỉ số này trong danh mục.",
    "unknown_source": "Số nguồn chưa được điền ở trang Nguồn.",
    "unknown_value": "Giá trị trống hoặc không thuộc danh sách; chọn trong danh sách của cột.",
    "unreadable_file": "Không mở được tệp.",
    "unreadable_text": "Có ký tự không đọc được.",
    "xml_entities": "Tệp chứa khai báo không an toàn; xin lưu lại từ Excel.",
    "zip_bomb": "Tệp nén bất thường, không được mở.",
    "too_many_refused": "Quá nhiều dòng không đọc được; có thể không phải tệp số liệu đúng mẫu. Kiểm tra lại tệp.",
}

# What the checks put in the place of data, with a field where a value stands; the screens say the same words (a test
# holds the two together).
FOUND_VI = {
    "(empty)": "(trống)",
    "an empty file": "tệp rỗng",
    "a file of another name": "tệp mang tên khác",
    "{bytes} bytes": "{bytes}",
    "{number} parts": "{number} thành phần",
    "{number} sheets": "{number} trang tính",
    "not a spreadsheet": "không phải bảng tính",
    "a file locked with a password": "tệp khóa bằng mật khẩu",
    "a damaged file ({machine})": "tệp hỏng{machine}",
    "more than {bytes} bytes unpacked": "giải nén ra hơn {bytes}",
    "a part packed {number} times": "một phần của tệp nén hơn {number} lần",
    "sheet {name}: {rows} rows x {columns} columns": "trang “{name}”: {rows} dòng × {columns} cột",
    "sheets of {cells} cells and {letters} letters together": "các trang gồm {cells} ô và {letters} chữ",
    "sheets {names}": "các trang: {names}",
    "XML with a document type": "tệp khai báo kiểu tài liệu bên trong",
    "a packed file without a workbook": "tệp nén không có bảng tính bên trong",
    "merged areas that overlap": "các vùng gộp ô chồng lên nhau",
    "two sheets of one name": "hai trang tính cùng tên",
    "reading broke off (exit {machine})": "đọc tệp bị ngắt giữa chừng{machine}",
    "reading took more than {number} seconds": "đọc quá {number} giây",
    "too much for the memory allowed": "tệp cần quá nhiều bộ nhớ",
    "columns {names}": "các cột: {names}",
    "{number} fields: {text}": "{number} ô: {text}",
    "more than {number} rows that cannot be read": "hơn {number} dòng không đọc được",
    "no such file": "không có tệp này",
    "no such file; not read: {names}": "không có tệp này; các tệp không được đọc: {names}",
    "unreadable: {machine}": "không đọc được{machine}",
    "an old workbook whose formats cannot be read ({machine})": "bảng tính kiểu cũ, không đọc được dạng ô{machine}",
    "a figure that is corrected already": "số đã được đính chính",
    "{start} to {end}": "{start} đến {end}",
    "{kind} {start} to {end}": "{kind}, {start} đến {end}",
}
COLUMNS_VI = {
    "branch_id": "đơn vị",
    "metric_id": "chỉ số",
    "source_id": "nguồn",
    "period_kind": "loại kỳ",
    "period_start": "ngày đầu kỳ",
    "period_end": "ngày cuối kỳ",
    "part": "phần",
    "value": "giá trị",
    "qualifier": "mức chính xác",
    "status": "trạng thái",
    "paragraph": "đoạn",
    "note": "ghi chú",
    "cadence": "tính theo",
    "comparator": "so sánh",
    "attained_value": "kết quả do nguồn nêu",
    "attained_pct": "% kế hoạch do nguồn nêu",
    "old_value": "số cũ",
    "new_value": "số mới",
    "new_qualifier": "mức chính xác của số mới",
    "reason": "lý do",
    "reviewed_by": "người duyệt",
    "on": "ngày",
    "name_vi": "tên đơn vị",
    "tier": "cấp công đoàn",
    "sector": "ngành",
    "province": "tỉnh, thành phố",
    "parent": "cấp trên",
    "event": "sự việc",
    "other_branch_id": "đơn vị liên quan",
    "publisher": "nơi phát hành",
    "title": "tên tài liệu",
    "url": "địa chỉ trên mạng",
    "published_on": "ngày ban hành",
    "kind": "loại nguồn",
}
# Rules that speak of a file as a whole: no row and no column of it is meant.
WHOLE_FILE = frozenset(
    {
        *("damaged_file", "empty_file", "file_not_read", "file_too_large", "missing_file", "not_a_template"),
        *("not_a_workbook", "password_protected", "read_timeout", "sheet_too_large", "too_many_parts"),
        *("too_many_refused", "too_many_sheets", "unreadable_file", "xml_entities", "zip_bomb"),
    }
)
_KINDS_VI = {"year": "năm", "half": "nửa năm", "term": "nhiệm kỳ", "as_of": "tính đến ngày", "other": "kỳ khác"}
# What a field may hold where anything would let a text of the data pass for a sentence of the checks.
_NARROW = {
    **dict.fromkeys(("start", "end"), r"[\d-]+"),
    **dict.fromkeys(("bytes", "number"), r"-?[\d,.]+"),
    "kind": r"\w+",
}
# Another row that a sentence of the checks names.
_OTHER_PLACE = re.compile(
    r"(?:one row for each .*?; it stands already in|one value for each figure in one load;) (?P<place>.*?) "
    r"row (?P<row>\d+)(?: says (?P<value>.*))?",
    re.DOTALL,
)
_BETWEEN, _LONGEST, _MEGABYTE = "; ", 3, 1 << 20


def reason_vi(rules: str, expected: str = "") -> str:
    """The sentences for the rules of one refusal ("a, b"); a rule without one stands as it is.

    expected: what the checks expected, in English; the other place that it names is told.
    """
    said = [REASONS_VI.get(rule, rule) for rule in rules.split(", ")]
    if match := _OTHER_PLACE.fullmatch(expected):
        value = f" ghi {match['value']}" if match["value"] else ""
        said.append(f"Xem {match['place']}, dòng {_decimal(match['row'])}{value}.")
    return " ".join(said)


def found_vi(found: str) -> str:
    """What was found, the words of the checks in Vietnamese, what is data as it stands."""
    parts, told = found.split(_BETWEEN), []
    while parts:
        for length in range(min(_LONGEST, len(parts)), 0, -1):
            said = _said(_BETWEEN.join(parts[:length]))
            if said is not None or length == 1:
                told.append(parts[0] if said is None else said)
                parts = parts[length:]
                break
    return _BETWEEN.join(told)


def column_vi(columns: str, *, is_template: bool) -> str:
    """Where in a row: the heading of a template alone where its value is meant, else each column with its word."""
    heading, between, names = columns.rpartition(": ")
    if is_template and heading and set(names.split(", ")) <= {"value"}:
        return heading
    words = [(name, COLUMNS_VI.get(name, "")) for name in dict.fromkeys(names.split(", "))]
    if is_template:
        return heading + between + ", ".join(word or name for name, word in words)
    return heading + between + ", ".join(f"{name} ({word})" if word else name for name, word in words)


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    """The sentence that says most comes first."""
    ordered = sorted(FOUND_VI, key=lambda said: (-len(re.sub(r"\{\w+\}", "", said)), said))
    return tuple((re.compile(_pattern(said), re.DOTALL), FOUND_VI[said]) for said in ordered)


def _pattern(said: str) -> str:
    return re.sub(r"\\\{(\w+)\\\}", lambda m: f"(?P<{m[1]}>{_NARROW.get(m[1], '.*?')})", re.escape(said))


def _said(text: str) -> str | None:
    for pattern, words in _patterns():
        if match := pattern.fullmatch(text):
            return words.format(**{name: _field(name, value) for name, value in match.groupdict().items()})
    return None


def _field(name: str, value: str) -> str:
    if name == "machine":
        # What a library says in its own English is of no use to a steward.
        return ""
    if name == "kind":
        return _KINDS_VI.get(value, value)
    plain = value.replace(",", "")
    if name == "bytes" and plain.isdigit():
        return f"{_decimal(f'{int(plain) / _MEGABYTE:.1f}'.removesuffix('.0'))} MB"
    if name in ("number", "rows", "columns", "cells", "letters") and re.fullmatch(r"-?\d+(\.\d+)?", plain):
        return _decimal(plain)
    return value


def _decimal(plain: str) -> str:
    """Digits with a decimal point as Vietnamese writes them: 1.234.567,8."""
    whole, point, rest = plain.partition(".")
    return f"{int(whole):,}".replace(",", ".") + ("," + rest if point else "")
