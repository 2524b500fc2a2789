"""Read CSV and TSV: find out encoding and delimiter by content, then give records one at a time."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from typing import BinaryIO

from wasl.core.tabular.refusals import TableError

LINE_CHARACTERS_MAX = 1_000_000
SAMPLE_BYTES = 64 * 1024
SAMPLE_RECORDS = 50
DELIMITERS = (",", ";", "\t", "|")
_ARABIC = re.compile("[\u0621-\u064a]")

Records = Iterator[tuple[int, list[str]]]


def find_encoding(file: BinaryIO) -> str:
    """Return the codec that reads the whole file: utf-8, utf-8-sig, utf-16, utf-16-le, utf-16-be or cp1256.

    Windows-1256 is believed only where it gives Arabic words; other old code pages cannot be told apart.

    :raises TableError: `encoding`.
    """
    sample = file.read(SAMPLE_BYTES)
    if not sample:
        raise TableError("empty")
    if sample.startswith(codecs.BOM_UTF8):
        found = ["utf-8-sig"]
    elif sample.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        found = ["utf-16"]
    else:
        found = _utf16_without_mark(sample) or ["utf-8", "cp1256"]
    for encoding in found:
        if _reads(file, encoding) and (encoding != "cp1256" or _is_arabic_1256(file)):
            file.seek(0)
            return encoding
    raise TableError("encoding")


def _utf16_without_mark(sample: bytes) -> list[str]:
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if even + odd < max(2, len(sample) // 50) or min(even, odd) * 10 > max(even, odd):
        return []
    return ["utf-16-le" if odd > even else "utf-16-be"]


def _reads(file: BinaryIO, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    file.seek(0)
    try:
        while chunk := file.read(SAMPLE_BYTES):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeError:
        return False
    return True


def _is_arabic_1256(file: BinaryIO) -> bool:
    """Tell whether the letters beyond ASCII form Arabic words, so that Latin code pages are not misread."""
    kinds: Counter[str] = Counter()
    file.seek(0)
    while chunk := file.read(SAMPLE_BYTES):
        for word in re.findall(rb"[\x80-\xffA-Za-z]*[\x80-\xff][\x80-\xffA-Za-z]*", chunk):
            text = word.decode("cp1256")
            arabic = len(_ARABIC.findall(text))
            kinds["arabic" if arabic * 2 > len(text) and not re.search("[A-Za-z]", text) else "other"] += 1
    return kinds["arabic"] > 4 * kinds["other"]


def find_delimiter(file: BinaryIO, encoding: str, filename: str) -> tuple[str, int]:
    """Return the delimiter that gives the most even rows, and how many `sep=` lines to pass over."""
    file.seek(0)
    raw = file.read(SAMPLE_BYTES)
    sample = codecs.getincrementaldecoder(encoding)().decode(raw).replace("\r\n", "\n").replace("\r", "\n")
    if hint := re.match(r"sep=(.)\n", sample):
        return hint[1], 1
    whole = len(raw) < SAMPLE_BYTES
    scores = {mark: _evenness(sample, mark, whole) for mark in DELIMITERS}
    best = max(DELIMITERS, key=lambda mark: scores[mark])
    return ("\t" if filename.lower().endswith(".tsv") else ",") if scores[best] == (0, 0) else best, 0


def _evenness(sample: str, delimiter: str, whole: bool) -> tuple[float, int]:
    """Return (share of rows as wide as the first, that width); zeros where the first row is not divided."""
    widths: list[int] = []
    try:
        for record in csv.reader(io.StringIO(sample), delimiter=delimiter):
            if record:
                widths.append(len(record))
            if len(widths) > SAMPLE_RECORDS:
                break
    except csv.Error:
        pass
    if not whole and len(widths) > 1:
        widths.pop()
    if not widths or widths[0] < 2:
        return 0, 0
    return round(widths.count(widths[0]) / len(widths), 1), widths[0]


def delimited_records(file: BinaryIO, encoding: str, delimiter: str, skipped: int) -> Records:
    lines = _lines(file, encoding)
    for _line in range(skipped):
        next(lines)
    number = skipped
    reader = csv.reader(lines, delimiter=delimiter, strict=True, skipinitialspace=True)
    try:
        for cells in reader:
            number += 1
            yield number, cells
    except csv.Error as error:
        raise TableError("quotes", number + 1) from error


def _lines(file: BinaryIO, encoding: str) -> Iterator[str]:
    """Yield the lines of a file, each ending in a newline, holding one line and one chunk at a time."""
    decoder = io.IncrementalNewlineDecoder(codecs.getincrementaldecoder(encoding)(), translate=True)
    file.seek(0)
    rest = ""
    while chunk := file.read(SAMPLE_BYTES):
        *lines, rest = (rest + decoder.decode(chunk)).split("\n")
        for line in lines:
            yield line + "\n"
        if len(rest) > LINE_CHARACTERS_MAX:
            raise TableError("line_too_long")
    rest += decoder.decode(b"", final=True)
    if rest:
        yield rest
