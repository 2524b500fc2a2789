"""Know an upload by its bytes, not by its name; let through what people attach and nothing that can run."""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from dataclasses import dataclass
from pathlib import PurePosixPath

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from PIL import Image

from wasl.core.errors import BadInput
from wasl.core.tabular import TableError
from wasl.core.tabular.delimited import find_encoding

UPLOAD_BYTES_MAX = 25 * 1024 * 1024
PIXELS_MAX = 50_000_000
UNPACKED_BYTES_MAX = 200 * 1024 * 1024
MEMBERS_MAX = 5_000
NAME_CHARACTERS_MAX = 100

_OFFICE = "application/vnd.openxmlformats-officedocument."
_ALLOWED = _("Attach a PDF, an image (PNG, JPEG, WebP, GIF), a Word or Excel file, a CSV or a plain text.")
_ERRORS: dict[str, tuple[str | Promise, str | Promise]] = {
    "empty": (_("The file is empty."), _("Choose the file again.")),
    "too_large": (_("The file is larger than %(limit)s MB."), _("Make it smaller or split it.")),
    "not_allowed": (_("Files of this kind are not accepted."), _ALLOWED),
    "svg": (_("SVG drawings are not accepted: they can run programs."), _("Save the drawing as PNG or PDF.")),
    "macros": (
        _("The file contains macros."),
        _("Save it without macros, as .docx or .xlsx."),
    ),
    "broken": (_("The file is damaged and cannot be opened."), _("Save or export it again.")),
    "image_too_large": (
        _("The image has more than %(limit)s million pixels."),
        _("Save it in a smaller size."),
    ),
    "unpacks_too_large": (_("The file unpacks to more than is safe."), _("Split it into smaller files.")),
}

_IMAGES = {"PNG": ("image/png", ".png"), "JPEG": ("image/jpeg", ".jpg"), "WEBP": ("image/webp", ".webp")}
_IMAGES["GIF"] = ("image/gif", ".gif")
_MARKUP = re.compile(r"<\s*(\?xml|!doctype|html|head|body|script|svg|iframe|object|embed|meta|style|x?:?\w+\s+xmlns)")
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)


class UploadError(BadInput):
    """A file was not accepted: `code` says why, `remedy` what to do."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__("", **facts)
        self.code = code
        self.text, self.remedy = _ERRORS[code]


@dataclass(frozen=True)
class Upload:
    """Tell what a file is by its bytes, how to name it, and whether a browser may show it in place."""

    content_type: str
    extension: str
    safe_name: str
    inline_ok: bool


def inspect_upload(data: bytes, filename: str, *, bytes_max: int = UPLOAD_BYTES_MAX) -> Upload:
    """Return what `data` is. The name's own ending counts only between CSV and plain text.

    :raises UploadError: empty, too_large, not_allowed, svg, macros, broken, image_too_large, unpacks_too_large.
    """
    if not data:
        raise UploadError("empty")
    if len(data) > bytes_max:
        raise UploadError("too_large", limit=bytes_max // (1024 * 1024))
    content_type, extension, inline_ok = _kind(data, filename)
    return Upload(content_type, extension, safe_name(filename, extension), inline_ok)


def safe_name(filename: str, extension: str) -> str:
    """Return the name with this ending, without folders, control and direction signs; Arabic stays."""
    last = PurePosixPath(unicodedata.normalize("NFC", filename).replace("\\", "/")).name
    visible = "".join(c for c in last if unicodedata.category(c)[0] != "C")
    stem = re.sub(r'[<>:"|?*%;]+', "-", visible)
    stem = re.sub(r"\.[A-Za-z][A-Za-z0-9]{0,4}$", "", stem).strip(" .-")
    stem = stem[:NAME_CHARACTERS_MAX].strip(" .-") or "file"
    return f"{'file-' if _RESERVED.fullmatch(stem) else ''}{stem}{extension}"


def _kind(data: bytes, filename: str) -> tuple[str, str, bool]:
    if data.startswith(b"%PDF-"):
        return "application/pdf", ".pdf", True
    if image := _image_format(data):
        _check_image(data, image)
        return (*_IMAGES[image], True)
    if data.startswith(b"PK\x03\x04"):
        return (*_office_kind(data), False)
    return (*_text_kind(data, filename), False)


def _image_format(data: bytes) -> str:
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if data.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if data.startswith((b"GIF87a", b"GIF89a")):
        return "GIF"
    return "WEBP" if data.startswith(b"RIFF") and data[8:12] == b"WEBP" else ""


def _check_image(data: bytes, image_format: str) -> None:
    """Read the image's head and chunks, so that a bomb is refused before it unfolds."""
    try:
        with Image.open(io.BytesIO(data), formats=[image_format]) as image:
            if image.width * image.height > PIXELS_MAX:
                raise UploadError("image_too_large", limit=PIXELS_MAX // 1_000_000)
            image.verify()
    except Image.DecompressionBombError as error:
        raise UploadError("image_too_large", limit=PIXELS_MAX // 1_000_000) from error
    except (OSError, SyntaxError, ValueError, EOFError) as error:  # what Pillow's readers raise on damage
        raise UploadError("broken") from error


def _office_kind(data: bytes) -> tuple[str, str]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        raise UploadError("broken") from error
    if len(members) > MEMBERS_MAX or sum(member.file_size for member in members) > UNPACKED_BYTES_MAX:
        raise UploadError("unpacks_too_large")
    names = {member.filename for member in members}
    if "[Content_Types].xml" not in names:
        raise UploadError("not_allowed")
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise UploadError("macros")
    if "word/document.xml" in names:
        return f"{_OFFICE}wordprocessingml.document", ".docx"
    if "xl/workbook.xml" in names:
        return f"{_OFFICE}spreadsheetml.sheet", ".xlsx"
    raise UploadError("not_allowed")


def _text_kind(data: bytes, filename: str) -> tuple[str, str]:
    try:
        text = data.decode(find_encoding(io.BytesIO(data)))
    except (TableError, UnicodeError) as error:
        raise UploadError("not_allowed") from error
    if any(unicodedata.category(c) == "Cc" and c not in "\t\n\r\f" for c in text):
        raise UploadError("not_allowed")
    if "<svg" in text[:4096].lower():
        raise UploadError("svg")
    if _MARKUP.search(text[:4096].lower()):
        raise UploadError("not_allowed")
    if filename.lower().endswith((".csv", ".tsv")):
        return "text/csv", ".csv"
    return "text/plain", ".txt"
