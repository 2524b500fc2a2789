"""Read scenario files, and refuse what is not of the language with file, line and reason."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from pathlib import Path
from typing import Any, NoReturn

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from wasl.cli.scenario import language, source
from wasl.cli.scenario.language import (
    Anything,
    Choice,
    Currency,
    Day,
    FieldType,
    Flag,
    ListOf,
    MappingOf,
    Number,
    OneOrMore,
    Record,
    Text,
)
from wasl.cli.scenario.source import ScenarioError

_CURRENCY = re.compile(r"[A-Z]{3}")
_DEPTH_MAX = 8
_SHOWN_LENGTH_MAX = 40


@dataclass(frozen=True)
class Step:
    """One thing to do or to expect.

    `fields` holds values by the names of the language: numbers as Decimal, dates as date, the rest as
    text, bool, list or dict. A date left out is that of the last `as_of`, already filled in (but for
    `expect`, whose default depends on the run). `number` counts from 1, the last `expect` included.
    """

    number: int
    line: int
    kind: str
    fields: dict[str, Any]
    fails: str | None = None
    key: str | None = None
    note: str = ""


@dataclass(frozen=True)
class Scenario:
    """One file: a story of one fresh company, with what must come out."""

    name: str
    file: str
    description: str
    tags: tuple[str, ...]
    steps: tuple[Step, ...]


def read_all(paths: Iterable[Path]) -> list[Scenario]:
    """Return the scenarios of several files.

    :raises ScenarioError: one of them is not a scenario, or two have the same name.
    """
    scenarios: list[Scenario] = []
    seen: dict[str, str] = {}
    for path in paths:
        reader = _Reader(path)
        scenario = reader.scenario()
        if scenario.name in seen:
            raise ScenarioError(
                scenario.file,
                reader.name_line,
                f"the name {_quoted(scenario.name)} is already that of {seen[scenario.name]}",
            )
        seen[scenario.name] = scenario.file
        scenarios.append(scenario)
    return scenarios


def read_scenario(path: Path) -> Scenario:
    """Return the scenario that a file holds.

    :raises ScenarioError: the file cannot be read, is not YAML, or is not of the language.
    """
    return _Reader(path).scenario()


class _Reader:
    """Reads one file. A `where` is how a message names the place: `step 'invoice'`."""

    def __init__(self, path: Path) -> None:
        self.file = str(path)
        self.name_line = 1
        self._path = path
        self._as_of: date | None = None

    def scenario(self) -> Scenario:
        root = source.mapping_of(self._path)
        entries = self._entries(root, "the scenario", language.FILE_FIELDS, check_names=False)
        if "scenario" not in entries:
            self._fail(root, "field 'scenario' (language version) is missing")
        for key, _ in entries.values():
            self._known(key, key.value, language.FILE_FIELDS, "field", " in the scenario")
        version = self._value(entries["scenario"][1], Number(), "'scenario'")
        if version != language.VERSION:
            self._fail(entries["scenario"][1], f"language version {version} is not {language.VERSION}")
        for name in ("name", "steps"):
            if name not in entries:
                self._fail(root, f"field '{name}' is missing")
        self.name_line = source.line_of(entries["name"][0])
        texts = {
            name: self._value(entries[name][1], Text(blank=name == "description"), f"'{name}'")
            for name in ("name", "description")
            if name in entries
        }
        tags = self._value(entries["tags"][1], ListOf(Text()), "'tags'") if "tags" in entries else []
        steps = self._steps(entries["steps"][1], entries.get("expect"))
        return Scenario(texts["name"], self.file, texts.get("description", ""), tuple(tags), tuple(steps))

    def _steps(self, node: Node, expect: tuple[ScalarNode, Node] | None) -> Iterator[Step]:
        if not isinstance(node, SequenceNode):
            self._wrong(node, "'steps'", "a list")
        if not node.value:
            self._fail(node, "'steps' is empty; the first step must be 'company'")
        for number, item in enumerate(node.value, start=1):
            step = self._step(number, item)
            if number == 1 and step.kind != "company":
                self._fail(item, f"the first step must be 'company', found '{step.kind}'")
            if number > 1 and step.kind == "company":
                self._fail(item, "step 'company' may only be the first: a file is one company")
            yield step
        if expect:
            fields = self._record(expect[1], language.STEPS["expect"], "step 'expect'")
            yield Step(len(node.value) + 1, source.line_of(expect[0]), "expect", fields)

    def _step(self, number: int, item: Node) -> Step:
        if not isinstance(item, MappingNode):
            self._fail(item, "a step must be a mapping: one step name with its fields")
        entries = self._entries(item, "a step", (), check_names=False)
        named = [name for name in entries if name not in language.STEP_META]
        if not named:
            self._fail(item, "a step name is missing")
        if len(named) > 1:
            self._refuse_two_steps(item, entries, named)
        kind = named[0]
        key, content = entries[kind]
        self._known(key, kind, tuple(language.STEPS), "step", "")
        where = f"step '{kind}'"
        meta = {
            name: self._value(entries[name][1], Text(blank=name == "note"), f"'{name}' of {where}")
            for name in language.STEP_META
            if name in entries
        }
        if "fails" in meta:
            self._known(entries["fails"][1], meta["fails"], language.ERROR_CODES, "error code", "")
        fields = self._fields(kind, key, content, where)
        return Step(
            number,
            source.line_of(item),
            kind,
            fields,
            meta.get("fails"),
            meta.get("key"),
            meta.get("note", ""),
        )

    def _refuse_two_steps(self, item: Node, entries: dict[str, tuple[ScalarNode, Node]], named: list[str]) -> NoReturn:
        """Refuse an item with several names; a misspelt `fails`, `key` or `note` is called that."""
        for name in named:
            if name not in language.STEPS and get_close_matches(name, language.STEP_META, n=1):
                self._known(entries[name][0], name, language.STEP_META, "field", " beside the step")
        found = ", ".join(_quoted(name) for name in named[:-1]) + f" and {_quoted(named[-1])}"
        self._fail(item, f"one step per item, found {found}")

    def _fields(self, kind: str, key: Node, content: Node, where: str) -> dict[str, Any]:
        if kind == "as_of":
            self._as_of = self._value(content, Day(), where)
            return {"date": self._as_of}
        given: dict[str, Any] = {}
        if self._as_of and language.takes_the_date_of_as_of(kind):
            given["date"] = self._as_of
        fields = self._record(content, language.STEPS[kind], where, given=given, at=key)
        if kind == "billing_rule":
            for name in language.NEEDED_BY_BILLING_KIND[fields["kind"]]:
                if name not in fields:
                    self._fail(key, f"{where} of kind '{fields['kind']}' needs field '{name}'")
        return fields

    def _record(
        self,
        node: Node,
        record: Record,
        where: str,
        *,
        given: dict[str, Any] | None = None,
        at: Node | None = None,
    ) -> dict[str, Any]:
        """Return a record's values; a field that is missing is missed at `at`, or else where it begins."""
        entries = self._entries(node, where, tuple(record.fields))
        fields = dict(given or {})
        for name, (_, value) in entries.items():
            fields[name] = self._value(value, record.fields[name], f"'{name}' of {where}")
        for name in record.required:
            if name not in fields:
                self._fail(at or node, f"{where} needs field '{name}'")
        if record.one_of:
            self._require_a_group(at or node, record, fields, where)
        return fields

    def _require_a_group(self, node: Node, record: Record, fields: dict[str, Any], where: str) -> None:
        """Refuse fields that complete no group, naming what the nearest groups still need."""
        present = {name for name, value in fields.items() if not (name == "full" and value is False)}
        if any(present.issuperset(group) for group in record.one_of):
            return
        nearest = max(len(present.intersection(group)) for group in record.one_of)
        needed = [
            next(name for name in group if name not in present)
            for group in record.one_of
            if len(present.intersection(group)) == nearest
        ]
        choice = " or ".join(f"'{name}'" for name in dict.fromkeys(needed))
        self._fail(node, f"{where} needs field {choice}")

    def _value(self, node: Node, kind: FieldType, where: str) -> Any:
        match kind:
            case Record():
                return self._record(node, kind, where)
            case MappingOf():
                entries = self._entries(node, where, kind.keys, kind.noun)
                return {
                    name: self._value(value, kind.value, f"{_quoted(name)} in {where}")
                    for name, (_, value) in entries.items()
                }
            case ListOf():
                if not isinstance(node, SequenceNode):
                    self._wrong(node, where, "a list")
                return [self._value(item, kind.item, where) for item in node.value]
            case OneOrMore():
                items = node.value if isinstance(node, SequenceNode) else [node]
                return [self._value(item, kind.item, where) for item in items]
            case Anything():
                return self._anything(node, where, depth=0)
        return self._scalar(node, kind, where)

    def _scalar(self, node: Node, kind: FieldType, where: str) -> Any:
        value = source.plain(node) if isinstance(node, ScalarNode) else None
        match kind:
            case Text(blank):
                if isinstance(value, Decimal) or (isinstance(value, str) and (blank or value.strip())):
                    return node.value
                self._wrong(node, where, "text")
            case Number():
                return self._number(node, kind, where)
            case Currency():
                if isinstance(value, str) and _CURRENCY.fullmatch(value):
                    return value
                self._wrong(node, where, "a currency code of three capital letters")
            case Day():
                found = source.date_of(value) if isinstance(value, str) else value
                if isinstance(found, date):
                    return found
                self._wrong(node, where, "a date YYYY-MM-DD")
            case Flag():
                if isinstance(value, bool):
                    return value
                self._wrong(node, where, "true or false")
            case Choice(options, noun):
                if isinstance(value, str) and noun:
                    self._known(node, value, options, noun, "")
                if isinstance(value, str) and value in options:
                    return value
                self._wrong(node, where, "one of " + ", ".join(options) if not noun else f"a {noun}")
        raise AssertionError(f"no such type: {kind}")

    def _number(self, node: Node, kind: Number, where: str) -> Decimal:
        if not isinstance(node, ScalarNode) or not source.DECIMAL.fullmatch(node.value):
            self._wrong(node, where, "a whole number" if kind.whole else "a number")
        number = Decimal(node.value)
        if kind.whole and number != number.to_integral_value():
            self._wrong(node, where, "a whole number")
        if kind.least is not None and number < kind.least:
            self._wrong(node, where, f"{kind.least} or more")
        return number

    def _anything(self, node: Node, where: str, depth: int) -> Any:
        if depth > _DEPTH_MAX:
            self._fail(node, f"{where} is nested too deeply")
        if isinstance(node, SequenceNode):
            return [self._anything(item, where, depth + 1) for item in node.value]
        if isinstance(node, ScalarNode):
            return source.plain(node)
        entries = self._entries(node, where, ())
        return {name: self._anything(value, where, depth + 1) for name, (_, value) in entries.items()}

    def _entries(
        self, node: Node, where: str, names: tuple[str, ...], noun: str = "field", check_names: bool = True
    ) -> dict[str, tuple[ScalarNode, Node]]:
        """Return a mapping's keys and values by name; with `names`, refuse others."""
        if not isinstance(node, MappingNode):
            self._wrong(node, where, "a mapping")
        entries: dict[str, tuple[ScalarNode, Node]] = {}
        for key, value in node.value:
            if not isinstance(key, ScalarNode):
                self._fail(key, f"a name in {where} must be text")
            if isinstance(source.plain(key), bool | None):
                self._fail(key, f"'{key.value}' in {where} must be text; YAML reads it otherwise, quote it")
            if key.value in entries:
                self._fail(key, f"{_quoted(key.value)} is given twice in {where}")
            if names and check_names:
                self._known(key, key.value, names, noun, f" in {where}" if noun == "field" else "")
            entries[key.value] = (key, value)
        return entries

    def _known(self, node: Node, name: str, names: tuple[str, ...], noun: str, where: str) -> None:
        """Refuse a name that is not one of `names`, with the nearest one as a hint."""
        if name in names:
            return
        near = get_close_matches(name, names, n=1) if len(name) < 100 else []
        hint = f" (did you mean '{near[0]}'?)" if near else ""
        self._fail(node, f"unknown {noun} {_quoted(name)}{where}{hint}")

    def _wrong(self, node: Node, where: str, wanted: str) -> NoReturn:
        match node:
            case MappingNode():
                found = "a mapping"
            case SequenceNode():
                found = "a list"
            case _:
                found = f"{_quoted(node.value)}" if node.value else "nothing"
        hint = "; quote it" if node.tag.endswith(":bool") and wanted == "text" else ""
        self._fail(node, f"{where} must be {wanted}, found {found}{hint}")

    def _fail(self, node: Node, message: str) -> NoReturn:
        raise ScenarioError(self.file, source.line_of(node), message)


def _quoted(name: str) -> str:
    """Return a name as a message shows it: on one line, in quotes, not longer than fits."""
    shown = " ".join(name.split())
    return f"'{shown if len(shown) <= _SHOWN_LENGTH_MAX else shown[:_SHOWN_LENGTH_MAX] + '…'}'"
