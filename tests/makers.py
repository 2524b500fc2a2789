"""A test's world, made through services, so that it is a possible world."""

from __future__ import annotations

from wasl.access import services as access
from wasl.access.actor import Actor
from wasl.access.models import Member, User
from wasl.core.models import Company

PASSWORD = "correct horse 42"


def make_company(*, name: str, name_ar: str = "", country: str = "SA", currency: str = "SAR") -> Company:
    """Create a company with its country's chart, taxes and pipeline."""
    return access.create_company(name=name, name_ar=name_ar, country=country, base_currency=currency)


def make_actor(company: Company, name: str, role: str) -> Actor:
    """Create a user who is a member of the company in force, and return them as an actor."""
    user = User.objects.create_user(f"{name.lower()}@{company.slug}.example", PASSWORD, name=name)
    member = Member.objects.create(company=company, user=user, name=name, email=user.email, role=role)
    return Actor.of(member)
