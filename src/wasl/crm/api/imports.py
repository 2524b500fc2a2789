"""Endpoints of imports: send a file, say how it is read, try, start, follow and undo it; answer what it left open."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.utils.translation import get_language
from ninja import Query, Router, Status
from pydantic import Field

from wasl.access.actor import Actor, Request
from wasl.core import clock
from wasl.core.imports import LEFT_OUT, Answers, Question, importer_kinds
from wasl.core.pages import today_of
from wasl.core.rest import Flag, Id, In, Line, Listing, Out, Page, give_list
from wasl.core.rest.files import file_in, takes_file
from wasl.crm import queries, services
from wasl.crm.models import ImportBatch, ImportQuestion

router = Router(tags=["Imports"])
COLUMNS_MAX, ANSWERS_MAX, KNOWN_MAX = 500, 5_000, 200
State = Literal["draft", "running", "done", "stopped", "undoing", "undone", "partly"]
About = Literal["value", "date_order", "decimal_mark"]


class FieldOut(Out):
    """A field that a kind of file is read for: its name, what people call it, and whether the file must have it."""

    name: str
    label: str
    kind: Literal["text", "email", "date", "amount", "integer"]
    is_required: bool


class ImportKindOut(Out):
    """A kind of file that the caller may import."""

    kind: str
    label: str
    fields: list[FieldOut]


class ImportOut(Out):
    """A file on its way in. `read` of `total` rows are behind it; `rejected_count` of them were not taken."""

    id: int
    kind: str
    file_name: str
    state: State
    total: int
    read: int
    created: int
    updated: int
    unchanged: int
    rejected_count: int
    error: str
    member_id: int | None
    moved_at: datetime | None
    finished_at: datetime | None
    undone_at: datetime | None


class KeptOut(Out):
    """A record that an undo leaves: it was changed, something happened to it, it is used by another, or it is gone."""

    kind: str
    subject_id: int
    name: str
    reason: Literal["changed", "happened", "used", "gone"]
    detail: str


class WholeImportOut(ImportOut):
    """An import with its file and what its undoing did; `is_stalled`: no worker has moved it for a minute."""

    file_id: int | None
    is_stalled: bool
    removed: int
    restored: int
    kept: list[KeptOut]


class FileColumnOut(Out):
    """A column of a file with its first cells that differ, and the field that it is read as; None is not read."""

    name: str
    samples: list[str]
    field: str | None


class ColumnsIn(In):
    """Which field each column of the file is read as; a column that is not named is not read."""

    fields: Annotated[dict[str, str], Field(max_length=COLUMNS_MAX)]


class AskedOut(Out):
    """A value of a column that may mean another, in so many rows; or how all dates or amounts of a column are written.

    Of these `proposal` is dmy, mdy or ymd, or the decimal mark, and `value` an example.
    """

    field: str
    column: str
    about: About
    value: str
    proposal: str
    rows: int


class QuestionsOut(Out):
    """What is open, what is taken as it is known or answered, and the names that a field is usually answered with."""

    open: list[AskedOut]
    taken: list[AskedOut]
    known: dict[str, list[str]]


class AnswerIn(In):
    """What a value of a field is taken for; `*` answers for a whole column of dates or amounts."""

    field: Annotated[Line, Field(min_length=1)]
    value: Line
    answer: Line


class AnswersIn(In):
    """What values are taken for; `accept` takes all others as they are proposed."""

    answers: Annotated[list[AnswerIn], Field(max_length=ANSWERS_MAX)] = []
    accept: Flag = False

    def by_field(self) -> Answers:
        """Return them as services take them."""
        said: Answers = {}
        for one in self.answers:
            said.setdefault(one.field, {})[one.value] = one.answer
        return said


class RejectedOut(Out):
    """A row that was not taken: its number as a sheet counts, the column, and why."""

    row: int
    column: str
    error: str


class RefusedRowOut(Out):
    """A row that was not taken, why, and its cells as they came, to be mended and sent again."""

    row: int
    error: str
    cells: dict[str, str]


class ImportPreviewOut(Out):
    """What an import would do; `orders` says how the dates and amounts of a column are read."""

    total: int
    created: int
    updated: int
    unchanged: int
    rejected: list[RejectedOut]
    ignored: list[str]
    orders: dict[str, str]


class UndoPreviewOut(Out):
    """How many records an undo would remove and put back, and which it would keep."""

    removed: int
    restored: int
    kept: list[KeptOut]


class ImportQuestionOut(Out):
    """What an import took as proposed, and waits for somebody to say that it was right, or what it is."""

    id: int
    kind: str
    column: str
    value: str
    proposal: str
    rows: int
    answer: str
    answered_at: datetime | None


class ImportAnswerIn(In):
    """What a value means; without one, what was proposed was right."""

    answer: Line = ""


def import_out(row: ImportBatch) -> ImportOut:
    """Return an import as programs read it in a list."""
    return ImportOut.of(row, rejected_count=len(row.rejected))


def whole_import_out(row: ImportBatch) -> WholeImportOut:
    """Return an import with its file and its undoing, as programs read it."""
    return WholeImportOut.of(
        row,
        rejected_count=len(row.rejected),
        file_id=row.attachment_id,
        is_stalled=queries.is_stalled(row, clock.now()),
        kept=[KeptOut(**dict(zip(KeptOut.model_fields, said, strict=True))) for said in row.kept],
    )


def import_question_out(row: ImportQuestion) -> ImportQuestionOut:
    """Return what an import left open as programs read it."""
    return ImportQuestionOut.of(row)


def _columns(actor: Actor, batch: ImportBatch) -> list[FileColumnOut]:
    fields = {column: name for name, column in batch.mapping.items() if column != LEFT_OUT}
    seen = queries.file_columns(actor, batch)
    return [FileColumnOut(name=name, samples=cells, field=fields.get(name)) for name, cells in seen.samples.items()]


def _questions(actor: Actor, batch: ImportBatch, on: date) -> QuestionsOut:
    run = services.run_of(actor, batch, on)
    fields = {one.field for one in (*run.result.questions, *run.result.taken)}
    return QuestionsOut(
        open=_asked(run.result.questions),
        taken=_asked(run.result.taken),
        known={name: run.importer.known(name)[:KNOWN_MAX] for name in sorted(fields)},
    )


def _asked(questions: list[Question]) -> list[AskedOut]:
    return [AskedOut.of(one) for one in questions]


def _language() -> str:
    return get_language() or "en"


@router.get("/import-kinds", response=list[ImportKindOut])
def list_import_kinds(request: Request) -> Any:
    """List the kinds of files that the caller may import, with the fields that each is read for."""
    actor = request.actor
    actor.require("crm.import")
    return [
        ImportKindOut(
            kind=kind,
            label=str(importer.label),
            fields=[FieldOut.of(one, label=str(one.label), is_required=one.required) for one in importer.columns],
        )
        for kind, importer in importer_kinds().items()
        if actor.can(importer.act)
    ]


@router.get("/imports", response=Page[ImportOut])
def list_imports(request: Request, asked: Query[Listing]) -> Any:
    """List the imports."""
    return give_list(request, asked, queries.batches(request.actor), import_out, ImportOut)


@router.post("/imports", response={201: WholeImportOut}, openapi_extra=takes_file)
def upload_import(request: Request, kind: Line, name: Line = "file.csv") -> Any:
    """Take a table up, CSV or Excel: the body is the file. Nothing of it is written until it is started."""
    batch = services.upload_import(actor=request.actor, kind=kind, data=file_in(request), filename=name)
    return Status(201, whole_import_out(batch))


@router.get("/imports/{batch_id}", response=WholeImportOut)
def read_import(request: Request, batch_id: Id) -> Any:
    """Read how far an import is, and what it did."""
    return whole_import_out(queries.batch(request.actor, batch_id))


@router.delete("/imports/{batch_id}", response={204: None})
def discard_import(request: Request, batch_id: Id) -> Any:
    """Forget a file that was not brought in."""
    services.discard_import(actor=request.actor, batch_id=batch_id)
    return Status(204, None)


@router.get("/imports/{batch_id}/columns", response=list[FileColumnOut])
def list_import_columns(request: Request, batch_id: Id) -> Any:
    """List the columns of an import's file, with cells of each and the field that each is read as."""
    return _columns(request.actor, queries.batch(request.actor, batch_id))


