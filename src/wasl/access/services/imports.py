"""People from files: members without sign-in, with their manager and region."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any, ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wasl.access import rules
from wasl.access.models import Member
from wasl.access.services.members import add_member
from wasl.core.imports import Column, Doubt, Importer, Read, near
from wasl.core.parsing import fold


class TeamImporter(Importer):
    """Members, found again by e-mail or name. A manager who is no row of the file is added as one."""

    act: ClassVar[str] = "member.manage"
    label: ClassVar[str | Promise] = _("Team")
    page = "access:members"
    columns: ClassVar[tuple[Column, ...]] = (
        Column(
            "name",
            _("Name"),
            ("sales_agent", "agent", "member", "employee", "الاسم", "المندوب", "الموظف"),
            required=True,
            filled=True,
            asked=True,
        ),
        Column("manager", _("Manager"), ("المدير",), asked=True),
        Column("region", _("Region"), ("regional_office", "office", "المنطقة", "الفرع"), length_max=60),
        Column("email", _("E-mail"), ("email address", "البريد", "البريد الإلكتروني"), kind="email"),
    )

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        members = list(Member.objects.order_by("-pk"))
        self.by_name = {fold(member.name): member for member in members}
        self.by_email = {member.email: member for member in members if member.email}
        self.managers: dict[int, str] = {}

    def doubts(self, seen: dict[str, Counter[str]]) -> Iterator[Doubt]:
        """Ask about managers whose name is near to a person's."""
        names = [*seen["name"], *(member.name for member in self.by_name.values())]
        here = {fold(name) for name in names}
        for value in seen.get("manager", {}):
            if value and fold(value) not in here and (proposal := near(value, names)):
                yield Doubt("manager", value, proposal)

    def write(self, rows: list[Read]) -> None:
        """Add or change each person of a batch."""
        self._watch_members()
        for row in rows:
            self._take(row)

    def gather(self, rows: list[Read]) -> None:
        """Note the manager of each person."""
        for row in rows:
            member = self._find(row.values)
            if member is not None and row.values.get("manager"):
                self.managers[member.pk] = self.taken("manager", row.values["manager"])

    def finish(self) -> None:
        """Link people to their managers, once all are there."""
        self._watch_members()
        for name in sorted(set(self.managers.values())):
            if fold(name) not in self.by_name:
                self.by_name[fold(name)] = add_member(actor=self.actor, name=name, role=rules.MANAGER)
        changed = []
        for member in Member.objects.filter(pk__in=list(self.managers)):
            manager = self.by_name[fold(self.managers[member.pk])]
            if manager.pk not in (member.pk, member.manager_id):
                member.manager = manager
                changed.append(member)
        Member.objects.bulk_update(changed, ["manager"])

    def _watch_members(self) -> None:
        """Watch everybody: people have no key of their own, and they are few."""
        self.watch(Member.objects.all())

    def _find(self, said: dict[str, Any]) -> Member | None:
        return self.by_email.get(said.get("email") or "") or self.by_name.get(fold(said["name"]))

    def _take(self, row: Read) -> None:
        said = row.values
        email, region = said.get("email") or "", said.get("region") or ""
        member = self._find(said)
        if member is None:
            member = add_member(actor=self.actor, name=said["name"], email=email, role=rules.SALES, region=region)
            self.by_name[fold(member.name)] = member
            self.by_email |= {member.email: member} if member.email else {}
            self.count(row.number, "created")
        elif (region and member.region != region) or (email and member.email != email):
            member.region, member.email = region or member.region, email or member.email
            member.save(update_fields=["region", "email"])
            self.count(row.number, "updated")
        else:
            self.count(row.number, "unchanged")
