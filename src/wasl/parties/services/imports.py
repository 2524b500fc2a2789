"""Accounts and contacts from files: found again by name or address, never doubled."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any, ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wasl.core.imports import Column, Doubt, Importer, Read, near
from wasl.core.parsing import fold
from wasl.parties import queries, rules
from wasl.parties.models import Party
from wasl.parties.services import parties as services

UPDATED = ["name", "email", "phone", "website", "city", "country", "sector", "facts", "search_text", "external_key"]


class AccountsImporter(Importer):
    """Organisations. Upserted by name; a parent is found by name after all rows are read."""

    act: ClassVar[str] = "party.import"
    label: ClassVar[str | Promise] = _("Customers (accounts)")
    page = "parties:parties"
    columns: ClassVar[tuple[Column, ...]] = (
        Column(
            "account",
            _("Name"),
            ("account", "company", "customer", "client", "اسم العميل", "العميل", "الشركة", "المنشأة", "الاسم"),
            required=True,
            filled=True,
            asked=True,
        ),
        Column("sector", _("Sector"), ("industry", "القطاع", "النشاط"), asked=True, length_max=60),
        Column("year_established", _("Year established"), ("founded", "سنة التأسيس"), kind="integer"),
        Column("revenue", _("Revenue"), ("الإيرادات", "الإيراد"), kind="amount"),
        Column("employees", _("Employees"), ("headcount", "عدد الموظفين", "الموظفون"), kind="integer"),
        Column(
            "country",
            _("Country"),
            ("office_location", "location", "الدولة", "البلد", "الموقع"),
            asked=True,
            length_max=60,
        ),
        Column("parent", _("Part of"), ("subsidiary_of", "parent company", "الشركة الأم", "تتبع"), asked=True),
        Column("email", _("E-mail"), ("email address", "البريد", "البريد الإلكتروني"), kind="email"),
        Column("phone", _("Phone"), ("mobile", "الجوال", "الهاتف"), length_max=30),
        Column("website", _("Website"), ("url", "الموقع الإلكتروني")),
        Column("city", _("City"), ("المدينة",), length_max=100),
    )

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self.by_name = queries.ids_by_name()
        self.parents: dict[int, tuple[int, str]] = {}

    def doubts(self, seen: dict[str, Counter[str]]) -> Iterator[Doubt]:
        """Ask about sectors and countries near to a known one, and about parents that are nowhere."""
        known = rules.known_names()
        for name, names in (("sector", known["sectors"]), ("country", known["countries"])):
            for value in seen.get(name, {}):
                proposal = near(value, names) if value else ""
                if proposal and fold(proposal) != fold(value):
                    yield Doubt(name, value, proposal)
        here = {fold(name) for name in seen["account"]} | set(self.by_name)
        for value in seen.get("parent", {}):
            if value and fold(value) not in here:
                yield Doubt("parent", value, near(value, seen["account"]) or value)

    def known(self, name: str) -> list[str]:
        """Return the sectors or the countries."""
        known = rules.known_names()
        return list({"sector": known["sectors"], "country": known["countries"]}.get(name, ()))

    def write(self, rows: list[Read]) -> None:
        """Upsert a batch by name."""
        keys = [
            self.by_name[fold(row.values["account"])] for row in rows if fold(row.values["account"]) in self.by_name
        ]
        there = {party.pk: party for party in Party.objects.filter(pk__in=keys)}
        fresh: dict[str, Party] = {}
        changed: dict[int, Party] = {}
        self._watch(keys, {fold(row.values["account"]) for row in rows})
        for row in rows:
            name = fold(row.values["account"])
            party = there.get(self.by_name.get(name, 0)) or fresh.get(name)
            values = self._values(row.values)
            if party is None:
                fresh[name] = Party(**values, external_key=f"account:{name}"[:120])
                self.count(row.number, "created")
            elif _apply(party, values):
                self.count(row.number, "updated")
                if party.pk:
                    changed[party.pk] = party
            else:
                self.count(row.number, "unchanged")
        for party in services.add_parties(actor=self.actor, parties=list(fresh.values())):
            self.by_name[fold(party.name)] = party.pk
        Party.objects.bulk_update(changed.values(), UPDATED)

    def gather(self, rows: list[Read]) -> None:
        """Note the parent of each row."""
        for row in rows:
            if row.values.get("parent"):
                child = self.by_name[fold(row.values["account"])]
                self.parents[child] = (row.number, self.taken("parent", row.values["parent"]))

    def finish(self) -> None:
        """Link each organisation to the one it is part of; one that is nowhere yet is added."""
        missing = {fold(name): name for _row, name in self.parents.values() if fold(name) not in self.by_name}
        added = [Party(name=name, external_key=f"account:{key}"[:120]) for key, name in missing.items()]
        self._watch(self.parents, missing)
        for party in services.add_parties(actor=self.actor, parties=added):
            self.by_name[fold(party.name)] = party.pk
        changed = []
        for child in Party.objects.filter(pk__in=list(self.parents)):
            parent_id = self.by_name[fold(self.parents[child.pk][1])]
            if parent_id == child.pk:
                self.reject(self.parents[child.pk][0], "parent", _("A party cannot belong to itself."))
            elif child.parent_id != parent_id:
                child.parent_id = parent_id
                changed.append(child)
        Party.objects.bulk_update(changed, ["parent"], batch_size=200)

    def _watch(self, keys: Iterable[int], names: Iterable[str]) -> None:
        """Watch parties by id, and by the keys of those that do not exist yet."""
        self.watch(Party.objects.filter(pk__in=list(keys)))
        self.watch(Party.objects.filter(external_key__in=[f"account:{name}"[:120] for name in names]))

    def _values(self, said: dict[str, Any]) -> dict[str, Any]:
        values: dict[str, Any] = {"name": said["account"]}
        imported: dict[str, str] = {}
        for name in ("sector", "country"):
            if said.get(name):
                values[name] = self.taken(name, said[name])
                if values[name] != said[name]:
                    imported[name] = said[name]
        for name in ("email", "phone", "website", "city"):
            if said.get(name):
                values[name] = said[name]
        facts = {
            name: str(said[name]) if isinstance(said[name], Decimal) else said[name]
            for name in ("year_established", "revenue", "employees")
            if said.get(name) is not None
        }
        return {**values, "facts": facts | ({"imported": imported} if imported else {})}


class ContactsImporter(Importer):
    """People, each part of an organisation where one is named. Found again by e-mail, else by name and organisation."""

    act: ClassVar[str] = "party.import"
    label: ClassVar[str | Promise] = _("Contact persons")
    page = "parties:parties"
    columns: ClassVar[tuple[Column, ...]] = (
        Column("name", _("Name"), ("full name", "contact", "الاسم", "جهة الاتصال"), required=True, filled=True),
        Column("account", _("Customer"), ("company", "organisation", "organization", "العميل", "الشركة"), asked=True),
        Column("email", _("E-mail"), ("email address", "البريد", "البريد الإلكتروني"), kind="email"),
        Column("phone", _("Phone"), ("mobile", "الجوال", "الهاتف"), length_max=30),
        Column("title", _("Job title"), ("position", "role", "المسمى الوظيفي", "المنصب"), length_max=100),
    )

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self.by_name = queries.ids_by_name()

    def doubts(self, seen: dict[str, Counter[str]]) -> Iterator[Doubt]:
        """Ask about organisations that are not there; taken as they are written, they are added."""
        names = list(Party.objects.filter(kind="organisation", merged_into=None).values_list("name", flat=True))
        for value in seen.get("account", {}):
            if value and fold(value) not in self.by_name:
                yield Doubt("account", value, near(value, names) or value)

    def write(self, rows: list[Read]) -> None:
        """Upsert a batch by e-mail or by name and organisation."""
        self._add_organisations(rows)
        known = Party.objects.filter(external_key__in=[self._key(row) for row in rows])
        self.watch(known)
        there = {party.external_key: party for party in known}
        fresh: dict[str, Party] = {}
        changed: dict[int, Party] = {}
        for row in rows:
            key = self._key(row)
            values = {name: row.values[name] for name in ("name", "email", "phone") if row.values.get(name)}
            if row.values.get("title"):
                values["facts"] = {"title": row.values["title"]}
            party = there.get(key) or fresh.get(key)
            if party is None:
                fresh[key] = Party(kind="person", parent_id=self._parent(row), external_key=key, **values)
                self.count(row.number, "created")
            elif _apply(party, values):
                self.count(row.number, "updated")
                if party.pk:
                    changed[party.pk] = party
            else:
                self.count(row.number, "unchanged")
        services.add_parties(actor=self.actor, parties=list(fresh.values()))
        Party.objects.bulk_update(changed.values(), UPDATED)

    def _add_organisations(self, rows: list[Read]) -> None:
        names = {fold(name): name for row in rows if (name := self.taken("account", row.values.get("account")))}
        added = [
            Party(name=name, external_key=f"account:{key}"[:120])
            for key, name in names.items()
            if key not in self.by_name
        ]
        self.watch(Party.objects.filter(external_key__in=[party.external_key for party in added]))
        for party in services.add_parties(actor=self.actor, parties=added):
            self.by_name[fold(party.name)] = party.pk

    def _parent(self, row: Read) -> int | None:
        name = self.taken("account", row.values.get("account"))
        return self.by_name[fold(name)] if name else None

    def _key(self, row: Read) -> str:
        email = row.values.get("email")
        return f"contact:{email or fold(row.values['name']) + '@' + str(self._parent(row))}"[:120]


def _apply(party: Party, values: dict[str, Any]) -> bool:
    """Set what differs; tell whether anything did."""
    facts = {**party.facts, **values.pop("facts", {})}
    before = {name: getattr(party, name) for name in values} | {"facts": party.facts}
    for name, value in values.items():
        setattr(party, name, value)
    party.facts = facts
    party.search_text = services.text_of(party)
    return before != values | {"facts": facts}
