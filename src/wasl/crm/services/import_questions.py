"""What an import asked is answered later, and its rows are put right."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from wasl.access.actor import Actor
from wasl.core import clock, events
from wasl.core.errors import BadInput, NotFound
from wasl.core.imports import ImportResult
from wasl.crm.models import Deal, ImportBatch, ImportQuestion
from wasl.parties import services as parties

PARTY_FIELDS = ("sector", "country")


def keep_questions(batch: ImportBatch, result: ImportResult) -> None:
    """Keep what an import took as proposed, once, until a person has answered it."""
    asked = {(question.column, question.value) for question in ImportQuestion.objects.filter(kind=batch.kind)}
    ImportQuestion.objects.bulk_create(
        ImportQuestion(
            batch=batch,
            kind=batch.kind,
            column=question.field,
            value=question.value,
            proposal=question.proposal,
            rows=question.rows,
        )
        for question in result.questions
        if question.about == "value" and question.value and (question.field, question.value) not in asked
    )


@transaction.atomic
def answer_import_question(*, actor: Actor, question_id: int, answer: str = "") -> ImportQuestion:
    """Settle what an import asked: the proposal was right (no answer), or the rows are put right now.

    :raises BadInput: the rows of such a column are put right one by one.
    """
    actor.require("crm.import")
    question: ImportQuestion | None = ImportQuestion.objects.select_for_update().filter(pk=question_id).first()
    if question is None:
        raise NotFound()
    answer = answer.strip() or question.proposal
    if answer != question.proposal:
        _put_right(actor, question, answer)
    question.answer, question.answered_at = answer, clock.now()
    question.save(update_fields=["answer", "answered_at"])
    events.record("import_question.answered", question, value=question.value, answer=answer)
    return question


def _put_right(actor: Actor, question: ImportQuestion, answer: str) -> None:
    if question.column == "product":
        rows = Deal.objects.filter(facts__imported__product=question.value)
        rows.update(product=answer[:120], version=F("version") + 1)
    elif question.column in PARTY_FIELDS:
        parties.put_right(
            actor=actor.lending("party.change"), field=question.column, imported=question.value, value=answer
        )
    else:
        raise BadInput("answer", reason=_("Change these records one by one in their list."))
