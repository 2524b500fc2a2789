"""The pipeline and the loss reasons that a new company starts with."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_PACK = Path(__file__).parents[1] / "packs" / "pipeline.toml"


@dataclass(frozen=True)
class PackStage:
    """A stage: `percent` is the usual chance to win, `usual_days` how long a deal normally stays."""

    name: str
    name_ar: str
    percent: int
    usual_days: int


@dataclass(frozen=True)
class PackLossReason:
    """Why a deal can be lost."""

    name: str
    name_ar: str


@dataclass(frozen=True)
class PipelinePack:
    """A pipeline with its stages in order, and the reasons to lose."""

    name: str
    name_ar: str
    stages: tuple[PackStage, ...]
    loss_reasons: tuple[PackLossReason, ...]


@cache
def load_pipeline() -> PipelinePack:
    """Return the pipeline that is shipped."""
    said = tomllib.loads(_PACK.read_text(encoding="utf-8"))
    return PipelinePack(
        name=said["name"],
        name_ar=said["name_ar"],
        stages=tuple(PackStage(**stage) for stage in said["stages"]),
        loss_reasons=tuple(PackLossReason(**reason) for reason in said["loss_reasons"]),
    )
