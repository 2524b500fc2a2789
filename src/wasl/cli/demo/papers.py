"""Files, letters and an import: what a company has lying about."""

from __future__ import annotations

import io
from datetime import date

from wasl.cli.demo import texts
from wasl.cli.demo.company import Cast
from wasl.core.attachments import attach
from wasl.core.scope import company_scope
from wasl.crm import services as crm
from wasl.crm.models import Deal, Lead
from wasl.messages import services as messages
from wasl.payables.models import Claim
from wasl.receivables.models import Document

HEAD = "opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value"


def leave(cast: Cast, today: date) -> None:
    """Attach a file to the newest deals and a receipt to a claim, leave letters waiting, import an old list."""
    for deal in Deal.objects.filter(state="open").order_by("-pk")[:3]:
        crm.attach_file(
            actor=cast.owner,
            data=cast.say(texts.NOTES[0]).encode(),
            filename=f"{cast.say(texts.SCOPE)}.txt",
            deal_id=deal.pk,
        )
    claim = Claim.objects.filter(state="submitted").order_by("-pk").first()
    if claim is not None:
        attach(actor=cast.owner, subject=claim, data=claim.merchant.encode(), filename=f"{cast.say(texts.RECEIPT)}.txt")
    for document in Document.objects.filter(state="posted", kind="invoice").select_related("party").order_by("-pk")[:2]:
        messages.queue_message(
            actor=cast.finance,
            to=document.party.email,
            subject=cast.say(texts.LETTER).format(number=document.number),
            body_text=cast.say(texts.LETTER_BODY).format(number=document.number),
            about=document,
            party_id=document.party_id,
            language=cast.language,
        )
    _old_list(cast, today)
    _hand_over(cast)


def _hand_over(cast: Cast) -> None:
    """Let the manager give two deals and a lead to the owner, who finds that in the bell."""
    giver, owner = cast.actors["majed"], cast.owner
    deals = Deal.objects.filter(state="open").exclude(owner_id=owner.member_id).order_by("-pk")[:2]
    lead = Lead.objects.filter(state="new").exclude(owner=None).order_by("-pk").first()
    with company_scope(cast.company.pk, giver.member_id):
        crm.hand_over(
            actor=giver,
            to_member_id=owner.member_id or 0,
            deal_ids=[deal.pk for deal in deals],
            lead_ids=[lead.pk] if lead else [],
        )


def _old_list(cast: Cast, today: date) -> None:
    seller = texts.PEOPLE[1].name.en
    customer = texts.CUSTOMERS[0].en
    rows = [
        f"OLD-1,{seller},{texts.OFFERS[1].name.en},{customer},Won,14-02-24,28-03-24,84000",
        f"OLD-2,{seller},Mobile ap,{customer},Lost,20-03-24,30-04-24,0",
        f"OLD-3,{seller},{texts.OFFERS[4].name.en},,Engaging,22-05-24,,",
    ]
    crm.import_file(
        actor=cast.owner,
        kind="opportunities",
        source=io.BytesIO("\n".join([HEAD, *rows]).encode()),
        filename="old-deals.csv",
        on=today,
        accept=True,
    )
