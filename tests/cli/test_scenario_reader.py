"""Scenario files are read exactly, and what is not of the language is refused with its line."""

from __future__ import annotations

import json
import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from wasl.cli.scenario import language
from wasl.cli.scenario.reader import Scenario, ScenarioError, read_all, read_scenario

SCENARIOS = Path(__file__).parents[2] / "scenarios"
INVALID = sorted((SCENARIOS / "invalid").glob("*.yaml"))
VALID = sorted(SCENARIOS.glob("*.yaml"))
HEAD = "scenario: 1\nname: Noor Studio\nsteps:\n  - company: {currency: SAR}\n"
DATED = HEAD + "  - as_of: 2026-03-31\n"


def read(tmp_path: Path, text: str | bytes) -> Scenario:
    path = tmp_path / "scenario.yaml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return read_scenario(path)


def refusal(tmp_path: Path, text: str | bytes) -> tuple[int, str]:
    with pytest.raises(ScenarioError) as caught:
        read(tmp_path, text)
    return caught.value.line, caught.value.message


@pytest.mark.parametrize("path", INVALID, ids=lambda path: path.stem)
def test_each_invalid_file_is_refused_at_its_line_in_these_words(path: Path) -> None:
    expected = re.match(r"# expect exit 2: line (\d+): (.*)\n", path.read_text())
    assert expected

    with pytest.raises(ScenarioError) as caught:
        read_scenario(path)

    assert str(caught.value) == f"{path}:{expected[1]}: {expected[2]}"


def test_all_valid_files_are_read() -> None:
    scenarios = read_all(VALID)

    assert len(scenarios) == 16
    assert all(scenario.steps[0].kind == "company" for scenario in scenarios)
    assert {scenario.steps[-1].kind for scenario in scenarios} == {"expect"}


def test_the_typed_table_has_each_field_of_the_language() -> None:
    said = json.loads(Path(language.__file__).with_name("language.json").read_text())["steps"]

    assert set(language.STEPS) == set(said)
    for step, record in language.STEPS.items():
        fields = set(said[step].get("required", [])) | set(said[step].get("optional", []))
        assert set(record.fields) == (fields or {"date"}), step


def test_values_are_read_from_their_literal_text(tmp_path: Path) -> None:
    scenario = read(
        tmp_path,
        HEAD + "  - party: {name: A, terms: 30, country: 'NO', tax_number: 00310}\n"
        "  - invoice: {party: A, date: 2026-01-31, lines: [{qty: '1.10', price: 0.1000000000000000000001}]}\n"
        "    key: web-1\n    note: why\n    fails: bad_amount\n"
        "  - credit_note: {invoice: I, date: '2026-02-01', full: yes}\n",
    )

    party, invoice, credit = scenario.steps[1:]
    assert party.fields == {"name": "A", "terms": Decimal(30), "country": "NO", "tax_number": "00310"}
    assert invoice.fields["date"] == date(2026, 1, 31)
    assert invoice.fields["lines"] == [{"qty": Decimal("1.10"), "price": Decimal("0.1000000000000000000001")}]
    assert (invoice.number, invoice.line, invoice.fails, invoice.key, invoice.note) == (
        3, 6, "bad_amount", "web-1", "why",
    )  # fmt: skip
    assert credit.fields == {"invoice": "I", "date": date(2026, 2, 1), "full": True}


def test_a_step_without_date_takes_that_of_the_last_as_of(tmp_path: Path) -> None:
    scenario = read(
        tmp_path,
        DATED + "  - revalue_fx: {}\n  - as_of: 2026-04-30\n  - revalue_fx: {}\n  - revalue_fx: {date: 2026-01-01}\n",
    )

    dates = [step.fields["date"] for step in scenario.steps if step.kind == "revalue_fx"]
    assert dates == [date(2026, 3, 31), date(2026, 4, 30), date(2026, 1, 1)]


