"""What the shell does in the background: acts on many records, a sample company."""

from __future__ import annotations

from django.conf import settings
from django.utils import translation
from django.utils.module_loading import import_string
from django_tasks import task

from wasl.access.actor import Actor
from wasl.access.models import Member, User
from wasl.core.models import BulkRun
from wasl.core.room import bulk_act
from wasl.core.scope import company_scope
from wasl.web import services


@task()
def carry_on(*, company_id: int, member_id: int, run_id: int, language: str) -> None:
    """Do what is left of a run for the member who started it."""
    with company_scope(company_id, member_id), translation.override(language):
        run = BulkRun.objects.get(pk=run_id)
        act = bulk_act(run.act)
        member = Member.objects.select_related("company").filter(pk=member_id, is_active=True).first()
        if member is not None and act is not None:
            services.carry_on(actor=Actor.of(member), act=act, run_id=run_id)


@task()
def make_sample(*, user_id: int, language: str) -> None:
    """Make the sample company of a user; asked twice, it is made once."""
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user is not None:
        with translation.override(language):
            import_string(settings.SAMPLE_COMPANY)(user=user, language=language)
