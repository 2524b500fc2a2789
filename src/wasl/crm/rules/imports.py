"""How an import stands, and what other systems call the states and stages of a deal."""

from __future__ import annotations

from wasl.core.parsing import fold

DRAFT, RUNNING, DONE, STOPPED = "draft", "running", "done", "stopped"
UNDOING, UNDONE, PARTLY = "undoing", "undone", "partly"
STATES = (DRAFT, RUNNING, DONE, STOPPED, UNDOING, UNDONE, PARTLY)
UNDOABLE = (DONE, STOPPED, PARTLY)
UNDER_WAY = (RUNNING, UNDOING)
STALLED_SECONDS = 60  # a part takes a second or two; a worker that says nothing for so long is gone
WRITTEN = {"date": ("dmy", "mdy", "ymd"), "amount": (".", ",")}  # how a column of a kind may be
CLOSED = {
    "won": ("won", "closed won", "closed-won", "فوز", "فزنا", "مكسوبة", "رابحة"),
    "lost": ("lost", "closed lost", "closed-lost", "خسارة", "خسرنا", "خاسرة"),
}
FIRST = ("prospecting", "prospect", "new", "qualify", "qualification", "lead", "جديدة", "استكشاف")
SECOND = ("engaging", "engaged", "discovery", "contacted", "needs analysis", "تواصل", "قيد التواصل")
_STATES = {fold(word): state for state, words in CLOSED.items() for word in words}
_PLACES = {fold(word): place for place, words in enumerate((FIRST, SECOND)) for word in words}


def closed_state(word: str) -> str | None:
    """Return won or lost where a stage of another system says so."""
    return _STATES.get(fold(word))


def usual_place(word: str, stages: int) -> int | None:
    """Return the place in a pipeline of so many stages that a stage's usual name has, counted from 0."""
    place = _PLACES.get(fold(word))
    return place if place is not None and place < stages else None