def test_the_expectation_of_the_file_is_its_last_step(tmp_path: Path) -> None:
    scenario = read(tmp_path, HEAD + "expect:\n  balances: {bank: -5.50}\n  pnl: {from: 2026-01-01, to: 2026-01-31}\n")

    last = scenario.steps[-1]
    assert (last.number, last.line, last.kind) == (2, 5, "expect")
    assert last.fields["balances"] == {"bank": Decimal("-5.50")}
    assert last.fields["pnl"] == [{"from": date(2026, 1, 1), "to": date(2026, 1, 31)}]


def test_a_description_and_a_note_may_be_empty(tmp_path: Path) -> None:
    scenario = read(tmp_path, HEAD + '  - party: {name: A}\n    note: ""\ndescription: ""\n')

    assert (scenario.description, scenario.steps[1].note) == ("", "")


def test_one_name_belongs_to_one_file(tmp_path: Path) -> None:
    first, second = tmp_path / "a.yaml", tmp_path / "b.yaml"
    first.write_text(HEAD)
    second.write_text("# the same\n" + HEAD)

    with pytest.raises(ScenarioError) as caught:
        read_all([first, second])

    assert str(caught.value) == f"{second}:3: the name 'Noor Studio' is already that of {first}"


STEP_FAULTS = {
    "- invoice: {date: 2026-01-01}": "step 'invoice' needs field 'party' or 'from_quote'",
    "- invoice: {party: A, lines: [{price: 1}]}": "step 'invoice' needs field 'date'",
    "- rate: {currency: EUR, rate: 4}": "step 'rate' needs field 'date'",
    "- credit_note: {date: 2026-01-01, invoice: I}": "step 'credit_note' needs field 'full' or 'lines'",
    "- credit_note: {date: 2026-01-01, invoice: I, full: false}": ("step 'credit_note' needs field 'full' or 'lines'"),
    "- billing_rule: {project: P, kind: retainer, amount: 1, from: 2026-01-01}": (
        "step 'billing_rule' of kind 'retainer' needs field 'to'"
    ),
    "- invoice: {party: A, date: 2026-01-01, lines: [{pric: 1}]}": (
        "unknown field 'pric' in 'lines' of step 'invoice' (did you mean 'price'?)"
    ),
    "- invoice: {party: A, date: 2026-01-01, lines: {price: 1}}": (
        "'lines' of step 'invoice' must be a list, found a mapping"
    ),
    "- invoice: {party: A, date: 2026-01-01, lines: [{price: 1, defer: {from: 2026-01-01}}]}": (
        "'defer' of 'lines' of step 'invoice' needs field 'to'"
    ),
    "- journal: {date: 2026-01-01, lines: [{debit: 1}]}": "'lines' of step 'journal' needs field 'role'",
    "- journal: {date: 2026-01-01, lines: [{role: banc, debit: 1}]}": ("unknown role 'banc' (did you mean 'bank'?)"),
    "- payment: {party: A, amount: 1, bank: B, date: 2026-01-01, apply: [{too: I}]}": (
        "unknown field 'too' in 'apply' of step 'payment' (did you mean 'to'?)"
    ),
    "- payment: {party: A, amount: ten, bank: B, date: 2026-01-01}": (
        "'amount' of step 'payment' must be a number, found 'ten'"
    ),
    "- payment: {party: A, amount: 1_000, bank: B, date: 2026-01-01}": (
        "'amount' of step 'payment' must be a number, found '1_000'"
    ),
    "- payment: {party: A, amount: .nan, bank: B, date: 2026-01-01}": (
        "'amount' of step 'payment' must be a number, found '.nan'"
    ),
    "- time: {employee: E, project: P, date: 2026-01-01, hours: 7:30}": (
        "'hours' of step 'time' must be a number, found '7:30'"
    ),
    "- revalue_fx: {date: 2026-02-30}": ("'date' of step 'revalue_fx' must be a date YYYY-MM-DD, found '2026-02-30'"),
    "- revalue_fx: {date: 31.01.2026}": ("'date' of step 'revalue_fx' must be a date YYYY-MM-DD, found '31.01.2026'"),
    "- as_of: soon": "step 'as_of' must be a date YYYY-MM-DD, found 'soon'",
    "- party: {name: A, country: NO}": "'country' of step 'party' must be text, found 'NO'; quote it",
    "- party: {name: }": "'name' of step 'party' must be text, found nothing",
    "- party: {name: A, kind: customr}": (
        "'kind' of step 'party' must be one of customer, supplier, both, found 'customr'"
    ),
    "- party: {name: A, terms: 30.5}": "'terms' of step 'party' must be a whole number, found '30.5'",
    "- party: {name: A, terms: -1}": "'terms' of step 'party' must be 0 or more, found '-1'",
    "- party: {name: A, currency: eur}": (
        "'currency' of step 'party' must be a currency code of three capital letters, found 'eur'"
    ),
    "- party: {name: A, name: B}": "'name' is given twice in step 'party'",
    "- party: A": "step 'party' must be a mapping, found 'A'",
    "- tax: {name: T, rate: 5, treatment: exemt}": "unknown treatment 'exemt' (did you mean 'exempt'?)",
    "- product: {name: P, stock: 1}": "'stock' of step 'product' must be true or false, found '1'",
    "- edit: {of: I, set: 5}": "'set' of step 'edit' must be a mapping, found '5'",
    "- company: {currency: EUR}": "step 'company' may only be the first: a file is one company",
    "- invoice": "a step must be a mapping: one step name with its fields",
    "- {note: nothing else}": "a step name is missing",
    "- {party: {name: A}, fail: bad_amount}": "unknown field 'fail' beside the step (did you mean 'fails'?)",
    "- {party: {name: A}, fails: exceed_open}": ("unknown error code 'exceed_open' (did you mean 'exceeds_open'?)"),
    "- expect: {balanses: {bank: 1}}": "unknown field 'balanses' in step 'expect' (did you mean 'balances'?)",
    "- expect: {balances: [bank]}": "'balances' of step 'expect' must be a mapping, found a list",
    "- expect: {balances: {bank: much}}": ("'bank' in 'balances' of step 'expect' must be a number, found 'much'"),
    "- expect: {balances_by: [{role: bank}]}": "'balances_by' of step 'expect' needs field 'amount'",
    "- expect: {documents: {I1: {opn: 5}}}": (
        "unknown field 'opn' in 'I1' in 'documents' of step 'expect' (did you mean 'open'?)"
    ),
    "- expect: {documents: {I1: {state: setled}}}": "unknown state 'setled' (did you mean 'settled'?)",
    "- expect: {ageing: {receivable: {d1_3: 5}}}": (
        "unknown field 'd1_3' in 'receivable' of 'ageing' of step 'expect' (did you mean 'd1_30'?)"
    ),
    "- expect: {tax_return: {from: 2026-01-01, to: 2026-01-31, boxes: {sale_standard_tax: 1}}}": (
        "unknown box 'sale_standard_tax' (did you mean 'sales_standard_tax'?)"
    ),
    "- expect: {pnl: {from: 2026-01-01, income: 5}}": "'pnl' of step 'expect' needs field 'to'",
    "- expect: {pnl: [{from: 2026-01-01, to: 2026-01-31, roles: {rent: 5}}]}": "unknown role 'rent'",
    "- expect: {numbering: {invoices: {count: 1}}}": (
        "unknown field 'invoices' in 'numbering' of step 'expect' (did you mean 'invoice'?)"
    ),
    "- expect: {stock: {Router: {qty: many}}}": (
        "'qty' of 'Router' in 'stock' of step 'expect' must be a number, found 'many'"
    ),
}


