"""Sixteen clients at once: no number twice or missing, no lost update, no deadlock, no locked database to see."""

from __future__ import annotations

from tests.concurrency import acts

CLIENTS, EACH = 16, 15


def test_sixteen_clients_lose_nothing_and_meet_no_lock(office, forks, tmp_path):
    papers = [tmp_path / f"receipts-{seed}" for seed in range(CLIENTS)]
    clients = [
        forks.start(
            "tests.concurrency.acts.live", company_id=office.company.pk, member_id=office.member_id, seed=seed,
            count=EACH, receipts=str(paper),
        )
        for seed, paper in enumerate(papers)
    ]  # fmt: skip

    assert [forks.ended(pid) for pid in clients] == [0] * CLIENTS, forks.told()

    done = [receipt for paper in papers for receipt in acts.acknowledged(paper)]
    assert len(done) > CLIENTS * EACH // 3
    assert len(acts.MODELS - {model for model, _key, _facts in done}) < 3
    assert [acts.lost(paper) for paper in papers] == [[]] * CLIENTS
    assert acts.wrong() == []
