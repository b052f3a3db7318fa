"""Invented facts for the tests of the paper."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from certificates.rendering import CertificateFacts

FACTS = CertificateFacts(
    governing_agency="Ủy ban nhân dân tỉnh Thanh Giang",
    issuing_agency="Sở Nội vụ",
    certifier="Giám đốc Sở Nội vụ tỉnh Thanh Giang",
    honorific="bà",
    holder_name="Lương Thị Bích Hường",
    birth="ngày 16/04/1988",
    position="Chuyên viên",
    unit="Trung tâm Phục vụ hành chính công xã Sơn Đông",
    course="Kỹ năng giao tiếp, ứng xử và giải quyết thủ tục hành chính tại Trung tâm Phục vụ hành chính công",
    duration="24 tiết",
    studied_from=date(2026, 10, 5),
    studied_to=date(2026, 10, 23),
    result="Khá",
    decision_no="412/QĐ-SNV",
    decision_date=date(2026, 10, 30),
    serial_no="TG-2600007",
    register_no="001/2026/GCN-SNV",
    place="Thanh Giang",
    issued_on=date(2026, 11, 5),
    signing_form=("KT. Giám đốc", "Phó Giám đốc"),
    signer_name="Đặng Hữu Nghĩa",
    verify_url="https://thao.thanhgiang.example/giay-chung-nhan/xac-minh/76NM8MG6VKFC2QXY/",
    verify_code="76NM-8MG6-VKFC-2QXY",
)


def facts_with(**changes: Any) -> CertificateFacts:
    return replace(FACTS, **changes)
