"""`wasl company` and `wasl user`."""

from __future__ import annotations

import argparse
import getpass
import os

from wasl.cli.commands.start import Failed, bring_up_to_date, start, the_company


def create_company(options: argparse.Namespace) -> int:
    """Create a company with its country's chart, taxes and pipeline, and print its slug."""
    start()
    bring_up_to_date()
    from wasl.access import services
    from wasl.core.errors import Refusal

    try:
        company = services.create_company(
            name=options.name,
            name_ar=options.name if options.language == "ar" else "",
            country=options.country.upper(),
            base_currency=options.currency.upper(),
            language=options.language,
        )
    except Refusal as error:
        raise Failed(error.message) from error
    print(company.slug)
    return 0


def create_user(options: argparse.Namespace) -> int:
    """Create a person who can sign in, as an owner of a company where one is named."""
    start()
    bring_up_to_date()
    from wasl.access import services
    from wasl.core.errors import Refusal
    from wasl.core.scope import company_scope

    password = options.password or os.environ.get("WASL_PASSWORD") or getpass.getpass()
    try:
        user = services.create_user(email=options.email, password=password, name=options.name)
        if options.company:
            company = the_company(options.company)
            with company_scope(company.pk):
                services.add_first_owner(company=company, user=user)
    except Refusal as error:
        raise Failed(error.message) from error
    print(user.email)
    return 0


def forget_second_factor(options: argparse.Namespace) -> int:
    """Let somebody who lost phone and recovery codes in by the password alone, and end their sessions."""
    start()
    bring_up_to_date()
    from wasl.access import services
    from wasl.core.errors import Refusal

    try:
        services.forget_second_factor(email=options.email)
    except Refusal as error:
        raise Failed(error.message) from error
    print(options.email)
    return 0
