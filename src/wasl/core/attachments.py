"""Keep files once by the hash of their content, and open them only for who may see what they hang on."""

from __future__ import annotations

import hashlib
import logging
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.conf import settings
from django.db import models, transaction

from wasl.core import clock, events, room
from wasl.core.errors import CannotWrite, NotFound
from wasl.core.models import Attachment, Company
from wasl.core.uploads import inspect_upload

if TYPE_CHECKING:
    from wasl.access.actor import Actor

log = logging.getLogger("wasl")


@transaction.atomic
def attach(
    *, actor: Actor, subject: models.Model, data: bytes, filename: str, party_id: int | None = None
) -> Attachment:
    """Keep a file with a record that the actor may see.

    :raises UploadError: the bytes are of a kind that is not accepted.
    :raises NotFound: the record is outside the actor's scope.
    :raises CannotWrite: there is no room for it.
    """
    _require_sight(actor, subject._meta.label_lower, subject.pk)
    upload = inspect_upload(data, filename)
    digest = hashlib.sha256(data).hexdigest()
    _store(data, digest)
    attachment = Attachment.objects.create(
        subject_kind=subject._meta.label_lower,
        subject_id=subject.pk,
        file_name=upload.safe_name,
        content_type=upload.content_type,
        size_bytes=len(data),
        content_hash=digest,
        member_id=actor.member_id,
        created_at=clock.now(),
    )
    events.record(
        "file.attached", subject, party_id=party_id, attachment_id=attachment.pk, file_name=attachment.file_name
    )
    return attachment


def open_attachment(*, actor: Actor, attachment_id: int) -> tuple[Attachment, Path]:
    """Return a file and where it lies.

    :raises NotFound: there is none in this company, or what it hangs on is outside the actor's scope.
    """
    attachment = Attachment.objects.filter(pk=attachment_id).first()
    if attachment is None:
        raise NotFound()
    _require_sight(actor, attachment.subject_kind, attachment.subject_id)
    path = file_path(attachment.content_hash)
    if not path.is_file():
        raise NotFound()
    return attachment, path


def attachments_of(kind: str, subject_ids: list[int]) -> list[Attachment]:
    """Return the files that hang on records of a kind, newest first."""
    rows = Attachment.objects.filter(subject_kind=kind, subject_id__in=subject_ids)
    return list(rows.order_by("-pk"))


def file_path(digest: str) -> Path:
    """Return where content with this hash is kept."""
    return Path(settings.FILES_FOLDER) / digest[:2] / digest


def _require_sight(actor: Actor, kind: str, subject_id: int) -> None:
    acts: dict[str, str] = {}
    for config in room.rooms():
        acts.update(config.attachment_acts)
    act = acts.get(kind)
    if act is None or not actor.can(act):
        raise NotFound()
    model: Any = apps.get_model(kind)
    if model is Company:
        if subject_id != actor.company.pk:
            raise NotFound()
        return
    subject = model.objects.filter(pk=subject_id).first()
    if subject is None:
        raise NotFound()
    actor.require_owned(act, getattr(subject, "owner_id", None))


def _store(data: bytes, digest: str) -> None:
    """Write content under its hash, whole or not at all, and to the disk itself; what is there already is the same.

    :raises CannotWrite: there is no room.
    """
    path = file_path(digest)
    if path.exists():
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
            try:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            except OSError:
                os.unlink(file.name)
                raise
        os.replace(file.name, path)
    except OSError as error:
        log.error("a file cannot be kept: %s", error)
        raise CannotWrite() from error
