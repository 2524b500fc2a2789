"""A won deal becomes customer, project, billing, deposit and kickoff at once, or nothing of it happens."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.apps import apps
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import makers
from wasl.access.actor import Actor
from wasl.core.models import CompanyModel
from wasl.crm import services as crm
from wasl.crm.errors import AlreadyWon, DealClosed, PartyNeeded
from wasl.crm.models import Activity, Deal
from wasl.ledger import queries as ledger
from wasl.ledger import services as ledger_services
from wasl.parties import services as parties
from wasl.parties.models import Party
from wasl.projects import services as projects
from wasl.projects.models import BillingRule, Project
from wasl.projects.services import RoleInput
from wasl.receivables import services as receivables
from wasl.receivables.errors import DepositTaxes
from wasl.receivables.models import Document
from wasl.sales import errors, services
from wasl.sales.services import wins

MAY, JUNE = date(2026, 5, 4), date(2026, 6, 1)


@pytest.fixture
def deal(omar: Actor) -> Deal:
    """Omar's deal with somebody who is no customer yet, for 1,000 SAR."""
    party = parties.add_party(actor=omar, name="Nakheel Hospitality")
    return crm.open_deal(actor=omar, title="Website", on=MAY, party_id=party.pk, amount_minor=100_000)


@pytest.fixture
def offered(omar: Actor, deal: Deal) -> Deal:
    """The deal, with a quote of 1,200 SAR that plans two roles and a deposit of 30 percent."""
    tax = ledger.taxes().get(is_default=True)
    lines = [
        services.QuoteLineDraft("Design", Decimal(4), Decimal(150), tax.pk, role="Designer", planned_minutes=240),
        services.QuoteLineDraft("Code", Decimal(6), Decimal(100), tax.pk, role="Developer", planned_minutes=360),
    ]
    given = services.QuoteInput(deal.party_id, MAY, lines, deal_id=deal.pk, deposit_percent=Decimal(30))
    services.issue_quote(actor=omar, given=given)
    return deal


def win(actor: Actor, deal: Deal, **changes: Any) -> services.WinPlan:
    plan = replace(services.preview_win(actor=actor, deal_id=deal.pk, on=MAY), **changes)
    services.win_deal(actor=actor, deal_id=deal.pk, on=MAY, plan=plan)
    return plan


def test_winning_starts_everything_that_the_quote_planned(omar: Actor, offered: Deal) -> None:
    win(omar, offered)

    project = Project.objects.get()
    assert (project.origin, project.budget_minor, project.budget_minutes) == (f"deal:{offered.pk}", 120_000, 600)
    assert sorted(project.roles.values_list("name", "planned_minutes")) == [("Designer", 240), ("Developer", 360)]
    assert BillingRule.objects.get().amount_minor == 120_000
    deposit = Document.objects.get()
    assert (deposit.kind, deposit.state, deposit.net_minor, deposit.tax_minor) == ("deposit", "draft", 36_000, 5_400)
    assert Activity.objects.filter(party_id=offered.party_id, done_at=None, due_date=date(2026, 5, 6)).count() == 1
    assert Party.objects.get(pk=offered.party_id).is_customer
    assert offered.quotes.get().state == "accepted"
    assert not makers.findings()


def test_winning_twice_makes_one_project(omar: Actor, offered: Deal) -> None:
    plan = win(omar, offered)
    with pytest.raises(AlreadyWon):
        services.win_deal(actor=omar, deal_id=offered.pk, on=MAY, plan=plan)
    assert (Project.objects.count(), Document.objects.count()) == (1, 1)


def test_without_a_quote_the_deal_is_the_plan(omar: Actor, deal: Deal) -> None:
    plan = services.preview_win(actor=omar, deal_id=deal.pk, on=MAY)

    assert (plan.project_name, plan.amount_minor, plan.deposit_minor) == ("Website", 100_000, 0)
    win(omar, deal, kind="time_materials", default_hour_price=Decimal(150), roles=[RoleInput("Designer", 60)])
    assert not Document.objects.exists()


def test_a_deal_for_nobody_is_not_won(omar: Actor) -> None:
    deal = crm.open_deal(actor=omar, title="Website", on=MAY, amount_minor=1)
    with pytest.raises(PartyNeeded):
        win(omar, deal)