@pytest.mark.parametrize(("step", "message"), STEP_FAULTS.items())
def test_a_fault_in_a_step_is_named_at_its_line(tmp_path: Path, step: str, message: str) -> None:
    assert refusal(tmp_path, f"{HEAD}  {step}\n") == (5, message)


FILE_FAULTS = {
    "": (1, "a scenario is a mapping of fields"),
    "\n- a\n": (2, "a scenario is a mapping of fields"),
    "scenario: 2\nname: A\n": (1, "language version 2 is not 1"),
    "scenario: 1\nnam: A\n": (2, "unknown field 'nam' in the scenario (did you mean 'name'?)"),
    "scenario: 1\nsteps: []\n": (1, "field 'name' is missing"),
    "scenario: 1\nname: A\n": (1, "field 'steps' is missing"),
    "scenario: 1\nname: A\nsteps: []\n": (3, "'steps' is empty; the first step must be 'company'"),
    "scenario: 1\nname: A\nsteps:\n  - party: {name: A}\n": (
        4,
        "the first step must be 'company', found 'party'",
    ),
    "scenario: 1\nname: A\ntags: vat\nsteps: []\n": (3, "'tags' must be a list, found 'vat'"),
    "scenario: 1\nname: A\nsteps: [\n": (
        4,
        "is not YAML: expected the node content, but found '<stream end>'",
    ),
    'scenario: 1\nname: "\\U00110000"\n': (1, "is not YAML: chr() arg not in range(0x110000)"),
    "a: &a [*b]\n": (1, "is not YAML: found undefined alias 'b'"),
    HEAD + "  - party:\n      terms: 5\n": (5, "step 'party' needs field 'name'"),
    HEAD + "  - edit: {of: I, set: {a: &a [*a]}}\n": (5, "'a' in 'set' of step 'edit' is nested too deeply"),
    HEAD + "name: B\n": (5, "'name' is given twice in the scenario"),
}


