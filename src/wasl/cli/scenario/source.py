"""Read a scenario's YAML as nodes that know their lines, and its scalars without binary floats."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode

DECIMAL = re.compile(r"[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TRUE = frozenset({"yes", "true", "on"})


class ScenarioError(Exception):
    """A file that is not a scenario. Reads `FILE:LINE: message`."""

    def __init__(self, file: str, line: int, message: str) -> None:
        super().__init__(f"{file}:{line}: {message}")
        self.file = file
        self.line = line
        self.message = message


def mapping_of(path: Path) -> MappingNode:
    """Return the file's mapping as nodes, which know their lines.

    :raises ScenarioError: the file cannot be read, is not YAML, or holds no mapping.
    """
    file = str(path)
    try:
        text = path.read_bytes().decode("utf-8")
    except OSError as error:
        raise ScenarioError(file, 1, f"cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise ScenarioError(file, line, "is not UTF-8 text") from error
    except ValueError as error:
        raise ScenarioError(file, 1, f"cannot be read: {error}") from error
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise ScenarioError(file, mark.line + 1 if mark else 1, f"is not YAML: {error.problem}") from error
    except yaml.reader.ReaderError as error:
        line = text[: error.position].count("\n") + 1
        raise ScenarioError(file, line, f"is not YAML: {error.reason}") from error
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        raise ScenarioError(file, 1, f"is not YAML: {error}") from error
    except RecursionError as error:
        raise ScenarioError(file, 1, "is nested too deeply") from error
    if not isinstance(root, MappingNode):
        raise ScenarioError(file, line_of(root) if root else 1, "a scenario is a mapping of fields")
    return root


def plain(node: ScalarNode) -> str | Decimal | date | bool | None:
    """Return what YAML takes a scalar for, with numbers exact. An impossible number or date is text."""
    text: str = node.value
    match node.tag.removeprefix("tag:yaml.org,2002:"):
        case "null":
            return None
        case "bool":
            return text.lower() in _TRUE
        case "int" | "float":
            return Decimal(text) if DECIMAL.fullmatch(text) else text
        case "timestamp":
            return date_of(text) or text
    return text


def line_of(node: Node) -> int:
    """Return the line a node begins on, counted from 1."""
    return int(node.start_mark.line) + 1


def date_of(text: str) -> date | None:
    """Return the day that YYYY-MM-DD names, or None where it names none."""
    if not _DATE.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