STEPS = [
    (crm, "mark_deal_won"),
    (parties, "mark_customers"),
    (wins, "_accept_quote"),
    (projects, "open_project"),
    (projects, "set_billing_rule"),
    (receivables, "draft_invoice"),
    (crm, "plan_next_step"),
    (wins.events, "record"),
]


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize(("module", "name"), STEPS, ids=[name for _module, name in STEPS])
def test_a_crash_at_any_step_leaves_nothing_half_made(
    omar: Actor, offered: Deal, monkeypatch: pytest.MonkeyPatch, module: Any, name: str, after: bool
) -> None:
    plan = services.preview_win(actor=omar, deal_id=offered.pk, on=MAY)
    act = getattr(module, name)

    def crash(*args: Any, **said: Any) -> None:
        if name == "record" and args[0] != "deal.handed_to_delivery":
            return act(*args, **said)
        if after:
            act(*args, **said)
        raise RuntimeError("the power went")

    before = dict(rows())
    monkeypatch.setattr(module, name, crash)
    with pytest.raises(RuntimeError):
        services.win_deal(actor=omar, deal_id=offered.pk, on=MAY, plan=plan)
    monkeypatch.undo()

    assert dict(rows()) == before
    services.win_deal(actor=omar, deal_id=offered.pk, on=MAY, plan=plan)
    assert Project.objects.get().code == "P-2026-0001"


def rows() -> Iterator[tuple[str, list[Any]]]:
    """Yield every row of every table of the company."""
    tables = [model for model in apps.get_models() if issubclass(model, CompanyModel)]
    assert Project in tables
    for model in tables:
        yield model._meta.label, list(model.objects.order_by("pk").values())


def test_a_won_deal_opens_again_while_nothing_is_posted(omar: Actor, offered: Deal) -> None:
    win(omar, offered)

    services.reopen_won_deal(actor=omar, deal_id=offered.pk, on=JUNE)

    assert Deal.objects.get().state == "open"
    assert not Document.objects.exists()
    assert Project.objects.get().state == "closed"
    win(omar, offered)
    assert (Project.objects.get().state, Document.objects.count()) == ("active", 1)
    assert Activity.objects.filter(done_at=None).count() == 1
    assert not makers.findings()


def test_a_won_deal_with_a_posted_invoice_stays_won(layla: Actor, omar: Actor, offered: Deal) -> None:
    win(omar, offered)
    deposit = receivables.post_invoice(actor=layla, document_id=Document.objects.get().pk)

    with pytest.raises(errors.WonWorkBilled) as refused:
        services.reopen_won_deal(actor=omar, deal_id=offered.pk, on=JUNE)

    assert deposit.number in refused.value.message
    assert Deal.objects.get().state == "won"


def test_only_a_won_deal_is_reopened_so(omar: Actor, deal: Deal) -> None:
    with pytest.raises(DealClosed):
        services.reopen_won_deal(actor=omar, deal_id=deal.pk, on=JUNE)


def test_what_the_project_bills_is_not_billed_by_the_quote_too(layla: Actor, omar: Actor, offered: Deal) -> None:
    win(omar, offered)
    with pytest.raises(errors.BilledByProject):
        services.invoice_quote(actor=layla, quote_id=offered.quotes.get().pk, on=JUNE)


def test_the_deposit_is_taken_off_the_final_invoice(layla: Actor, omar: Actor, offered: Deal) -> None:
    win(omar, offered)
    receivables.post_invoice(actor=layla, document_id=Document.objects.get().pk)

    final = projects.bill_project(actor=layla, project_id=Project.objects.get().pk, on=JUNE)

    assert (final.net_minor, final.prepaid_minor) == (120_000, 41_400)
    assert makers.balance("customer_advances") == 0
    assert not makers.findings()


LINES = st.lists(
    st.tuples(st.integers(0, 2), st.integers(1, 900_000), st.integers(1, 7), st.sampled_from([None, "12.5", "33"])),
    min_size=1,
    max_size=6,
)


@pytest.fixture
def taxes(layla: Actor) -> list[int | None]:
    """The standard rate, one of 5 percent, and none."""
    low = ledger_services.add_tax(actor=layla, code="LOW", name="Low", percent=Decimal(5))
    return [ledger.taxes().get(is_default=True).pk, low.pk, None]


