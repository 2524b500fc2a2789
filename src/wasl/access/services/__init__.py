"""Every write about companies, users and members."""

from wasl.access.services.companies import (
    MODULES,
    change_company,
    create_company,
    erase_sample_company,
    switch_module,
)
from wasl.access.services.members import (
    accept_invitation,
    add_first_owner,
    add_member,
    change_member,
    choose_digits,
    choose_language,
    create_user,
    end_sessions,
    forget_second_factor,
    invite_member,
    let_member_back,
    shut_out_member,
)
from wasl.access.services.tokens import make_token, note_use, revoke_token

__all__ = [
    "MODULES",
    "accept_invitation",
    "add_first_owner",
    "add_member",
    "change_company",
    "change_member",
    "choose_digits",
    "choose_language",
    "create_company",
    "create_user",
    "end_sessions",
    "forget_second_factor",
    "erase_sample_company",
    "invite_member",
    "let_member_back",
    "make_token",
    "note_use",
    "revoke_token",
    "shut_out_member",
    "switch_module",
]