@router.post("/imports/{batch_id}/columns", response=list[FileColumnOut])
def choose_import_columns(request: Request, batch_id: Id, sent: ColumnsIn) -> Any:
    """Say which field each column of the file is read as, instead of what was recognised."""
    batch = services.choose_columns(actor=request.actor, batch_id=batch_id, chosen=sent.fields)
    return _columns(request.actor, batch)


@router.get("/imports/{batch_id}/questions", response=QuestionsOut)
def list_import_doubts(request: Request, batch_id: Id) -> Any:
    """List which values of the file may mean two things; while any is open, it cannot be started."""
    return _questions(request.actor, queries.batch(request.actor, batch_id), today_of(request))


@router.post("/imports/{batch_id}/answers", response=QuestionsOut)
def answer_import_doubts(request: Request, batch_id: Id, sent: AnswersIn) -> Any:
    """Say what values of the file are taken for, and read what is still open."""
    actor, on = request.actor, today_of(request)
    batch = services.answer_questions(
        actor=actor, batch_id=batch_id, answers=sent.by_field(), on=on, accept=sent.accept
    )
    return _questions(actor, batch, on)


@router.post("/imports/{batch_id}/preview", response=ImportPreviewOut)
def preview_import(request: Request, batch_id: Id) -> Any:
    """Tell what an import would do: all of it is done and taken back."""
    result = services.preview_import(actor=request.actor, batch_id=batch_id, on=today_of(request))
    return ImportPreviewOut.of(result, rejected=[RejectedOut(**asdict(one)) for one in result.rejected])


