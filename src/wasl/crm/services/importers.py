"""The files that crm imports: opportunities and leads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any, ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wasl.access.models import Member
from wasl.core.imports import Column, Doubt, Importer, Read, RowRefused, near, vocabulary
from wasl.core.money import BadAmount, to_minor
from wasl.core.parsing import fold
from wasl.crm.models import Deal, Lead, Stage
from wasl.crm.rules import imports as rules
from wasl.crm.services import past as services
from wasl.parties import queries as party_queries
from wasl.parties import services as parties
from wasl.parties.models import Party

OWNER = Column("owner", _("Owner"), ("sales_agent", "agent", "salesperson", "المسؤول", "المندوب"), asked=True)


def members_by_name() -> dict[str, Member]:
    """Return the members by folded name; the oldest where two share one."""
    return {fold(member.name): member for member in Member.objects.order_by("-pk")}


def owner_doubts(values: Counter[str], members: dict[str, Member]) -> Iterator[Doubt]:
    """Ask about owners that are no members: a near name, or nobody for now."""
    for value in values:
        if value and fold(value) not in members:
            yield Doubt("owner", value, near(value, [member.name for member in members.values()]))


class OpportunitiesImporter(Importer):
    """Deals by their own number. What has no account comes in and waits on Today for one."""

    act: ClassVar[str] = "crm.import"
    label: ClassVar[str | Promise] = _("Deals (opportunities)")
    page = "crm:deals"
    columns: ClassVar[tuple[Column, ...]] = (
        Column(
            "opportunity_id",
            _("Number"),
            ("id", "deal id", "رقم الفرصة", "رقم الصفقة", "الرقم"),
            required=True,
            filled=True,
            length_max=100,
        ),
        Column("title", _("Title"), ("deal", "opportunity", "name", "العنوان", "الصفقة", "اسم الصفقة")),
        OWNER,
        Column("product", _("Service"), ("product", "المنتج", "الخدمة"), asked=True, length_max=120),
        Column("account", _("Customer"), ("account", "company", "العميل", "الشركة"), asked=True),
        Column(
            "stage",
            _("Stage"),
            ("deal_stage", "status", "المرحلة", "الحالة"),
            required=True,
            filled=True,
            asked=True,
        ),
        Column("engaged_on", _("Opened on"), ("engage_date", "created", "open date", "تاريخ البدء"), kind="date"),
        Column("closed_on", _("Closed on"), ("close_date", "تاريخ الإغلاق"), kind="date"),
        Column("amount", _("Amount"), ("close_value", "value", "القيمة", "المبلغ"), kind="amount"),
    )

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self.members = members_by_name()
        self.accounts = party_queries.ids_by_name()
        self.stages = list(Stage.objects.filter(pipeline__is_default=True).order_by("position"))
        self.stage_ids = {fold(name): stage.pk for stage in self.stages for name in (stage.name, stage.name_ar) if name}

    def doubts(self, seen: dict[str, Counter[str]]) -> Iterator[Doubt]:
        """Ask about accounts, services, owners and stages that are not known; show how stages are taken."""
        yield from owner_doubts(seen.get("owner", Counter()), self.members)
        services_offered = vocabulary("product")
        known = {fold(name) for name in services_offered}
        for value in seen.get("product", {}):
            if value and services_offered and fold(value) not in known:
                yield Doubt("product", value, near(value, services_offered) or value)
        names = list(Party.objects.filter(merged_into=None).values_list("name", flat=True))
        for value in seen.get("account", {}):
            if not value:
                yield Doubt("account", "", "")
            elif fold(value) not in self.accounts:
                yield Doubt("account", value, near(value, names) or value)
        for value in seen.get("stage", {}):
            if value and rules.closed_state(value) is None and fold(value) not in self.stage_ids:
                known_place = rules.usual_place(value, len(self.stages))
                yield Doubt("stage", value, self.stages[known_place or 0].name, ask=known_place is None)

    def known(self, name: str) -> list[str]:
        """Return members, services, accounts or stages."""
        if name == "owner":
            return [member.name for member in self.members.values()]
        if name == "stage":
            return [stage.name for stage in self.stages]
        if name == "account":
            return list(Party.objects.filter(merged_into=None).order_by("name").values_list("name", flat=True))
        return vocabulary("product") if name == "product" else []

    def write(self, rows: list[Read]) -> None:
        """Upsert a batch of deals."""
        self._add_accounts(rows)
        past: dict[int, services.PastDeal] = {}
        for row in rows:
            try:
                past[row.number] = self._past(row.values)
            except RowRefused as refused:
                self.reject(row.number, refused.column, refused.error)
        deals = list(past.values())
        self.watch(Deal.objects.filter(external_key__in=[deal.external_key for deal in deals]))
        fates = services.import_deals(actor=self.actor, past=deals, on=self.on)
        for number, fate in zip(past, fates, strict=True):
            self.count(number, fate)

    def _add_accounts(self, rows: list[Read]) -> None:
        names = {fold(name): name for row in rows if (name := self.taken("account", row.values.get("account")))}
        added = [
            Party(name=name, external_key=f"account:{key}"[:120])
            for key, name in names.items()
            if key not in self.accounts
        ]
        self.watch(Party.objects.filter(pk__in={self.accounts[key] for key in names if key in self.accounts}))
        if added:
            self.watch(Party.objects.filter(external_key__in=[party.external_key for party in added]))
            for party in parties.add_parties(actor=self.actor.lending("party.add"), parties=added):
                self.accounts[fold(party.name)] = party.pk

    def _past(self, said: dict[str, Any]) -> services.PastDeal:
        state = rules.closed_state(said["stage"])
        if state is not None and said.get("closed_on") is None:
            raise RowRefused("closed_on", _("A closed deal needs its day of closing."))
        account = self.taken("account", said.get("account"))
        product = self.taken("product", said.get("product"))
        owner = self.members.get(fold(self.taken("owner", said.get("owner"))))
        imported = {"product": said["product"]} if said.get("product") and product != said["product"] else {}
        stage = self.stage_ids.get(fold(self.taken("stage", said["stage"]))) if state is None else None
        return services.PastDeal(
            external_key=said["opportunity_id"],
            title=said.get("title") or " · ".join(filter(None, (product, account))) or said["opportunity_id"],
            state=state or "open",
            party_id=self.accounts.get(fold(account)) if account else None,
            party_name=account,
            stage_id=stage,
            owner_id=owner.pk if owner else None,
            amount_minor=self._minor(said.get("amount")),
            product=product,
            engaged_on=said.get("engaged_on"),
            closed_on=said.get("closed_on"),
            facts={"imported": imported} if imported else {},
        )

    def _minor(self, amount: Any) -> int:
        try:
            minor = to_minor(amount, self.actor.company.base_currency) if amount is not None else 0
        except BadAmount as error:
            raise RowRefused("amount", _("The amount has more decimals than the currency, or is too large.")) from error
        if minor < 0:
            raise RowRefused("amount", _("The amount is negative."))
        return minor


class LeadsImporter(Importer):
    """Leads by their own number, else by e-mail, phone or name."""

    act: ClassVar[str] = "crm.import"
    label: ClassVar[str | Promise] = _("Leads")
    page = "crm:leads"
    columns: ClassVar[tuple[Column, ...]] = (
        Column("lead_id", _("Number"), ("id", "الرقم"), length_max=100),
        Column("name", _("Name"), ("full name", "contact", "الاسم"), required=True, filled=True),
        Column("company_name", _("Company"), ("account", "organisation", "organization", "الشركة", "المنشأة")),
        Column("email", _("E-mail"), ("email address", "البريد", "البريد الإلكتروني"), kind="email"),
        Column("phone", _("Phone"), ("mobile", "الجوال", "الهاتف"), length_max=30),
        Column("source", _("Source"), ("lead source", "مصدر العميل", "المصدر"), length_max=60),
        Column("message", _("Message"), ("notes", "الرسالة", "ملاحظات"), length_max=5000),
        OWNER,
    )

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self.members = members_by_name()

    def doubts(self, seen: dict[str, Counter[str]]) -> Iterator[Doubt]:
        """Ask about owners that are no members."""
        yield from owner_doubts(seen.get("owner", Counter()), self.members)

    def known(self, name: str) -> list[str]:
        """Return the members for the owner."""
        return [member.name for member in self.members.values()] if name == "owner" else []

    def write(self, rows: list[Read]) -> None:
        """Upsert a batch of leads."""
        leads = [self._lead(row.values) for row in rows]
        self.watch(Lead.objects.filter(external_key__in=[lead["external_key"] for lead in leads]))
        for row, fate in zip(rows, services.import_leads(actor=self.actor, leads=leads), strict=True):
            self.count(row.number, fate)

    def _lead(self, said: dict[str, Any]) -> dict[str, Any]:
        owner = self.members.get(fold(self.taken("owner", said.get("owner"))))
        key = said.get("lead_id") or said.get("email") or said.get("phone") or fold(said["name"])
        return {**said, "external_key": f"lead:{key}"[:120], "owner_id": owner.pk if owner else None}
