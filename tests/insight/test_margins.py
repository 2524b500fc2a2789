"""Margins: revenue less direct cost less dated time cost, by project, department and customer."""

import html
import re
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from tests import makers
from wasl.access.actor import Actor
from wasl.access.models import User
from wasl.insight import queries
from wasl.ledger import queries as ledger_queries
from wasl.ledger import services as ledger
from wasl.ledger.rules.entries import LineValues
from wasl.payables import services as payables
from wasl.people import services as people
from wasl.people.models import Employee
from wasl.projects import services as projects

YEAR = {"first": date(2026, 1, 1), "last": date(2026, 12, 31)}


@pytest.fixture
def alpha(layla):
    """A project of Nakheel in Delivery: 1,000 billed; 10 h at 60, later 4 h at 75; an expense of 200; payroll of 1,500.

    Revenue 1,000 - direct 200 - time (10 x 60 + 4 x 75 = 900) = -100.
    """
    delivery = people.add_department(actor=layla, name="Delivery")
    sara = people.add_employee(actor=layla, name="Sara", department_id=delivery.pk)
    people.set_cost_rate(actor=layla, employee_id=sara.pk, valid_from=date(2026, 1, 1), hour_cost=Decimal(60))
    people.set_cost_rate(actor=layla, employee_id=sara.pk, valid_from=date(2026, 2, 1), hour_cost=Decimal(75))
    party = makers.make_customer()
    project = projects.open_project(actor=layla, name="Alpha", party_id=party.pk, department_id=delivery.pk)
    projects.set_billing_rule(actor=layla, project_id=project.pk, kind="fixed", amount_minor=100_000)
    for on, hours in ((date(2026, 1, 20), 10), (date(2026, 2, 10), 4)):
        projects.book_time(actor=layla, employee_id=sara.pk, project_id=project.pk, on=on, hours=Decimal(hours))
    projects.bill_project(actor=layla, project_id=project.pk, on=date(2026, 2, 15))
    line = payables.ClaimLineDraft(Decimal(200), project_id=project.dimension_id, department_id=delivery.pk)
    payables.record_expense(actor=layla, given=payables.ClaimInput(sara.pk, date(2026, 2, 12), [line]))
    payroll, bank = ledger_queries.default_account("payroll").pk, makers.bank().pk
    ledger.post_journal(
        actor=layla,
        on=date(2026, 2, 28),
        lines=[
            LineValues(payroll, 150_000, "SAR", 150_000, None, None, delivery.pk),
            LineValues(bank, -150_000, "SAR", -150_000),
        ],
    )
    return project


def test_a_projects_profit_takes_time_at_the_rate_of_its_day(layla, alpha):
    profit = queries.project_profit(layla.company, project_id=alpha.pk, last=date(2026, 12, 31))

    assert (profit.revenue_minor, profit.direct_cost_minor, profit.time_cost_minor) == (100_000, 20_000, 90_000)
    assert profit.profit_minor == -10_000


def test_margins_by_project_sum_to_the_profit_with_what_is_not_on_projects(layla, alpha):
    rows = {row.label: row for row in queries.margin_by_project(**YEAR)}

    # payroll 1,500 less time cost 900 is not on projects; 1,000 - 200 - 1,500 = -700 = -100 - 600
    assert rows["Alpha"].margin_minor == -10_000
    assert rows[""].margin_minor == -60_000
    assert sum(row.margin_minor for row in rows.values()) == ledger_queries.profit_and_loss(**YEAR).profit_minor


def test_margins_by_department_sum_to_the_profit(layla, alpha):
    rows = queries.margin_by_department(**YEAR)

    assert sum(row.margin_minor for row in rows) == ledger_queries.profit_and_loss(**YEAR).profit_minor


def test_a_customers_margin_is_that_of_their_projects(layla, alpha):
    (row,) = queries.margin_by_customer(**YEAR)

    assert (row.label, row.margin_minor) == ("Nakheel Hospitality", -10_000)


def test_the_check_holds_and_names_a_gap(layla, alpha, monkeypatch):
    assert makers.findings() == []

    from wasl.projects.models import TimeEntry

    TimeEntry.objects.update(cost_minor=1)
    assert "time cost" in " ".join(finding.check for finding in makers.findings())


@pytest.mark.parametrize(
    ("role", "shown"), [("owner", True), ("finance", True), ("project_lead", False), ("member", False)]
)
def test_a_margin_in_money_is_for_owner_manager_and_finance(layla, alpha, role, shown):
    actor = makers.make_actor(layla.company, f"Some {role}".replace(" ", ""), role)
    panel = queries.project_panel(Actor(**actor.__dict__), alpha.pk)

    assert bool(panel and panel["money"]) == shown