@given(lines=LINES, discount=st.sampled_from([None, "10", "7.77"]))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_invoice_of_a_won_quote_has_its_totals_and_taxes(
    layla: Actor, deal: Deal, taxes: list[int | None], lines: list[Any], discount: str | None
) -> None:
    with makers.undone():
        drafts = [
            services.QuoteLineDraft(
                "Work",
                Decimal(quantity),
                Decimal(price) / 100,
                taxes[tax],
                discount_percent=None if off is None else Decimal(off),
            )
            for tax, price, quantity, off in lines
        ]
        given_quote = services.QuoteInput(
            deal.party_id, MAY, drafts, deal_id=deal.pk, discount_percent=discount and Decimal(discount)
        )
        quote = services.issue_quote(actor=layla, given=given_quote)
        win(layla, deal)

        invoice = projects.bill_project(actor=layla, project_id=Project.objects.get().pk, on=JUNE)

        assert (invoice.net_minor, invoice.tax_minor, invoice.total_minor) == (
            quote.net_minor,
            quote.tax_minor,
            quote.total_minor,
        )
        nets: dict[int | None, int] = {}
        for line in quote.lines.all():
            nets[line.tax_id] = nets.get(line.tax_id, 0) + line.net_minor
        billed = {row.tax_id: row.net_minor for row in invoice.lines.all()}
        assert billed == {key: net for key, net in nets.items() if net}


@pytest.fixture
def mixed(omar: Actor, deal: Deal, taxes: list[int | None]) -> Deal:
    """The deal, with a quote of 600 at 15 percent, 300 at 5 and 100 without tax, and a deposit of 30 percent."""
    lines = [
        services.QuoteLineDraft(name, Decimal(1), Decimal(price), tax)
        for name, price, tax in zip(("Design", "Books", "Stamps"), (600, 300, 100), taxes, strict=True)
    ]
    given_quote = services.QuoteInput(deal.party_id, MAY, lines, deal_id=deal.pk, deposit_percent=Decimal(30))
    services.issue_quote(actor=omar, given=given_quote)
    return deal


def test_each_tax_of_a_quote_has_its_deposit_and_the_final_invoice_uses_them_all(
    layla: Actor, omar: Actor, mixed: Deal
) -> None:
    win(omar, mixed)
    deposits = list(Document.objects.order_by("pk"))
    for deposit in deposits:
        receivables.post_invoice(actor=layla, document_id=deposit.pk)

    final = projects.bill_project(actor=layla, project_id=Project.objects.get().pk, on=JUNE)

    # 30 percent of 600, 300 and 100, each with its tax: 180 + 27, 90 + 4.50, 30
    assert [(one.net_minor, one.tax_minor) for one in deposits] == [(18_000, 2_700), (9_000, 450), (3_000, 0)]
    assert (final.tax_minor, final.prepaid_minor) == (9_000 + 1_500, 18_000 + 2_700 + 9_000 + 450 + 3_000)
    assert makers.balance("customer_advances") == 0
    assert not makers.findings()


def test_parts_of_a_price_with_several_taxes_come_to_its_whole(layla: Actor, omar: Actor, mixed: Deal) -> None:
    win(omar, mixed, deposit_minor=0, amount_minor=99_999)
    project = Project.objects.get()

    first = projects.bill_project(actor=layla, project_id=project.pk, on=JUNE, percent=Decimal("33.33"))
    rest = projects.bill_project(actor=layla, project_id=project.pk, on=JUNE)

    assert first.net_minor + rest.net_minor == 99_999
    assert {rule.kind: rule.tax_id is None for rule in BillingRule.objects.all()} == {"fixed": True}
    assert BillingRule.objects.count() == 3


def test_a_deal_with_several_deposits_opens_again(omar: Actor, mixed: Deal) -> None:
    win(omar, mixed)
    services.reopen_won_deal(actor=omar, deal_id=mixed.pk, on=JUNE)
    assert not Document.objects.exists()


def test_a_deposit_with_two_taxes_is_refused(layla: Actor, deal: Deal, taxes: list[int | None]) -> None:
    lines = [receivables.LineDraft("Deposit", price=Decimal(10), tax_id=tax) for tax in taxes[:2]]
    asked = receivables.DocumentInput(deal.party_id, MAY, lines, kind="deposit")
    with pytest.raises(DepositTaxes):
        receivables.issue_invoice(actor=layla, given=asked)
