"""Give a new company its pipeline."""

from __future__ import annotations

from wasl.core.models import Event
from wasl.crm.models import LossReason, Pipeline, Stage
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
