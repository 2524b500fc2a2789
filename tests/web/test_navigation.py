"""The menu shows what a member may do in what their company has switched on."""

from types import SimpleNamespace

import pytest
from django.urls import path

from wasl.access.models import Member
from wasl.core import events, room
from wasl.core.room import MenuEntry, WaitingRows
from wasl.web import navigation

urlpatterns = [
    path(f"{name}/", lambda request: None, name=name) for name in ("now", "leads", "deals", "invoices", "projects")
]
ENTRIES = [
    MenuEntry(
        "finance", "invoices", "Invoices", "receipt", 10, act="invoice.view", module="finance", count=f"{__name__}.late"
    ),
    MenuEntry("", "now", "Today", "sun", 0),
    MenuEntry("sales", "leads", "Leads", "user-plus", 5),
    MenuEntry("sales", "page_that_is_not_there", "Quotes", "file-text", 15),
    MenuEntry("sales", "deals", "Pipeline", "layout-kanban", 10),
    MenuEntry("delivery", "projects", "Projects", "briefcase", 10, module="projects"),
]
pytestmark = pytest.mark.urls(__name__)


def late(actor):
    members = Member.objects.all()
    return WaitingRows(members, late=members.filter(role="sales"))


def member(*, acts=("invoice.view",), modules=("crm", "finance")):
    company = SimpleNamespace(modules=list(modules))
    return SimpleNamespace(can=lambda act: act in acts, company=company, member_id=1, user_id=1)


@pytest.fixture(autouse=True)
def rooms_menu(monkeypatch):
    monkeypatch.setattr(room, "gather", lambda attribute: iter(ENTRIES))


def labels(actor, at="/"):
    return [item.label for group in navigation.menu(actor, at) for item in group.items]


def test_groups_keep_their_order_and_absent_parts_leave_no_trace():
    assert labels(member()) == ["Today", "Leads", "Pipeline", "Invoices"]


def test_an_act_that_is_not_allowed_hides_its_entry():
    assert "Invoices" not in labels(member(acts=()))


def test_a_module_shows_its_entries_once_switched_on():
    assert "Projects" in labels(member(modules=("crm", "projects")))


def test_the_deepest_entry_that_holds_the_page_is_current():
    groups = navigation.menu(member(), "/deals/7/")

    assert [item.label for group in groups for item in group.items if item.current] == ["Pipeline"]


def test_the_menu_says_how_many_wait_and_how_many_are_late_by_one_statement(layla, omar, django_assert_num_queries):
    version = events.latest()
    with django_assert_num_queries(1):
        shell = navigation.Shell(member(), "/")
        invoices = shell.menu[-1].items[0]

        assert (invoices.waiting(), invoices.late(), shell.version) == (2, 1, version)


def test_the_check_names_an_entry_that_leads_nowhere():
    assert ["page_that_is_not_there" in found.msg for found in navigation.menu_addresses_exist()] == [True]


def test_a_phone_shows_today_the_board_and_the_projects():
    groups = navigation.menu(member(modules=("crm", "projects", "finance")), "/")

    assert [item.label for item in navigation.phone_tabs(groups)] == ["Today", "Pipeline", "Projects"]
