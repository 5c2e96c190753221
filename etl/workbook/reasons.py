"""Why a row was refused, in words a steward reads: one sentence in Vietnamese for every rule of refusal."""

from __future__ import annotations

REASONS_VI = {
    "ambiguous_name": "Nhiều đơn vị hoặc chỉ số cùng tên này; ghi kèm mã trong ngoặc.",
    "ambiguous_number": "Không rõ dấu chấm, phẩy là hàng nghìn hay thập phân, hoặc 0 hay chưa có số liệu.",
    "ambiguous_percent": "Tỷ lệ từ 1 trở xuống: không rõ là 0,5% hay 50%; ghi kèm dấu %.",
    "amount_too_small": "Số tiền dưới 1.000 đồng; có thể thiếu chữ triệu hoặc nghìn.",
    "bad_date": "Ngày không đúng; ghi ngày/tháng/năm, ví dụ 31/12/2025.",
    "bad_identifier": "Mã không được để trống hoặc có dấu cách.",
    "bad_number": "Không đọc được thành một số.",
    "bad_period": "Kỳ không đúng; ví dụ Năm 2025, 6 tháng đầu năm 2025, Nhiệm kỳ 2023-2028.",
    "bad_rating": "Xếp loại là Xuất sắc, Tốt, Hoàn thành hoặc Chưa hoàn thành.",
    "comparator_mismatch": "Cột So sánh và dấu ghi trong chỉ tiêu trái nhau.",
    "correction_not_applied": "Số cũ trong danh sách đính chính không còn đúng với số đã nạp.",
    "damaged_file": "Tệp bị hỏng, không mở được; xin lưu lại từ Excel.",
    "date_as_number": "Ô chứa ngày tháng, không phải số; có thể Excel đã tự đổi.",
    "doubled_column": "Một cột xuất hiện hai lần.",
    "duplicate_key": "Số liệu này đã có ở dòng khác với giá trị khác.",
    "duplicate_row": "Dòng này đã có, lặp lại nguyên văn.",
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
    "out_of_range": "Giá trị nằm ngoài khoảng cho phép.",
    "part_of_ratio": "Tỷ lệ và xếp loại không cộng từng phần.",
    "password_protected": "Tệp có mật khẩu; xin bỏ mật khẩu rồi gửi lại.",
    "period_contested": "Tiêu đề cột và mã ẩn của kỳ khác nhau, hoặc một kỳ có hai cột.",
    "ragged_row": "Số ô của dòng khác với dòng tiêu đề.",
    "read_timeout": "Đọc tệp quá lâu.",
    "sheet_too_large": "Trang tính quá lớn.",
    "too_many_parts": "Tệp có quá nhiều thành phần.",
    "too_many_sheets": "Tệp có quá nhiều trang tính.",
    "unit_mismatch": "Đơn vị ghi trong ô khác với đơn vị tính của chỉ số.",
    "unknown_branch": "Không có đơn vị này trong danh sách.",
    "unknown_metric": "Không có chỉ số này trong danh mục.",
    "unknown_source": "Số nguồn chưa được điền ở trang Nguồn.",
    "unknown_value": "Giá trị không thuộc danh sách cho phép.",
    "unreadable_file": "Không mở được tệp.",
    "unreadable_text": "Có ký tự không đọc được.",
    "xml_entities": "Tệp chứa khai báo không an toàn; xin lưu lại từ Excel.",
    "zip_bomb": "Tệp nén bất thường, không được mở.",
}


def reason_vi(rules: str) -> str:
    """The sentences for the rules of one refusal ("a, b"); a rule without one stands as it is."""
    return " ".join(REASONS_VI.get(rule, rule) for rule in rules.split(", "))
