"""Projects at work: time each week, milestones, monthly bills."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from wasl.access.actor import Actor
from wasl.cli.demo import texts
from wasl.cli.demo.company import Cast
from wasl.cli.demo.texts import PEOPLE, Offer
from wasl.core.errors import Refusal
from wasl.projects import services as projects
from wasl.projects.models import Milestone, Project
from wasl.receivables import services as receivables
from wasl.receivables.models import Document

if TYPE_CHECKING:
    from wasl.cli.demo.money import Money

AT_ONCE = 2
DAY_HOURS = Decimal(7)


@dataclass
class Engagement:
    """A project under way: what it delivers, how it is billed, the hours it takes and how far it is."""

    project: Project
    offer: Offer
    kind: str
    planned_hours: Decimal = Decimal(0)
    spent_hours: Decimal = Decimal(0)
    trouble: Decimal = Decimal(1)
    team: list[str] = field(default_factory=list)
    starts_on: date | None = None
    billed_milestones: int = 0

    @property
    def progress(self) -> Decimal:
        """Return how far the work is, 1 when it is done; a project in trouble takes more hours for the same."""
        return self.spent_hours / (self.planned_hours * self.trouble) if self.planned_hours else Decimal(1)


class Delivery:
    """Puts people on projects and bills what they deliver."""

    def __init__(self, cast: Cast, chance: random.Random, today: date, money: Money) -> None:
        self.cast, self.chance, self.today, self.money = cast, chance, today, money
        self.running: list[Engagement] = []

    def lead_of(self, offer: Offer) -> Actor:
        """Return who runs projects of an offer's department."""
        return self.cast.actors["layan" if offer.department == "advisory" else "omar"]

    def start(self, engagement: Engagement, deposit: Document | None, day: date) -> None:
        """Take a project on, and ask for its deposit."""
        budget = engagement.project.budget_minor or 0
        engagement.planned_hours = (Decimal(budget) / 100 / engagement.offer.hour_price).quantize(Decimal(1))
        engagement.trouble = Decimal(str(self.chance.choice((0.85, 0.95, 1.0, 1.0, 1.1, 1.25, 1.7))))
        engagement.starts_on = day + timedelta(7)
        makers = [one.box for one in PEOPLE if one.role in ("member", "project_lead")]
        own = [one.box for one in PEOPLE if one.box in makers and one.department == engagement.offer.department]
        others = [box for box in makers if box not in own]
        engagement.team = own[:2] + [self.chance.choice(others)]
        self.running.append(engagement)
        if deposit is not None:
            posted = receivables.post_invoice(actor=self.cast.finance, document_id=deposit.pk)
            self.money.expect(posted, day)

    def work(self, day: date) -> None:
        """Book a week's time on the running projects, a few days for each of their people."""
        left: dict[str, list[date]] = {
            box: [day + timedelta(n) for n in range(5) if day + timedelta(n) <= self.today]
            for box in self.cast.employees
        }
        entries = []
        for engagement in self.running:
            if engagement.starts_on is None or engagement.starts_on > day:
                continue
            for box in engagement.team:
                for on in left[box][:AT_ONCE]:
                    left[box].remove(on)
                    entries.append(self._entry(engagement, box, on))
        if entries:
            projects.book_times(actor=self.cast.owner, entries=entries)
        for engagement in list(self.running):
            self._pass_milestones(engagement, day)

    def bill_month(self, last: date) -> None:
        """Bill the month: time by the hour, a share of fixed prices, and close what is delivered."""
        for engagement in list(self.running):
            if engagement.kind == "time_materials":
                self._bill(engagement, last, until=last if last < self.today else None)
            elif engagement.kind == "fixed" and engagement.progress >= 1:
                self._bill(engagement, last)
            if engagement.progress >= 1 and last < self.today - timedelta(20):
                self._finish(engagement, last)

    def _entry(self, engagement: Engagement, box: str, on: date) -> projects.TimeInput:
        hours = DAY_HOURS + self.chance.choice((Decimal("-1.5"), Decimal(0), Decimal("0.5"), Decimal(1)))
        engagement.spent_hours += hours
        return projects.TimeInput(
            self.cast.employees[box].pk,
            engagement.project.pk,
            on,
            hours,
            note=self.cast.say(self.chance.choice(texts.TIME_NOTES)),
        )

    def _pass_milestones(self, engagement: Engagement, day: date) -> None:
        if engagement.kind != "milestone":
            return
        reached = min(int(engagement.progress * 3), 3)
        rows = list(Milestone.objects.filter(rule__project=engagement.project).order_by("position", "pk"))
        while engagement.billed_milestones < min(reached, len(rows)):
            milestone = rows[engagement.billed_milestones]
            engagement.billed_milestones += 1
            projects.complete_milestone(actor=self.cast.owner, milestone_id=milestone.pk, on=day)
            if day > self.today - timedelta(21) and self.chance.random() < 0.5:
                continue
            self._bill(engagement, day, milestone=milestone.name)

    def _bill(self, engagement: Engagement, on: date, milestone: str | None = None, until: date | None = None) -> None:
        try:
            document = projects.bill_project(
                actor=self.cast.finance, project_id=engagement.project.pk, on=on, milestone=milestone, until=until
            )
        except Refusal as refusal:
            if refusal.code != "nothing_to_bill":
                raise
            return
        self.money.expect(document, on)

    def _finish(self, engagement: Engagement, last: date) -> None:
        if engagement.kind != "time_materials":
            self._bill(engagement, last) if engagement.kind == "fixed" else None
        self.running.remove(engagement)
        projects.close_project(actor=self.cast.owner, project_id=engagement.project.pk)
