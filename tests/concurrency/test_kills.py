"""A process that is killed at a random moment of its day: the books are whole, and what was acknowledged is there."""

from __future__ import annotations

import os
import random
import time

from tests.concurrency import acts

KILLS = int(os.environ.get("WASL_KILLS", "20"))
UNTIL_KILLED = 10**6
SOONEST_SECONDS, LATEST_SECONDS = 0.02, 0.3


def test_a_kill_at_any_moment_leaves_whole_books_and_all_that_was_acknowledged(office, forks, tmp_path):
    draw = random.Random(KILLS)
    cut = 0
    for seed in range(KILLS):
        paper = tmp_path / f"receipts-{seed}"
        pid = forks.start(
            "tests.concurrency.acts.live", company_id=office.company.pk, member_id=office.member_id, seed=seed,
            count=UNTIL_KILLED, receipts=str(paper),
        )  # fmt: skip
        time.sleep(draw.uniform(SOONEST_SECONDS, LATEST_SECONDS))
        forks.kill(pid)

        assert acts.lost(paper) == []
        assert acts.wrong() == []
        cut += bool(acts.acknowledged(paper))

    assert forks.told() == ""
    assert cut > KILLS // 2, "most were killed before they did anything"
