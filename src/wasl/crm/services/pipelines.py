"""Give a new company its pipeline, and change its stages."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wasl.access.actor import Actor
from wasl.core import events
from wasl.core.errors import BadInput, NotFound
from wasl.core.models import Event
from wasl.crm.models import LossReason, Pipeline, Stage
from wasl.crm.rules.deals import REQUIRABLE
from wasl.crm.rules.pipeline_pack import load_pipeline


def set_up_company(event: Event) -> None:
    """Give a new company the pipeline and the loss reasons that are shipped."""
    pack = load_pipeline()
    pipeline = Pipeline.objects.create(name=pack.name, name_ar=pack.name_ar, is_default=True)
    Stage.objects.bulk_create(
        Stage(
            pipeline=pipeline,
            name=stage.name,
            name_ar=stage.name_ar,
            position=position,
            percent=stage.percent,
            usual_days=stage.usual_days,
        )
        for position, stage in enumerate(pack.stages)
    )
    LossReason.objects.bulk_create(
        LossReason(name=reason.name, name_ar=reason.name_ar, position=position)
        for position, reason in enumerate(pack.loss_reasons)
    )


@transaction.atomic
def change_stage(
    *,
    actor: Actor,
    stage_id: int,
    version: int,
    name: str,
    name_ar: str,
    percent: int,
    usual_days: int,
    required: Sequence[str],
) -> Stage:
    """Change what a stage is called, what is usual in it, and what a deal must say before it enters.

    :raises NotFound: there is no such stage.
    :raises StaleVersion: somebody else changed it since it was read.
    :raises BadInput: no name or one that another stage has, a chance above 100, or something that cannot be required.
    """
    actor.require("pipeline.change")
    stage: Stage | None = Stage.objects.select_for_update().filter(pk=stage_id).first()
    if stage is None:
        raise NotFound()
    stage.expect(version)
    name = name.strip()
    if not name:
        raise BadInput("name", reason=_("Enter a name."))
    if Stage.objects.filter(pipeline_id=stage.pipeline_id, name=name).exclude(pk=stage.pk).exists():
        raise BadInput("name", reason=_("Another stage has this name."))
    if percent > 100:
        raise BadInput("percent", reason=_("A percentage lies between 0 and 100."))
    if set(required) - set(REQUIRABLE):
        raise BadInput("required", reason=_("This cannot be required."))
    stage.name, stage.name_ar, stage.percent, stage.usual_days = name, name_ar.strip(), percent, usual_days
    stage.required = [each for each in REQUIRABLE if each in required]
    stage.version += 1
    stage.save()
    events.record("stage.changed", stage, name=stage.name, required=stage.required)
    return stage
