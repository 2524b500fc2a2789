"""Play scenarios and compare what came out with what was expected."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from django.db import transaction

from wasl.access import services as access
from wasl.access.actor import Actor
from wasl.cli.scenario.expect import compare
from wasl.cli.scenario.reader import Scenario, Step
from wasl.cli.scenario.steps import HANDLERS
from wasl.cli.scenario.world import Ref, World
from wasl.core import idempotency
from wasl.core.errors import Refusal
from wasl.core.scope import company_scope
from wasl.ledger.checks import STEP_CHECKS


@dataclass(frozen=True)
class Mismatch:
    """One thing that did not come out as written."""

    step: int
    line: int
    what: str
    expected: str
    actual: str


@dataclass
class Outcome:
    """A scenario as it was played."""

    name: str
    file: str
    passed: bool = True
    mismatches: list[Mismatch] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """Return the outcome for the command's answer."""
        return asdict(self)

    def miss(self, step: Step, what: str, expected: object, actual: object) -> None:
        """Record a mismatch."""
        self.passed = False
        self.mismatches.append(Mismatch(step.number, step.line, what, str(expected), str(actual)))


def play(scenario: Scenario) -> Outcome:
    """Play a scenario in a fresh company of its own."""
    outcome = Outcome(scenario.name, scenario.file)
    first = scenario.steps[0].fields
    company = access.create_company(
        name=first.get("name", scenario.name),
        country=first.get("country", ""),
        base_currency=first["currency"],
        rounding=first.get("rounding", "half_up"),
        tax_rounding=first.get("tax_rounding", "document"),
    )
    if first.get("time_cost", "memo") != "memo":
        outcome.miss(scenario.steps[0], "not supported yet: time_cost ledger", "supported", "not supported yet")
    with company_scope(company.pk):
        world = World(Actor.system(company))
        for step in scenario.steps[1:]:
            _play_step(world, step, outcome)
    return outcome


def _play_step(world: World, step: Step, outcome: Outcome) -> None:
    for value in step.fields.values():
        if isinstance(value, date) and (world.latest is None or value > world.latest):
            world.latest = value
    if step.kind == "as_of":
        world.as_of = step.fields["date"]
    elif step.kind == "expect":
        at = step.fields.get("as_of") or world.as_of or world.latest or date.max
        for what, expected, actual in compare(world, step.fields, at):
            outcome.miss(step, what, expected, actual)
    elif missing := _still_to_come(step):
        outcome.miss(step, f"not supported yet: {missing}", "supported", "not supported yet")
    else:
        _act(world, step, outcome)
        for check in STEP_CHECKS:
            for finding in check():
                outcome.miss(step, f"invariant: {finding.check}", "holds", f"{finding.row}: {finding.detail}")


def _still_to_come(step: Step) -> str:
    """Return what of a step Wasl cannot do yet, empty where it can do all of it."""
    if step.kind not in HANDLERS:
        return step.kind
    if step.kind == "billing_rule" and step.fields["kind"] == "retainer":
        return "billing_rule retainer"
    if any("defer" in line for line in step.fields.get("lines", ())):
        return f"{step.kind} defer"
    return ""


def _act(world: World, step: Step, outcome: Outcome) -> None:
    made: list[Ref] = []

    def do() -> int:
        world.claim_ref(step.fields)
        found = HANDLERS[step.kind](world, step.fields)
        if found is not None:
            made.append(found)
        return found.key if found else 0

    try:
        with transaction.atomic():
            if step.key is not None:
                idempotency.once(step.key, step.kind, step.fields, do)
            else:
                do()
    except Refusal as refusal:
        if step.fails is None:
            outcome.miss(step, "step", "done", str(refusal))
        elif refusal.code != step.fails:
            outcome.miss(step, "fails", step.fails, refusal.code)
        return
    if step.fails is not None:
        outcome.miss(step, "fails", step.fails, "done")
    if made and step.fields.get("ref"):
        world.refs[step.fields["ref"]] = made[0]