@router.post("/imports/{batch_id}/start", response=WholeImportOut)
def start_import(request: Request, batch_id: Id) -> Any:
    """Let a worker bring the file in; refused rows are told in the language of this request."""
    on = today_of(request)
    batch = services.start_import(actor=request.actor, batch_id=batch_id, on=on, language=_language())
    return whole_import_out(batch)


@router.post("/imports/{batch_id}/resume", response=WholeImportOut)
def resume_import(request: Request, batch_id: Id) -> Any:
    """Let a worker go on with an import, or its undoing, that was cut off or stopped."""
    batch = services.resume_import(actor=request.actor, batch_id=batch_id, language=_language())
    return whole_import_out(batch)


@router.get("/imports/{batch_id}/refused-rows", response=list[RefusedRowOut])
def list_refused_rows(request: Request, batch_id: Id) -> Any:
    """List the rows that were not taken, each with its cells as they came."""
    actor = request.actor
    columns, rows = queries.refused_rows(actor, queries.batch(actor, batch_id))
    return [
        RefusedRowOut(row=number, error=error, cells=dict(zip(columns, cells, strict=False)))
        for number, error, cells in rows
    ]


@router.post("/imports/{batch_id}/preview-undo", response=UndoPreviewOut)
def preview_import_undo(request: Request, batch_id: Id) -> Any:
    """Tell what an undo would remove, put back and keep."""
    undone = services.preview_undo(actor=request.actor, batch_id=batch_id)
    return UndoPreviewOut.of(undone, kept=[KeptOut(**asdict(one)) for one in undone.kept])


@router.post("/imports/{batch_id}/undo", response=WholeImportOut)
def undo_import(request: Request, batch_id: Id) -> Any:
    """Let a worker undo an import, but for what somebody touched since."""
    return whole_import_out(services.start_undo(actor=request.actor, batch_id=batch_id, language=_language()))


@router.get("/import-questions", response=Page[ImportQuestionOut])
def list_import_questions(request: Request, asked: Query[Listing]) -> Any:
    """List what imports took as proposed and nobody has answered."""
    request.actor.require("crm.import")
    return give_list(request, asked, queries.open_questions(), import_question_out, ImportQuestionOut)


@router.post("/import-questions/{question_id}/answer", response=ImportQuestionOut)
def answer_import_question(request: Request, question_id: Id, sent: ImportAnswerIn) -> Any:
    """Say that what an import took was right, or put its rows right."""
    answered = services.answer_import_question(actor=request.actor, question_id=question_id, answer=sent.answer)
    return import_question_out(answered)
