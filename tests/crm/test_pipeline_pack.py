"""The pipeline that is shipped leads from a first talk to a yes."""

from __future__ import annotations

from wasl.crm.rules.pipeline_pack import load_pipeline


def test_stages_lead_from_a_first_talk_to_a_yes() -> None:
    stages = load_pipeline().stages

    assert [(stage.name, stage.name_ar, stage.percent) for stage in stages] == [
        ("Qualify", "تأهيل", 10),
        ("Discovery", "فهم الاحتياج", 30),
        ("Quote sent", "عرض مُرسل", 50),
        ("Negotiation", "تفاوض", 70),
        ("Verbal yes", "قرار نهائي", 90),
    ]
    assert all(stage.usual_days > 0 for stage in stages)


def test_loss_reasons_have_both_names_once() -> None:
    reasons = load_pipeline().loss_reasons

    assert len(reasons) >= 5
    for names in ({reason.name for reason in reasons}, {reason.name_ar for reason in reasons}):
        assert len(names) == len(reasons)
        assert all(names)
