"""Members are told of what concerns them: what others gave them, what their jobs came to. Nobody reads another's."""

from __future__ import annotations

from tests import makers
from tests.core.test_picking import sign_in
from wasl.core import notices
from wasl.core.models import Notice
from wasl.core.scope import company_scope
from wasl.crm import services


def lead(actor, name):
    """Capture a lead of an actor's own."""
    with company_scope(actor.company.pk, actor.member_id):
        return services.capture_lead(actor=actor, name=name, owner_id=actor.member_id)


def give(actor, to, *leads):
    """Hand leads over."""
    with company_scope(actor.company.pk, actor.member_id):
        services.hand_over(actor=actor, to_member_id=to.member_id, lead_ids=[one.pk for one in leads])


def test_who_is_given_something_is_told_once_and_nobody_of_their_own_doing(client, layla, omar):
    first, second = lead(layla, "Huda"), lead(layla, "Sami")
    assert not notices.unread(layla.member_id).exists()

    give(layla, omar, first)
    assert [row.url for row in notices.unread(omar.member_id)] == [f"/leads/{first.pk}/"]
    give(layla, omar, second)

    told = notices.unread(omar.member_id).get()
    assert (told.count, told.url) == (2, f"/leads/?owner={omar.member_id}")


def test_the_bell_counts_what_is_unread_and_leads_to_it(client, layla, omar):
    given = lead(layla, "Huda")
    give(layla, omar, given)
    sign_in(client, omar)

    assert 'data-bell><bdi class="n">1</bdi>' in client.get("/leads/").content.decode()
    assert "Huda" in client.get("/notices/").content.decode()
    notice = Notice.objects.get()
    assert client.post("/notices/read/", {"notice": notice.pk}).url == f"/leads/{given.pk}/"
    assert "data-bell hidden" in client.get("/leads/").content.decode()
    assert client.get("/live/?v=0").json()["notices"] == 0


def test_a_notice_of_somebody_else_is_neither_shown_nor_read(client, layla, omar):
    give(layla, omar, lead(layla, "Huda"))
    sign_in(client, layla)

    client.post("/notices/read/", {"notice": Notice.objects.get().pk})
    client.post("/notices/read/")

    assert "Huda" not in client.get("/notices/").content.decode()
    assert notices.unread(omar.member_id).count() == 1


def test_parts_that_could_be_switched_on_are_offered_to_owners_alone(client, noor, layla, omar):
    noor.modules = ["crm"]
    noor.save()
    sign_in(client, layla)
    assert 'href="/company/#parts"' in client.get("/leads/").content.decode()
    sign_in(client, omar)
    assert "#parts" not in client.get("/leads/").content.decode()


def test_the_switch_of_companies_is_drawn_for_who_has_several(client, layla, rival):
    sign_in(client, layla)
    switch = 'hx-get="/companies/"'
    assert switch not in client.get("/leads/").content.decode()
    with company_scope(rival.pk):
        other = makers.make_actor(rival, "Layla", "owner")
        from wasl.access.models import Member

        Member.objects.filter(pk=other.member_id).update(user_id=layla.user_id)
    assert switch in client.get("/leads/").content.decode()
