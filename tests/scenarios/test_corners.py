"""Corners of the language, each a small scenario of its own."""

import textwrap

import pytest

from wasl.cli.scenario.reader import read_scenario
from wasl.cli.scenario.runner import play

HEAD = """\
scenario: 1
name: Corner
steps:
  - company: {currency: SAR}
  - party: {name: Acme, kind: customer}
  - tax: {name: VAT15, rate: 15}
  - bank: {name: Main}
  - invoice: {ref: I1, party: Acme, date: 2026-01-10, lines: [{price: 100, tax: VAT15}]}
"""
CORNERS = {
    "a reversal cannot be reversed": """
  - reverse: {of: I1, date: 2026-01-11, ref: R1}
  - reverse: {of: R1, date: 2026-01-12}
    fails: already_reversed
    """,
    "a quote cannot be reversed": """
  - quote: {ref: Q1, party: Acme, date: 2026-01-10, lines: [{price: 5}]}
  - reverse: {of: Q1, date: 2026-01-11}
    fails: unknown_ref
    """,
    "nothing is dated before what it touches": """
  - payment: {ref: P1, party: Acme, date: 2026-01-09, amount: 115, bank: Main, apply: [{to: I1}]}
    fails: bad_date
  - credit_note: {invoice: I1, date: 2026-01-09, full: true}
    fails: bad_date
  - write_off: {invoice: I1, date: 2026-01-09}
    fails: bad_date
  - reverse: {of: I1, date: 2026-01-09}
    fails: bad_date
    """,
    "amounts that money cannot hold": """
  - invoice: {party: Acme, date: 2026-01-10, lines: [{price: 1000000000000000}]}
    fails: bad_amount
  - invoice: {party: Acme, date: 2026-01-10, lines: [{price: 5, qty: -1}]}
    fails: bad_amount
  - payment: {party: Acme, date: 2026-01-10, amount: 0, bank: Main}
    fails: bad_amount
    """,
    "bad debt with tax relief, then a part of it paid after all": """
  - write_off: {invoice: I1, date: 2026-02-10, amount: 57.50, tax_relief: true}
  - expect:
      as_of: 2026-02-28
      balances: {receivable: 57.50, bad_debt: 50, tax_payable: -7.50, revenue: -100}
      balances_complete: true
      tax_return:
        from: 2026-01-01
        to: 2026-02-28
        boxes: {sales_standard_tax: 15, bad_debt_relief: 7.50, net_tax: 7.50}
    """,
    "a customer withholds on the net, over two payments": """
  - tax: {name: WHT5, rate: 5, treatment: withholding}
  - payment: {party: Acme, date: 2026-01-20, amount: 57.50, bank: Main, withholding: WHT5, apply: [{to: I1}]}
  - payment: {party: Acme, date: 2026-01-21, amount: 57.50, bank: Main, withholding: WHT5, apply: [{to: I1}]}
  - expect: {as_of: 2026-01-31, balances: {bank: 110, withholding_receivable: 5, receivable: 0}}
    """,
    "a deposit reversed after its final invoice was": """
  - invoice: {ref: D1, kind: deposit, party: Acme, date: 2026-01-12, lines: [{price: 50, tax: VAT15}]}
  - invoice:
      ref: F1
      party: Acme
      date: 2026-01-15
      lines: [{price: 100, tax: VAT15}]
      offset_deposits: [{deposit: D1}]
  - reverse: {of: D1, date: 2026-01-16}
    fails: has_applications
  - reverse: {of: F1, date: 2026-01-16}
  - reverse: {of: D1, date: 2026-01-17}
  - expect: {as_of: 2026-01-31, balances: {customer_advances: 0, receivable: 115, revenue: -100, tax_payable: -15}}
    """,
    "a key repeated with its content does nothing": """
  - payment: {ref: P1, party: Acme, date: 2026-01-20, amount: 15, bank: Main, apply: [{to: I1}]}
    key: k
  - payment: {ref: P1, party: Acme, date: 2026-01-20, amount: 15, bank: Main, apply: [{to: I1}]}
    key: k
  - expect: {as_of: 2026-01-31, balances: {bank: 15}, numbering: {payment: {count: 1, gapless: true}}}
    """,
    "time and materials, with an expense charged on": """
  - employee: {name: Sara, cost_rate: 60}
  - project: {name: Alpha, customer: Acme}
  - billing_rule: {project: Alpha, kind: time_materials, tax: VAT15, rates: {default: 100, Sara: 120}, markup: 10}
  - time: {ref: T1, employee: Sara, project: Alpha, date: 2026-01-11, hours: 2.5}
  - expense: {ref: E1, employee: Sara, date: 2026-01-12, billable: true, lines: [{price: 50, project: Alpha}]}
  - bill_project: {ref: B1, project: Alpha, date: 2026-01-31}
  - bill_project: {project: Alpha, date: 2026-01-31}
    fails: nothing_to_bill
  - expect:
      as_of: 2026-01-31
      documents: {B1: {net: 355, tax: 53.25, total: 408.25}}
      project_profit: {Alpha: {revenue: 355, direct_cost: 50, time_cost: 150, profit: 155, unbilled: 0}}
  - reverse: {of: B1, date: 2026-02-01}
  - expect: {as_of: 2026-02-28, project_profit: {Alpha: {revenue: 0, unbilled: 300}}}
    """,
    "a milestone and a share of a fixed price": """
  - project: {name: Alpha, customer: Acme}
  - billing_rule: {project: Alpha, kind: fixed, amount: 1000, tax: VAT15}
  - bill_project: {ref: B1, project: Alpha, date: 2026-01-31, percent: 33.333}
  - bill_project: {ref: B2, project: Alpha, date: 2026-01-31}
  - bill_project: {project: Alpha, date: 2026-01-31}
    fails: nothing_to_bill
  - expect: {as_of: 2026-01-31, documents: {B1: {net: 333.33}, B2: {net: 666.67}}}
    """,
}


@pytest.mark.parametrize("corner", CORNERS)
def test_a_corner_comes_out_as_written(db, tmp_path, corner):
    path = tmp_path / "corner.yaml"
    path.write_text(HEAD + textwrap.indent(textwrap.dedent(CORNERS[corner]), "  "), encoding="utf-8")

    assert play(read_scenario(path)).mismatches == []
