"""The guide sheet of a template: what a steward at a branch reads before filling it in, in Vietnamese."""

from __future__ import annotations

# Pairs of a heading ("" continues the one before) and a line.
LINES = (
    ("Điền ở đâu", "Trang “Số liệu”: các ô nền vàng, mỗi cột là một kỳ. Trang “Chỉ tiêu”: mỗi dòng một chỉ tiêu."),
    ("", "Trang “Nguồn”: văn bản mà số liệu lấy ra. Cột “Nguồn” để trống nghĩa là lấy từ nguồn N1."),
    ("", "Các cột, dòng ẩn giữ mã của đơn vị, chỉ số và kỳ: xin giữ nguyên để tệp đọc lại được chính xác."),
    ("Chưa có số liệu", "Để ô trống, hoặc ghi “chưa có số liệu”. Số 0 nghĩa là có thống kê và bằng không."),
    ("Số nguyên, số lẻ", "Ghi 1234 hoặc 1.234; phần lẻ sau dấu phẩy: 12,5."),
    ("", "Viết kiểu 1,234 không được nhận, vì có thể hiểu là 1.234 hoặc 1,234."),
    ("Số tiền", "Đơn vị là đồng, không có phần lẻ. Có thể ghi gọn: 12,5 triệu; 1 tỷ 250 triệu; 500 nghìn."),
    ("", "Đổi cột “Đơn vị tính” của dòng thành triệu đồng, nghìn đồng thì số trong dòng được nhân lên và ghi chú lại."),
    ("", "Số dưới 100.000 không ghi đơn vị thì không được nhận, vì có thể thiếu chữ nghìn, triệu."),
    ("Tỷ lệ phần trăm", "Ghi 25,6 hoặc 25,6%. Tỷ lệ từ 1% trở xuống xin ghi kèm dấu %, ví dụ 0,5%."),
    ("Số chưa chính xác", "Ghi đúng như văn bản: ≥ 500; trên 500 triệu; dưới 20; khoảng 1.200. Không tự làm tròn."),
    ("Xếp loại", "Chọn trong danh sách: Xuất sắc, Tốt, Hoàn thành, Chưa hoàn thành."),
    ("Ngày tháng", "Ghi ngày/tháng/năm, ví dụ 31/12/2025."),
    ("Chỉ tiêu", "“Ít nhất (≥) 80” thì 80 là đạt; “Trên (>) 80” thì 80 chưa đạt. “Mỗi năm” là xét từng năm."),
    ("", "Văn bản nêu sẵn kết quả hoặc “đạt 162% kế hoạch” thì ghi vào hai cột kết quả do nguồn nêu."),
    ("Định dạng ô", "Số được đọc đúng như nhìn thấy trong ô; ô hiện một đằng, chứa một nẻo thì không được nhận."),
    ("Sau khi gửi", "Số không đọc được được gửi lại kèm lý do từng ô để sửa; các số khác vẫn được nhận."),
    ("", "Trong tệp gửi lại, ô ghi “Ô gộp”, “Trùng” hoặc cột “Kỳ nào…?” chỉ được đọc sau khi ghi lại cho rõ."),
)
