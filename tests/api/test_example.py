"""The worked examples of docs/api.md, run line by line as it stands there."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path
from typing import Any

from tests.api.conftest import Program
from wasl.ledger.models import Entry
from wasl.receivables.models import Document

FILES = {"@firms.csv": b"Firm,Branch\nAcme,technolgy\nBluth,retail\n"}
GUIDE = Path(__file__).parents[2] / "docs" / "api.md"
CALL = re.compile(r"(?:(?P<name>[A-Z]+)=\$\()?api (?P<call>.+?)(?: \| jq (?P<place>\S+)\))?")


def lines() -> list[re.Match[str]]:
    """Return the calls of the examples in their order."""
    text = GUIDE.read_text(encoding="utf-8").split("## From lead to cash")[1]
    blocks = re.findall(r"```sh\n(.*?)```", text, re.DOTALL)
    return [found for block in blocks for line in block.splitlines() if (found := CALL.fullmatch(line))]


def called(program: Program, call: str, known: dict[str, str]) -> Any:
    """Do what a line of curl does, and return what comes back."""
    words = shlex.split(re.sub(r"\$([A-Z]+)", lambda name: known[name[1]], call))
    method, path, sent, file, headers = "", "", None, b"", {}
    while words:
        match words.pop(0):
            case "-X":
                method = words.pop(0)
            case "-d":
                sent = json.loads(words.pop(0))
            case "--data-binary":
                file = FILES[words.pop(0)]
            case "-H":
                name, value = words.pop(0).split(": ")
                headers[name.replace("-", "_")] = value
            case address:
                path = address
    way = (method or ("POST" if sent else "GET")).lower()
    answer = program.upload(path, file, **headers) if file else program.call(way, path, sent, **headers)
    assert answer.status_code < 300, (call, answer.content.decode())
    return answer.json()


def read(answer: Any, place: str) -> str:
    """Return a part of an answer as jq reads it: `.id`, `.items[0].id`."""
    for part in re.findall(r"\w+", place):
        answer = answer[int(part)] if part.isdecimal() else answer[part]
    return str(answer)


def test_the_examples_run_from_lead_to_cash_and_bring_a_file_in(program: Program) -> None:
    known = {"WASL": ""}
    found = lines()
    assert len(found) > 20, "hardly a line of the examples was read"
    for line in found:
        answer = called(program, line["call"], known)
        if line["name"]:
            known[line["name"]] = read(answer, line["place"])

    assert Document.objects.filter(number__gt="").count() >= 1
    assert Entry.objects.count() >= 2
    assert known["PROJECT"].isdecimal()
    assert (answer["state"], answer["total"]) == ("running", 2)
