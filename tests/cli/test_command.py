"""The `wasl` command as a person runs it: its words, its exit codes, its JSON."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HEAD = "opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value\n"


@pytest.fixture(scope="module")
def wasl(tmp_path_factory):
    """Run the command in a data folder of its own, on SQLite."""
    home = tmp_path_factory.mktemp("home")

    def run(*words, **environment):
        outer = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        return subprocess.run(
            [sys.executable, "-m", "wasl.cli.main", *words],
            capture_output=True,
            text=True,
            cwd=home,
            env={**outer, "WASL_HOME": str(home), "PYTHONPATH": str(ROOT / "src"), **environment},
        )

    run.home = home
    made = run("company", "create", "Maven Sales", "--country", "AE", "--currency", "AED", "--language", "en")
    assert (made.stdout, made.returncode) == ("maven-sales\n", 0), made.stderr
    return run


def written(wasl, name, text):
    path = wasl.home / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_a_user_is_made_once(wasl):
    first = wasl("user", "create", "a@b.example", "--company", "maven-sales", WASL_PASSWORD="correct horse 42")
    again = wasl("user", "create", "a@b.example", "--company", "maven-sales", WASL_PASSWORD="correct horse 42")

    assert (first.returncode, again.returncode) == (0, 1)
    assert "already a user" in again.stderr


def test_an_open_question_stops_an_import_before_it_writes(wasl):
    product = written(wasl, "products.csv", "product,series,sales_price\nGTX Pro,GTX,4821\n")
    deals = written(wasl, "deals.csv", HEAD + "A1,,GTXPro,,Engaging,20-10-26,,\n")
    assert wasl("import", "products", product).returncode == 0

    stopped, taken = (
        wasl("import", "opportunities", deals, "--json"),
        wasl("import", "opportunities", deals, "--accept", "--json"),
    )
    again = wasl("import", "opportunities", deals, "--accept", "--json")

    asked = json.loads(stopped.stdout)
    assert stopped.returncode == 1
    assert (asked["created"], {question["value"] for question in asked["questions"]}) == (0, {"GTXPro", ""})
    assert set(asked) == {"read", "created", "updated", "unchanged", "rejected", "questions"}
    assert taken.returncode == 0
    assert json.loads(taken.stdout)["created"] == 1
    assert [json.loads(again.stdout)[name] for name in ("created", "unchanged")] == [0, 1]


def test_an_import_is_undone_by_the_number_it_printed(wasl):
    leads = written(wasl, "leads.csv", "name,company\nSara,Acme\nHuda,Beta\n")
    batch = wasl("import", "leads", leads).stderr.split()[-1]

    shown = wasl("import-undo", batch, "--dry-run", "--json")
    undone = wasl("import-undo", batch)
    again = wasl("import-undo", batch)

    assert json.loads(shown.stdout) == {"removed": 2, "restored": 0, "kept": []}
    assert undone.stdout == "removed: 2\nput back: 0\nkept: 0\n"
    assert (again.returncode, again.stdout) == (1, "")
    assert json.loads(wasl("import", "leads", leads, "--json").stdout)["created"] == 2


def test_a_mapping_answers_what_no_cell_proves(wasl):
    deals = written(wasl, "mapped.csv", HEAD.replace("opportunity_id", "nr") + "M1,,,,Engaging,03-04-26,,\n")
    mapping = written(
        wasl, "mapping.json", json.dumps({"columns": {"opportunity_id": "nr"}, "date_order": {"engaged_on": "dmy"}})
    )

    answer = json.loads(wasl("import", "opportunities", deals, "--mapping", mapping, "--dry-run", "--json").stdout)

    assert "engage_date" not in {question["column"] for question in answer["questions"]}


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("import", "opportunities", "nowhere.csv"), 1, "there is no file nowhere.csv"),
        (("import", "nonsense", "x.csv"), 2, "invalid choice"),
        (("check", "--company", "nobody"), 1, "there is no company 'nobody'"),
        (("company", "create", "X", "--country", "SA", "--currency", "XXX"), 1, "currency is not known"),
        ((), 2, "required"),
    ],
)
def test_wrong_use_is_told_in_a_line(wasl, words, code, said):
    answer = wasl(*words)

    assert answer.returncode == code
    assert said in answer.stderr
    assert "Traceback" not in answer.stderr


def test_a_renamed_column_is_named(wasl):
    path = written(wasl, "renamed.csv", "opportunity_id;when\n1;x\n")
    answer = wasl("import", "opportunities", path)

    assert answer.returncode == 1
    assert "Stage" in answer.stderr


def test_check_answers_as_json(wasl):
    answer = wasl("check", "--json")

    assert (answer.returncode, json.loads(answer.stdout)) == (0, {"companies": ["maven-sales"], "findings": []})


def test_a_scenario_plays_on_a_database_of_its_own(wasl):
    good = wasl("scenario", "run", str(next((ROOT / "scenarios").glob("p01*"))))
    later = wasl("scenario", "run", str(next((ROOT / "scenarios").glob("p14*"))))
    wrong = wasl("scenario", "run", str(ROOT / "scenarios/invalid/unknown_step.yaml"))

    assert (good.returncode, json.loads(good.stdout)[0]["passed"]) == (0, True)
    assert later.returncode == 1
    assert "not supported yet: stock_receipt" in later.stdout
    assert wrong.returncode == 2
    assert ":6: unknown step 'invioce' (did you mean 'invoice'?)" in wrong.stderr


def test_a_newer_database_is_refused(wasl, tmp_path):
    import sqlite3

    home = tmp_path / "newer"
    home.mkdir()
    assert wasl("migrate", WASL_HOME=str(home)).returncode == 0
    with sqlite3.connect(home / "wasl.sqlite3") as base:
        base.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('ledger', '9999_later', '2030-01-01')")

    answer = wasl("check", WASL_HOME=str(home))

    assert answer.returncode == 1
    assert "newer Wasl" in answer.stderr


def test_a_wrong_setting_is_refused_at_start(wasl):
    answer = wasl("check", DATABASE_URL="mysql://x/y")

    assert answer.returncode == 1
    assert "DATABASE_URL: use postgresql://" in answer.stderr
