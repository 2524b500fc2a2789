"""A believable company with two years of history, the same for the same seed, made through the services."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction

from wasl.access import services as access
from wasl.access.models import Member, User
from wasl.cli.demo.company import PASSWORD, Cast, found_company
from wasl.cli.demo.story import Story
from wasl.cli.demo.texts import PEOPLE, PROGRAM, VIEWS
from wasl.core import clock, saved_views
from wasl.core.models import Company
from wasl.core.scope import company_scope, every_company
from wasl.ledger import services as ledger

SAMPLE_SCALE, SAMPLE_SEED = 0.2, 7


@dataclass(frozen=True)
class Made:
    """The demo company and how to sign in."""

    company: Company
    email: str
    password: str


def make(*, scale: float = 1, language: str = "ar", seed: int = 7, say: Callable[[str], None] = print) -> Made:
    """Make the demo company, or return it where it is there already.

    `scale` multiplies leads, deals and projects; the same arguments on the same day make the same company.
    """
    email = f"{PEOPLE[0].box}@madar.example"
    owner = User.objects.filter(email=email).first()
    if owner is not None:
        with every_company():
            company = Member.everywhere.select_related("company").filter(user=owner).order_by("pk")[0].company
        return Made(company, email, PASSWORD)
    return Made(_told(language, scale, seed, say, None), email, PASSWORD)


def make_sample(*, user: User, language: str) -> Company:
    """Make a small sample company of a user, to look around in and throw away; or return the one there is."""
    with every_company():
        there = Member.of_user(user.pk).filter(company__is_sample=True).first()
    if there is not None:
        return there.company
    return _told(language, SAMPLE_SCALE, SAMPLE_SEED, lambda _text: None, user)


def _told(language: str, scale: float, seed: int, say: Callable[[str], None], user: User | None) -> Company:
    """Tell the company's story in one transaction: all of it or nothing."""
    with transaction.atomic():
        today = clock.today("Asia/Riyadh")
        cast = found_company(language=language, today=today, user=user)
        with company_scope(cast.company.pk, cast.owner.member_id):
            Story(cast, today=today, scale=scale, seed=seed, say=say).tell()
            _keep_views(cast)
            access.make_token(actor=cast.owner, name=cast.say(PROGRAM), scopes=("crm:write",))
            ledger.fold_lines()
    return cast.company


def _keep_views(cast: Cast) -> None:
    """Keep the views that the partners look at each week."""
    for page, words, query in VIEWS:
        saved_views.save_view(actor=cast.owner, page=page, name=cast.say(words), query=query, is_shared=True)
