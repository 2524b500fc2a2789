"""Deals on their way: steps taken, stages passed, quotes sent, won or lost."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from wasl.access.actor import Actor
from wasl.cli.demo import texts
from wasl.cli.demo.company import Cast
from wasl.cli.demo.delivery import Delivery, Engagement
from wasl.cli.demo.texts import Offer
from wasl.crm import services as crm
from wasl.crm.models import Activity, Deal, LossReason, Stage
from wasl.crm.services import NextStep
from wasl.projects.services import MilestoneInput
from wasl.sales import services as sales

MOVES, WINS, STALLS = 0.45, 0.6, 0.18


@dataclass
class Pitch:
    """A deal that somebody is working on."""

    deal: Deal
    offer: Offer
    owner: Actor
    stage: int = 0
    quote_id: int | None = None
    stalls: bool = False


class Pitches:
    """Moves every open deal a little each week."""

    def __init__(self, cast: Cast, chance: random.Random, today: date, delivery: Delivery) -> None:
        self.cast, self.chance, self.today, self.delivery = cast, chance, today, delivery
        self.open: list[Pitch] = []
        self.stages = list(Stage.objects.order_by("position"))
        self.reasons = list(LossReason.objects.order_by("pk"))

    def step(self, due: date) -> NextStep:
        """Return a next step, on a working day."""
        kind, words = self.chance.choice(texts.STEPS)
        while due.weekday() in (4, 5):
            due += timedelta(1)
        return NextStep(self.cast.say(words), due, kind)

    def start(self, pitch: Pitch, day: date) -> None:
        """Begin working on a deal."""
        pitch.stalls = self.chance.random() < STALLS
        self.open.append(pitch)

    def advance(self, day: date) -> None:
        """Take every open deal a week further."""
        for pitch in list(self.open):
            if pitch.stalls and pitch.stage >= 2 and day > self.today - timedelta(60):
                continue
            self._follow_up(pitch, day)
            if self.chance.random() > MOVES:
                continue
            if pitch.stage + 1 < len(self.stages):
                self._move(pitch, day)
            else:
                self._close(pitch, day)

    def catch_up(self, today: date) -> None:
        """Take this week's steps too, but for a few that are left for the morning."""
        for index, pitch in enumerate(self.open):
            if index % 5 and not pitch.stalls:
                self._follow_up(pitch, today)

    def _follow_up(self, pitch: Pitch, day: date) -> None:
        step = Activity.objects.filter(deal=pitch.deal, done_at=None, due_date__lte=day).order_by("pk").first()
        if step is None:
            return
        crm.complete_activity(
            actor=pitch.owner,
            activity_id=step.pk,
            outcome=self.cast.say(self.chance.choice(texts.OUTCOMES)),
            next_step=self.step(day + timedelta(self.chance.choice((3, 5, 7, 7, 9)))),
        )
        if self.chance.random() < 0.15:
            crm.log_activity(
                actor=pitch.owner,
                kind="note",
                body=self.cast.say(self.chance.choice(texts.NOTES)),
                deal_id=pitch.deal.pk,
            )

    def _move(self, pitch: Pitch, day: date) -> None:
        if self.chance.random() < 0.12:
            self._lose(pitch, day)
            return
        pitch.stage += 1
        crm.move_deal(actor=pitch.owner, deal_id=pitch.deal.pk, stage_id=self.stages[pitch.stage].pk, on=day)
        if pitch.stage == 2:
            pitch.quote_id = self._quote(pitch, day)

    def _quote(self, pitch: Pitch, day: date) -> int:
        offer = pitch.offer
        price = Decimal(pitch.deal.amount_minor) / 100
        hours = int(price / offer.hour_price)
        lines = [
            sales.QuoteLineDraft(
                description=self.cast.say(offer.name),
                price=price,
                tax_id=self.cast.tax.pk,
                department_id=self.cast.departments[offer.department],
                service_id=self.cast.services[offer.code],
                role=self.cast.say(texts.DEPARTMENTS[offer.department]),
                planned_minutes=hours * 60,
            )
        ]
        party_id = pitch.deal.party_id
        assert party_id is not None
        quote = sales.issue_quote(
            actor=pitch.owner,
            given=sales.QuoteInput(
                party_id=party_id,
                date=day,
                lines=lines,
                deal_id=pitch.deal.pk,
                valid_until=day + timedelta(30),
                discount_percent=Decimal(self.chance.choice((5, 10))) if self.chance.random() < 0.3 else None,
                deposit_percent=Decimal(self.chance.choice((0, 20, 30))),
            ),
        )
        return int(quote.pk)

    def _close(self, pitch: Pitch, day: date) -> None:
        if self.chance.random() > WINS or pitch.quote_id is None:
            self._lose(pitch, day)
            return
        self.open.remove(pitch)
        plan = sales.preview_win(actor=self.cast.owner, deal_id=pitch.deal.pk, on=day)
        plan = replace(
            plan,
            owner_id=self.delivery.lead_of(pitch.offer).member_id,
            department_id=self.cast.departments[pitch.offer.department],
            start_date=day + timedelta(7),
            end_date=day + timedelta(self.chance.choice((60, 90, 120))),
            roles=[replace(role, hour_price=Decimal(pitch.offer.hour_price)) for role in plan.roles],
        )
        if pitch.offer.code == "DIG-05":
            plan = replace(
                plan,
                kind="time_materials",
                amount_minor=None,
                deposit_minor=0,
                default_hour_price=Decimal(pitch.offer.hour_price),
            )
        elif plan.amount_minor and self.chance.random() < 0.6:
            plan = replace(plan, kind="milestone", milestones=self._milestones(plan.amount_minor), amount_minor=None)
        won = sales.win_deal(actor=self.cast.owner, deal_id=pitch.deal.pk, on=day, plan=plan)
        if won.project is not None:
            self.delivery.start(Engagement(won.project, pitch.offer, plan.kind), won.deposit, day)

    def _milestones(self, amount_minor: int) -> list[MilestoneInput]:
        first, second = amount_minor * 4 // 10, amount_minor * 3 // 10
        amounts = (first, second, amount_minor - first - second)
        return [
            MilestoneInput(self.cast.say(words), minor) for words, minor in zip(texts.MILESTONES, amounts, strict=True)
        ]

    def _lose(self, pitch: Pitch, day: date) -> None:
        self.open.remove(pitch)
        reason = self.chance.choice(self.reasons)
        crm.lose_deal(actor=pitch.owner, deal_id=pitch.deal.pk, on=day, reason_id=reason.pk)
