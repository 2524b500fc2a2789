"""A won deal becomes customer, project, billing, deposit and kickoff at once, or nothing of it happens."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.apps import apps

from tests import makers
from wasl.access.actor import Actor
from wasl.core.models import CompanyModel
from wasl.crm import services as crm
from wasl.crm.errors import AlreadyWon, DealClosed, PartyNeeded
from wasl.crm.models import Activity, Deal
from wasl.ledger import queries as ledger
from wasl.parties import services as parties
from wasl.parties.models import Party
from wasl.projects import services as projects
from wasl.projects.models import BillingRule, Project
from wasl.projects.services import RoleInput
from wasl.receivables import services as receivables
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
