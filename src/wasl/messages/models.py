"""Letters that leave the company, and the texts they start from."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now

from wasl.core.models import CompanyModel, Versioned


class OutboxMessage(CompanyModel):
    """A letter on its way. Without a mail server it waits here, ready to be copied or sent by hand."""

    to = models.CharField(max_length=254)
    subject = models.CharField(max_length=200)
    body_text = models.TextField()
    body_html = models.TextField(blank=True)
    attachment_ids = models.JSONField(default=list)
    subject_kind = models.CharField(max_length=40, blank=True)
    subject_id = models.BigIntegerField(null=True)
    party = models.ForeignKey("parties.Party", null=True, blank=True, on_delete=models.PROTECT, related_name="letters")
    language = models.CharField(max_length=5, default="ar")
    state = models.CharField(max_length=8, default="waiting")  # waiting, sent, failed
    sent_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=300, blank=True)
    member_id = models.BigIntegerField(null=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        base_manager_name = "everywhere"
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="sent") | models.Q(sent_at__isnull=False), name="letter_sent_has_time"
            ),
        ]
        indexes = [
            models.Index(fields=["company", "state", "-id"], name="letter_state"),
            models.Index(fields=["company", "subject_kind", "subject_id"], name="letter_subject"),
        ]

    def __str__(self) -> str:
        return self.subject


class MessageTemplate(Versioned, CompanyModel):
    """The text that a letter of a kind starts from, in one language; `{name}` places are filled in."""

    kind = models.CharField(max_length=20)
    language = models.CharField(max_length=5)
    subject = models.CharField(max_length=200)
    body = models.TextField()

    class Meta:
        base_manager_name = "everywhere"
        constraints = [models.UniqueConstraint(fields=["company", "kind", "language"], name="template_once")]
