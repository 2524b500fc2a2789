"""Everything of a company as tables: every record, every amount as it is, nothing of others, nothing that runs."""

import csv
import io
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from django.apps import apps
from openpyxl import load_workbook

from tests import makers
from wasl.cli.main import main
from wasl.core import attachments, exports
from wasl.core.models import CompanyModel
from wasl.core.scope import company_scope
from wasl.parties import services as parties
from wasl.receivables.models import Document

BIN = Path(sys.executable).parent


def read(company):
    """Return the tables of a company's ZIP by their names, and the names of all that is in it."""
    file = io.BytesIO()
    exports.write_csv(company, file)
    folder = zipfile.ZipFile(file)
    assert folder.testzip() is None
    tables = {
        name.removesuffix(".csv"): list(csv.DictReader(io.TextIOWrapper(folder.open(name), "utf-8-sig")))
        for name in folder.namelist()
        if name.endswith(".csv") and "/" not in name
    }
    return tables, folder.namelist()


def test_every_table_has_every_row_and_nobody_elses(layla, salem, rival):
    makers.make_invoice(layla, makers.make_customer("نخيل"), "1150.55")
    with company_scope(rival.pk):
        parties.add_party(actor=salem, name="Secret Trading")
    tables, _names = read(layla.company)

    for model in apps.get_models():
        if issubclass(model, CompanyModel) and model._meta.label not in exports.LEFT_OUT:
            assert len(tables[model._meta.label_lower.replace(".", "_")]) == model.objects.count(), model
    assert [row["name"] for row in tables["parties_party"]] == ["نخيل"]
    assert [row["slug"] for row in tables["core_company"]] == [layla.company.slug]


def test_amounts_are_decimals_of_their_currency(layla):
    invoice = makers.make_invoice(layla, makers.make_customer(), "1150.55")
    tables, _names = read(layla.company)
    row = next(row for row in tables["receivables_document"] if row["id"] == str(invoice.pk))

    assert row["total"] == exports.plain_amount(Document.objects.get().total_minor, "SAR") == "1323.13"
    assert {line["base"] for line in tables["ledger_line"]} == {"1323.13", "-1150.55", "-172.58"}


@pytest.mark.parametrize(
    ("minor", "currency", "text"),
    [
        (-5, "SAR", "-0.05"),
        (0, "SAR", "0.00"),
        (-1234567, "KWD", "-1234.567"),
        (100, "JPY", "100"),
        (None, "SAR", ""),
    ],
)
def test_an_amount_is_written_plainly(minor, currency, text):
    assert exports.plain_amount(minor, currency) == text


def test_no_cell_is_run_by_a_spreadsheet(layla, tmp_path):
    parties.add_party(actor=layla, name='=HYPERLINK("http://127.0.0.1","x")')
    tables, _names = read(layla.company)
    exports.write_xlsx(layla.company, tmp_path / "all.xlsx")
    sheet = load_workbook(tmp_path / "all.xlsx")["parties_party"]

    assert tables["parties_party"][0]["name"].startswith("'=")
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


def test_files_are_in_it(layla, settings, tmp_path):
    settings.FILES_FOLDER = tmp_path
    customer = makers.make_customer()
    parties.attach_file(actor=layla, party_id=customer.pk, data=b"%PDF-1.4 plan", filename="plan.pdf")
    found = attachments.attachments_of("parties.party", [customer.pk])[0]
    _tables, names = read(layla.company)

    assert f"files/{found.pk}-plan.pdf" in names


def test_no_secret_is_in_it(layla):
    from wasl.access import services as access

    _token, secret = access.make_token(actor=layla, name="Site")
    _tables, names = read(layla.company)

    assert "access_apitoken.csv" not in names
    assert secret


def test_the_command_writes_each_format(db, tmp_path, capsys, layla):
    makers.make_invoice(layla, makers.make_customer(), "100")
    slug = layla.company.slug
    for kind in ("csv", "xlsx", "beancount", "hledger"):
        assert main(["export", kind, "--company", slug, "--out", str(tmp_path / kind)]) == 0
        assert (tmp_path / kind).stat().st_size > 500
    capsys.readouterr()
    checked = subprocess.run([BIN / "bean-check", tmp_path / "beancount"], capture_output=True, check=False)

    assert (checked.returncode, checked.stderr) == (0, b"")
    assert main(["export", "beancount", "--company", slug]) == 0
    assert "open Assets:" in capsys.readouterr().out
    assert main(["export", "csv", "--company", "nobody"]) == 1
    assert main(["export", "csv", "--company", slug, "--out", str(tmp_path / "no" / "folder")]) == 1
