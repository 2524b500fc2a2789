"""Every write about organisations and people."""

from wasl.parties.services.parties import (
    add_parties,
    add_party,
    attach_file,
    change_party,
    mark_customers,
    mark_suppliers,
    put_right,
)

__all__ = [
    "add_parties",
    "add_party",
    "attach_file",
    "change_party",
    "mark_customers",
    "mark_suppliers",
    "put_right",
]