@pytest.mark.parametrize("text", FILE_FAULTS)
def test_a_fault_in_the_file_is_named_at_its_line(tmp_path: Path, text: str) -> None:
    assert refusal(tmp_path, text) == FILE_FAULTS[text]


def test_a_file_that_is_no_text_or_not_there_is_refused(tmp_path: Path) -> None:
    assert read(tmp_path, b"\xef\xbb\xbf" + HEAD.encode()).name == "Noor Studio"
    assert refusal(tmp_path, b"scenario: 1\nname: \xff\n") == (2, "is not UTF-8 text")
    assert refusal(tmp_path, "a: \x00\n")[1].startswith("is not YAML")
    assert refusal(tmp_path, "[" * 5000) == (1, "is nested too deeply")
    with pytest.raises(ScenarioError, match=r"absent\.yaml:1: cannot be read: No such file"):
        read_scenario(tmp_path / "absent.yaml")


words = st.sampled_from(sorted({*language.STEPS, *language.FILE_FIELDS, *language.STEPS["invoice"].fields}))
scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.dates() | st.text(max_size=9) | words
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(words | scalars, inner, max_size=4)
)
steps = st.lists(st.dictionaries(words, values, max_size=2), max_size=4)


@given(values)
def test_no_yaml_value_raises_anything_but_a_scenario_error(tmp_path_factory, value) -> None:
    attempt(tmp_path_factory.getbasetemp(), yaml.safe_dump(value))


@given(steps)
def test_no_list_of_steps_raises_anything_but_a_scenario_error(tmp_path_factory, value) -> None:
    company = [{"company": {"currency": "SAR"}}]
    text = yaml.safe_dump({"scenario": 1, "name": "A", "steps": company + value})
    attempt(tmp_path_factory.getbasetemp(), text)


@settings(max_examples=300)
@given(st.integers(0, len(VALID) - 1), st.integers(0, 3000), st.text(max_size=6), st.integers(0, 6))
def test_no_damage_to_a_file_raises_anything_but_a_scenario_error(tmp_path_factory, which, at, put, cut) -> None:
    text = VALID[which].read_text()
    attempt(tmp_path_factory.getbasetemp(), text[:at] + put + text[at + cut :])


def attempt(folder: Path, text: str) -> None:
    try:
        read(folder, text.encode("utf-8", "surrogatepass"))
    except ScenarioError as error:
        assert re.match(r".*scenario\.yaml:[1-9]\d*: \S", str(error))