def test_a_percent_over_fewer_than_three_people_is_not_shown(layla, alpha):
    lead = makers.make_actor(layla.company, "Omar2", "project_lead")

    assert queries.project_panel(lead, alpha.pk) is None
    for name in ("B", "C"):
        person = people.add_employee(actor=layla, name=name)
        projects.book_time(
            actor=layla, employee_id=person.pk, project_id=alpha.pk, on=date(2026, 2, 1), hours=Decimal(1)
        )
    assert queries.project_panel(lead, alpha.pk) == {"percent": "−10%", "money": None}


def signed_in(actor):
    client = Client(HTTP_ACCEPT_LANGUAGE="en")
    client.force_login(User.objects.get(pk=actor.user_id))
    return client


def opened(client, text, amount):
    """Return the figures behind each link of a page that shows an amount."""
    links = re.findall(r'<a class="drill" href="([^"]+)"><bdi class="n">([^<]+)</bdi></a>', text)
    assert links
    return [
        (client.get(html.unescape(url)).context["figure_minor"], amount(shown), html.unescape(url))
        for url, shown in links
    ]


def minor(text):
    return int(text.replace(",", "").replace(".", "").replace("−", "-").strip("\u2066\u2069\u200e"))


@pytest.fixture
def more(layla, alpha):
    """Beside Alpha: Beta of another customer in no department with time only, and costs that are on no project."""
    sara = Employee.objects.get(name="Sara")
    other = makers.make_customer("Rowad Studio")
    beta = projects.open_project(actor=layla, name="Beta", party_id=other.pk)
    gamma = projects.open_project(actor=layla, name="Gamma", party_id=alpha.party_id)
    for project, hours in ((beta, "1.5"), (gamma, "0.333333")):
        projects.book_time(
            actor=layla, employee_id=sara.pk, project_id=project.pk, on=date(2026, 3, 1), hours=Decimal(hours)
        )
    for project in (gamma, None):
        line = payables.ClaimLineDraft(Decimal("33.33"), project_id=project.dimension_id if project else None)
        payables.record_expense(actor=layla, given=payables.ClaimInput(sara.pk, date(2026, 3, 2), [line]))
    payroll, bank = ledger_queries.default_account("payroll").pk, makers.bank().pk
    ledger.post_journal(
        actor=layla,
        on=date(2026, 3, 31),
        lines=[
            LineValues(payroll, 7_001, "SAR", 7_001, None, alpha.dimension_id),
            LineValues(bank, -7_001, "SAR", -7_001),
        ],
    )
    makers.make_invoice(layla, other, "10", on=date(2026, 3, 3))
    delivery = alpha.department_id
    people.change_department(actor=layla, department_id=delivery, version=1, name="Delivery", is_active=False)
    return beta


@pytest.mark.parametrize("by", ["project", "department", "customer"])
def test_each_figure_of_a_margin_table_opens_rows_that_sum_to_it(layla, more, by):
    client = signed_in(layla)
    page = client.get(f"/profit/margins/{by}/", YEAR)

    figures = opened(client, page.text, minor)

    assert len(figures) >= 5
    assert [(found, url) for found, shown, url in figures if found != shown] == []


def test_each_figure_of_payroll_not_on_projects_opens_its_rows(layla, more):
    client = signed_in(layla)
    page = client.get("/profit/payroll/", YEAR)
    (wages, _shown, _url), (time, _shown, _url) = opened(client, page.text, minor)

    assert page.context["figure_minor"] == wages - time


def test_each_figure_of_the_panels_opens_rows_that_sum_to_it(layla, alpha, more):
    client = signed_in(layla)
    shown = queries.project_panel(layla, alpha.pk)["money"], queries.party_panel(layla, alpha.party_id)

    for panel in shown:
        figures = opened(client, "".join(panel[name] for name in ("revenue", "direct_cost", "time_cost")), minor)
        assert len(figures) == 3
        assert [(found, url) for found, amount, url in figures if found != amount] == []


def test_a_customer_with_time_only_has_a_margin(layla, alpha):
    other = makers.make_customer("Rowad Studio")
    project = projects.open_project(actor=layla, name="Beta", party_id=other.pk)
    sara = Employee.objects.get(name="Sara")
    projects.book_time(actor=layla, employee_id=sara.pk, project_id=project.pk, on=date(2026, 3, 1), hours=Decimal(1))

    rows = {row.label: row for row in queries.margin_by_customer(**YEAR)}

    assert rows["Rowad Studio"].margin_minor == -7_500


def test_what_time_costs_is_listed_for_those_who_see_money_only(layla, more):
    lead = makers.make_actor(layla.company, "Lina", "project_lead")
    for actor, sees in ((layla, True), (lead, False)):
        page = signed_in(actor).get("/time/entries/", YEAR)
        assert ("112.50" in page.text) == sees, actor.role
