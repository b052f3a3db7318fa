"""Is this file a plain .xlsx? Judged by its content, within limits, before any of it is parsed."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib

from organization.importing.errors import FileRefused, Limits

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_END_RECORD = b"PK\x05\x06"
_END_LENGTH = 22
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_ENCRYPTED_FLAG = 0x1
_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_DRIVE = re.compile(r"^[A-Za-z]:")
_REGULAR_FILE, _KIND_MASK = 0o100000, 0o170000
_CHUNK = 64 * 1024
_NEEDED = ("[Content_Types].xml", "xl/workbook.xml")


def open_package(data: bytes, limits: Limits) -> zipfile.ZipFile:
    """Return the package of a plain .xlsx whose every part has been unpacked once, within the limits.

    Raises:
        FileRefused: the file is empty, too large, something else, damaged, locked by a password, holds macros, or
            unpacks to more than is allowed.
    """
    if not data:
        raise FileRefused("file_empty")
    if len(data) > limits.file_bytes:
        raise FileRefused("file_too_large", megabytes=limits.file_bytes // 1024**2)
    if not data.startswith(_ZIP):
        raise FileRefused(_what_else(data))
    try:
        package = zipfile.ZipFile(io.BytesIO(data))
        _check_structure(data, package, limits)
        _check_kind(package)
        _unpack_once(package, limits)
    except (zipfile.BadZipFile, zlib.error, EOFError, struct.error, NotImplementedError, UnicodeDecodeError):
        raise FileRefused("file_damaged") from None
    return package


def _what_else(data: bytes) -> str:
    head = data[:2048].lstrip(b"\xef\xbb\xbf\r\n\t ").lower()
    if data.startswith(_OLE):
        return "file_password" if _ENCRYPTED in data else "file_old_excel"
    if head.startswith((b"<!doctype html", b"<html", b"<table", b"<meta")):
        return "file_html"
    if head.startswith(b"<"):
        return "file_xml"
    if head.startswith(b"%pdf"):
        return "file_pdf"
    if b"\x00" not in head and any(sign in head for sign in (b",", b";", b"\t")):
        return "file_csv"
    return "file_other"


def _check_structure(data: bytes, package: zipfile.ZipFile, limits: Limits) -> None:
    entries = package.infolist()
    if len(entries) > limits.entries:
        raise FileRefused("file_unpacks_too_large")
    if not _is_whole(data, entries):
        raise FileRefused("file_package_unsupported")
    if any(entry.flag_bits & _ENCRYPTED_FLAG for entry in entries):
        raise FileRefused("file_password")
    if any(entry.compress_type not in _METHODS for entry in entries):
        raise FileRefused("file_package_unsupported")
    names = [entry.filename for entry in entries]
    if len({name.lower() for name in names}) != len(names) or not all(map(_is_plain_entry, entries)):
        raise FileRefused("file_package_names")


def _is_whole(data: bytes, entries: list[zipfile.ZipInfo]) -> bool:
    """Tell whether the package is all there is: nothing before it, nothing after it, no further disk."""
    end = data[-_END_LENGTH:]
    if not end.startswith(_END_RECORD) or not entries:
        return False
    disk, start_disk = struct.unpack_from("<HH", end, 4)
    return disk == start_disk == 0 and min(entry.header_offset for entry in entries) == 0


def _is_plain_entry(entry: zipfile.ZipInfo) -> bool:
    name = entry.orig_filename
    kind = (entry.external_attr >> 16) & _KIND_MASK
    parts = name.split("/")
    return (
        "\\" not in name
        and "\x00" not in name
        and not name.startswith("/")
        and not _DRIVE.match(name)
        and ".." not in parts
        and (kind in (0, _REGULAR_FILE) or entry.is_dir())
    )


def _check_kind(package: zipfile.ZipFile) -> None:
    names = set(package.namelist())
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise FileRefused("file_macros")
    if any(name not in names for name in _NEEDED):
        raise FileRefused("file_other")


def _unpack_once(package: zipfile.ZipFile, limits: Limits) -> None:
    left = limits.unpacked_bytes
    for entry in package.infolist():
        with package.open(entry) as part:
            while chunk := part.read(_CHUNK):
                left -= len(chunk)
                if left < 0:
                    raise FileRefused("file_unpacks_too_large")
