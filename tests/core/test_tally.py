"""Several questions of one figure each cost one statement."""

from wasl.access.models import Member
from wasl.core.tally import Tally


def test_counts_existence_and_first_values_come_by_one_statement(layla, omar, django_assert_num_queries):
    tally = Tally()
    members = Member.objects.order_by("-name")
    how_many, is_there = tally.count(members), tally.exists(members.filter(role="sales"))
    last, nobody = tally.first(members, "name"), tally.first(members.filter(name="Nobody"), "name", missing="-")

    with django_assert_num_queries(1):
        assert (how_many(), is_there(), last(), nobody()) == (2, True, omar.member_name, "-")


def test_a_sum_is_a_whole_number_on_every_database(layla, omar):
    tally = Tally()
    whole, none = tally.sum(Member.objects.all(), "pk"), tally.sum(Member.objects.filter(role="finance"), "pk")

    assert (whole(), none()) == (layla.member_id + omar.member_id, 0)
    assert type(whole()) is int


def test_what_is_asked_later_is_answered_too(layla):
    tally = Tally()
    first = tally.count(Member.objects.all())
    assert first() == 1

    assert tally.count(Member.objects.filter(role="sales"))() == 0


def test_a_tally_sees_no_other_company(layla, salem):
    assert Tally().count(Member.objects.all())() == 1
