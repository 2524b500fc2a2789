import csv
import io
import re
import tracemalloc
import zipfile
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from wasl.core.tabular import TableError, is_formula, open_table, safe_cell


def table_of(data, filename="t.csv"):
    return open_table(io.BytesIO(data), filename)


def rows_of(data):
    return [(row.number, row.values) for row in table_of(data).rows]


def error_of(data):
    with pytest.raises(TableError) as caught:
        rows_of(data)
    return caught.value


def workbook(*rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


WORKBOOK = workbook(["name", "n", "when"], ["Noor", 1.5, date(2026, 11, 23)], ["Layla", 2, None])
ARABIC = "الاسم,المدينة\nشركة الأفق,الرياض\nنور,جدة\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1256"])
def test_arabic_is_read_in_each_usual_encoding(encoding):
    table = table_of(ARABIC.encode(encoding))

    assert table.encoding == encoding
    assert table.columns == ["الاسم", "المدينة"]
    assert [row.values["المدينة"] for row in table.rows] == ["الرياض", "جدة"]


@pytest.mark.parametrize("text", ["name\nSØREN\nÅse\n", "name\nMüller\nGroß\nJäger\n"])
def test_another_code_page_is_refused_with_a_way_out(text):
    error = error_of(text.encode("cp1252"))

    assert error.code == "encoding"
    assert "UTF-8" in str(error.remedy)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_by_even_rows(delimiter):
    table = table_of(delimiter.join(["name", "amount"]).encode() + b"\n" + delimiter.join(["Noor", "7"]).encode())

    assert table.delimiter == delimiter
    assert next(table.rows).values == {"name": "Noor", "amount": "7"}


def test_commas_in_amounts_do_not_hide_the_semicolon():
    assert rows_of(b"name;amount\nNoor;1,5\nLayla;2,5\n")[1] == (3, {"name": "Layla", "amount": "2,5"})


def test_a_hint_for_excel_is_obeyed_and_counted():
    assert rows_of(b"sep=;\nname;amount\nNoor;7\n") == [(3, {"name": "Noor", "amount": "7"})]


def test_one_column_is_a_table():
    assert rows_of(b"name\nNoor\n") == [(2, {"name": "Noor"})]


def test_quoted_cells_may_hold_marks_and_lines():
    assert rows_of(b'name,note\r\nNoor,"a, ""b""\r\nc"\r\n\r\nLayla,x\r\n') == [
        (2, {"name": "Noor", "note": 'a, "b"\nc'}),
        (4, {"name": "Layla", "note": "x"}),
    ]


def test_a_row_of_another_width_is_named_and_the_rest_can_be_read():
    rows = table_of(b"a,b\n1\n1,2,3\n1,2,,\n").rows
    refused = []
    for _ in range(2):
        with pytest.raises(TableError) as caught:
            next(rows)
        refused.append((caught.value.code, caught.value.row))

    assert refused == [("ragged", 2), ("ragged", 3)]
    assert [row.number for row in rows] == [4]


@pytest.mark.parametrize(
    ("data", "code", "row"),
    [
        (b"", "empty", None),
        (b"\xef\xbb\xbf", "empty", None),
        (b"\n\n", "empty", None),
        (b"a,A \n1,2\n", "duplicate_column", 1),
        (b"a,,b\n1,2,3\n", "unnamed_column", 1),
        (b"a,b\n1,2\n\x001,2\n", "nul", 3),
        (b'a,b\n1,"2\n', "quotes", 2),
        (b'a,b\n1,"2"x\n', "quotes", 2),
        (b"a,b\n1,=1+1\n", "formula", 2),
        (b"a\n" + b"x" * 1_200_000, "line_too_long", None),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "old_excel", None),
        (b"PK\x03\x04 not a zip", "not_a_workbook", None),
        (b",".join(b"c%d" % i for i in range(501)), "too_many_columns", 1),
    ],
)
def test_what_is_no_clear_table_is_refused_with_its_place(data, code, row):
    error = error_of(data)

    assert (error.code, error.row) == (code, row)


def test_head_and_cells_lose_their_margins():
    assert rows_of(b"  full   name , b \n x , y \n") == [(2, {"full name": "x", "b": "y"})]


