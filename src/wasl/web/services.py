"""Do one act to many records: each by itself, once, with what was refused named at the end."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from wasl.access.actor import Actor
from wasl.core import clock, notices
from wasl.core.errors import BadInput, NotFound, Refusal
from wasl.core.models import BulkRun
from wasl.core.picking import offer_picks
from wasl.core.rehearsal import trial
from wasl.core.room import BulkAct

ROWS_MAX = 20_000
TRIED_FIRST = 50
TOLD_FROM = 25  # how many are done while one waits: of more, the end is told


@dataclass(frozen=True)
class Outcome:
    """What an act would do to one record: why it is refused, or else what it would do where that takes words."""

    name: str
    refusal: str = ""
    words: str = ""


def preview(*, actor: Actor, act: BulkAct, ids: Sequence[int], said: dict[str, Any] | None) -> list[Outcome]:
    """Return what the act would do to the first records: it is done and taken back. Without `said`, names only."""
    actor.require(act.act)
    records = act.rows(actor).in_bulk(list(ids[:TRIED_FIRST]))
    found = []
    for record in (records[each] for each in ids if each in records):
        refusal, words = ("", "") if said is None else _tried(actor, act, record.pk, said)
        found.append(Outcome(act.named(record), refusal, words))
    return found


@transaction.atomic
def start_run(*, actor: Actor, act: BulkAct, ids: Sequence[int], said: dict[str, Any], back: str) -> BulkRun:
    """Keep what is to be done to many records; `carry_on` then does it.

    :raises NotAllowed: the role does not include the act.
    :raises BadInput: no record, or too many for one run.
    """
    actor.require(act.act)
    if not ids or len(ids) > ROWS_MAX:
        raise BadInput("", reason=_("Pick at least one row, and at most 20,000."))
    run: BulkRun = BulkRun.objects.create(
        act=act.name, member_id=actor.member_id, ids=list(ids), said=said, back=back, company=actor.company
    )
    return run


def carry_on(*, actor: Actor, act: BulkAct, run_id: int) -> BulkRun:
    """Do what is left of a run, record by record; a run that was cut off goes on where it stood, and nothing twice."""
    actor.require(act.act)
    while True:
        with transaction.atomic():
            run: BulkRun = BulkRun.objects.select_for_update().get(pk=run_id, act=act.name)
            if run.done >= len(run.ids):
                return run
            _one(actor, act, run)
            if run.done == len(run.ids):
                _tell(run, act)


def _tell(run: BulkRun, act: BulkAct) -> None:
    """Tell who started a run of many records that it is over."""
    if len(run.ids) <= TOLD_FROM:
        return
    said: dict[str, Any] = {"act": str(act.label), "done": run.done - len(run.refused), "refused": len(run.refused)}
    notices.notify(run.member_id, "bulk.done", reverse("web:run", args=[run.pk]), **said)


def _one(actor: Actor, act: BulkAct, run: BulkRun) -> None:
    """Do the next record of a run in the transaction that counts it."""
    record_id = run.ids[run.done]
    refusal = ""
    try:
        with transaction.atomic():
            _do(actor, act, record_id, run.said, act.do)
    except Refusal as error:
        refusal = f"{error.message} {error.remedy}".strip()
    if refusal:
        record = act.rows(actor).filter(pk=record_id).first()
        run.refused = [*run.refused, [act.named(record) if record else f"#{record_id}", refusal]]
    run.done += 1
    run.save(update_fields=["done", "refused"])


def _tried(actor: Actor, act: BulkAct, record_id: int, said: dict[str, Any]) -> tuple[str, str]:
    words = ""
    try:
        with trial():
            words = _do(actor, act, record_id, said, act.look or act.do)
    except Refusal as error:
        return f"{error.message} {error.remedy}".strip(), ""
    return "", words if act.look else ""


def _do(actor: Actor, act: BulkAct, record_id: int, said: dict[str, Any], do: Callable[..., Any]) -> Any:
    """Do something to one record in the actor's sight.

    :raises NotFound: it is not in their sight.
    :raises BadInput: what was said does not hold any more.
    """
    if not act.rows(actor).filter(pk=record_id).exists():
        raise NotFound()
    form = act.form(query_of(said))
    offer_picks(form, actor)
    if not form.is_valid():
        raise BadInput("", reason="; ".join(str(error) for errors in form.errors.values() for error in errors))
    return do(actor, record_id, form.cleaned_data, clock.today(actor.company.time_zone))


def query_of(said: dict[str, Any]) -> QueryDict:
    """Return what a form said, as forms read it."""
    query = QueryDict(mutable=True)
    for name, value in said.items():
        query.setlist(name, value if isinstance(value, list) else [value])
    return query
