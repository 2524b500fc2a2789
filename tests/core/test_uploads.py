import io
import struct
import zipfile
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from PIL import Image

from wasl.core.uploads import Upload, UploadError, inspect_upload, safe_name


def picture(image_format):
    file = io.BytesIO()
    Image.new("RGB", (4, 3), "#0b6570").save(file, image_format)
    return file.getvalue()


def archive(*names):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as opened:
        for name in names:
            opened.writestr(name, "x")
    return file.getvalue()


def workbook():
    file = io.BytesIO()
    Workbook().save(file)
    return file.getvalue()


def png_of_size(width, height):
    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")


def code_of(data, filename="file"):
    with pytest.raises(UploadError) as caught:
        inspect_upload(data, filename)
    return caught.value.code


DOCX = archive("[Content_Types].xml", "word/document.xml")


@pytest.mark.parametrize(
    ("data", "content_type", "extension", "inline_ok"),
    [
        (b"%PDF-1.7\n...", "application/pdf", ".pdf", True),
        (picture("PNG"), "image/png", ".png", True),
        (picture("JPEG"), "image/jpeg", ".jpg", True),
        (picture("WEBP"), "image/webp", ".webp", True),
        (picture("GIF"), "image/gif", ".gif", True),
        (DOCX, "application/vnd.openxmlformats-officedocument.wordprocessingml.document", ".docx", False),
        (workbook(), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx", False),
        ("الاسم\nنور\n".encode(), "text/plain", ".txt", False),
        ("الاسم\nنور\n".encode("cp1256"), "text/plain", ".txt", False),
    ],
)
def test_a_file_is_known_by_its_bytes(data, content_type, extension, inline_ok):
    upload = inspect_upload(data, "عقد نور.html")

    assert upload == Upload(content_type, extension, f"عقد نور{extension}", inline_ok)


def test_a_csv_is_known_by_its_name_among_texts():
    assert inspect_upload(b"a,b\n1,2\n", "list.CSV").content_type == "text/csv"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"x" * (25 * 1024 * 1024 + 1), "too_large"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>', "svg"),
        (b'<?xml version="1.0"?>\n<!-- x --><SVG onload="x()">', "svg"),
        (b"<!DOCTYPE html><p>hello", "not_allowed"),
        (b"hello <script>alert(1)</script>", "not_allowed"),
        (b"MZ\x90\x00\x03\x00\x00\x00", "not_allowed"),
        (b"\x7fELF\x02\x01\x01\x00", "not_allowed"),
        (archive("a.exe"), "not_allowed"),
        (archive("[Content_Types].xml", "xl/workbook.xml", "xl/vbaProject.bin"), "macros"),
        (DOCX[:60], "broken"),
        (picture("PNG")[:30], "broken"),
        (b"\xff\xd8\xff\xe0 not a picture", "broken"),
        (png_of_size(10_000, 10_000), "image_too_large"),
        (png_of_size(60_000, 60_000), "image_too_large"),
    ],
    ids=lambda value: value if isinstance(value, str) else "bytes",
)
@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
def test_what_can_run_or_break_is_refused(data, code):
    assert code_of(data) == code


def test_an_archive_that_unpacks_to_too_much_is_refused():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as opened:
        opened.writestr("[Content_Types].xml", "x")
        opened.writestr("word/document.xml", b"\0" * (201 * 1024 * 1024))

    assert code_of(file.getvalue()) == "unpacks_too_large"


@pytest.mark.parametrize(
    ("filename", "name"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\noor\\عقد.docx", "عقد.pdf"),
        ("invoice\u202efdp.exe", "invoicefdp.pdf"),
        ("a\r\nSet-Cookie: x.txt", "aSet-Cookie- x.pdf"),
        ("con", "file-con.pdf"),
        ("...", "file.pdf"),
        ("", "file.pdf"),
        (".htaccess", "htaccess.pdf"),
        ("version 1.2", "version 1.2.pdf"),
    ],
)
def test_a_name_becomes_safe(filename, name):
    assert safe_name(filename, ".pdf") == name


@given(st.text(max_size=300))
def test_every_name_is_short_and_without_folders(filename):
    name = safe_name(filename, ".pdf")

    assert len(name) <= 110
    assert name.endswith(".pdf")
    assert not set(name) & set('/\\<>:"|?*\0\r\n')


@given(st.binary(max_size=200))
def test_any_bytes_are_accepted_or_refused(data):
    for start in (b"", b"PK\x03\x04", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"RIFF....WEBP", b"\xff\xd8\xff"):
        try:
            inspect_upload(start + data, "x")
        except UploadError as error:
            assert error.code in {"empty", "not_allowed", "broken", "svg", "image_too_large"}