def test_a_workbook_gives_clean_text():
    data = workbook(
        ["name", "n", "when", "at", "took", "yes"],
        [
            "Noor",
            0.1 + 0.2,
            date(2026, 11, 23),
            datetime.fromisoformat("2026-11-23 09:05"),
            timedelta(hours=30, minutes=5),
            True,
        ],
        [],
        ["نور", 1e15, None, None, None, False],
    )
    table = table_of(data)

    assert (table.encoding, table.delimiter) == ("xlsx", "")
    assert [(row.number, list(row.values.values())) for row in table.rows] == [
        (2, ["Noor", "0.3", "2026-11-23", "2026-11-23 09:05:00", "30:05", "TRUE"]),
        (4, ["نور", "1000000000000000", "", "", "", "FALSE"]),
    ]


def test_a_row_of_a_workbook_may_end_in_empty_cells():
    rows = rows_of(workbook(["a", "b", "c"], ["1", None, None], [None, "2"], ["3", None, "4"]))

    assert [list(values.values()) for _number, values in rows] == [["1", "", ""], ["", "2", ""], ["3", "", "4"]]


def test_a_formula_in_a_workbook_is_refused():
    error = error_of(workbook(["a", "b"], [1, "=A2*2"]))

    assert (error.code, error.row, error.column) == ("formula", 2, "b")


def test_a_workbook_that_unpacks_to_too_much_is_refused_unopened():
    bomb = io.BytesIO(workbook(["a"], [1]))
    with zipfile.ZipFile(bomb, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/zeros.bin", b"\0" * 5_000_000)

    assert error_of(bomb.getvalue()).code == "workbook_too_large"


def test_a_workbook_with_entities_is_refused():
    file = io.BytesIO(workbook(["a"], [1]))
    with zipfile.ZipFile(file) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    declared = b'<!DOCTYPE workbook [<!ENTITY a "aaaa">]><workbook '
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b"<workbook ", declared, 1)
    spoilt = io.BytesIO()
    with zipfile.ZipFile(spoilt, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)

    assert error_of(spoilt.getvalue()).code == "not_a_workbook"


def test_a_long_file_is_read_in_flat_memory(tmp_path):
    path = tmp_path / "long.csv"
    with path.open("w") as file:
        file.write("name,amount\n")
        file.writelines(f"client {i},{i}.50\n" for i in range(200_000))

    tracemalloc.start()
    with open_table(path) as table:
        count = sum(1 for _ in table.rows)
    peak_bytes = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert count == 200_000
    assert peak_bytes < 4_000_000  # the file has 4.6 MB


@pytest.mark.parametrize("text", ["=1+1", "+cmd|' /C calc'!A0", "@SUM(A1)", " =x", "\t=x", "-2+3+cmd|x!A0", "＝1"])
def test_a_formula_is_known(text):
    assert is_formula(text)
    assert safe_cell(text.lstrip(" ")).startswith("'")


@pytest.mark.parametrize("text", ["-12.5", "+966 50 123 4567", "+7", "- a note", "a=b", "", "(5)", "a@b.c"])
def test_numbers_telephones_and_notes_are_no_formula(text):
    assert not is_formula(text)


@pytest.mark.parametrize("text", ["-12.5", "+7", "-1,234.50", "15%", "Noor", ""])
def test_plain_cells_go_out_as_they_are(text):
    assert safe_cell(text) == text


@given(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12), min_size=1, max_size=6))
def test_what_goes_out_safely_comes_back_the_same(texts):
    file = io.StringIO()
    writer = csv.writer(file, quoting=csv.QUOTE_ALL)
    writer.writerow(["key", "text"])
    writer.writerows([str(i), safe_cell(text)] for i, text in enumerate(texts))

    read = [row.values["text"] for row in table_of(file.getvalue().encode()).rows]

    assert [re.sub("^'", "", t) for t in read] == [re.sub("^'", "", t.strip()) for t in texts]


@given(
    st.binary(max_size=300), st.sampled_from([b"", b"a,b\n", b"PK\x03\x04", b"\xff\xfe", b"\xef\xbb\xbf", b"sep=,\n"])
)
def test_any_bytes_are_a_table_or_a_table_error(data, start):
    try:
        rows_of(start + data)
    except TableError as error:
        assert error.code


@settings(max_examples=150)
@given(st.integers(0, 4_000), st.binary(min_size=1, max_size=8))
def test_a_spoilt_workbook_is_a_table_or_a_table_error(at, noise):
    data = bytearray(WORKBOOK)
    data[at : at + len(noise)] = noise
    try:
        rows_of(bytes(data))
    except TableError as error:
        assert error.code
