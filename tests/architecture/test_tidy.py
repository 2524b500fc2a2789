"""Functions and files stay short, no module is a warehouse, and only services write."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.source import SRC, Module, modules, plant

FUNCTION_LINES_MAX = 70
FILE_LINES_MAX = 400
WAREHOUSES = {"utils", "util", "helpers", "helper", "common", "misc", "lib"}
ALWAYS_WRITES = {"bulk_create", "bulk_update", "get_or_create", "update_or_create"}
QUERYSET = {"objects", "filter", "exclude", "all", "order_by", "select_for_update", "select_related"}
SAVE_ARGUMENTS = {"update_fields", "force_insert", "force_update", "using", "commit"}


def long_functions(source: Path) -> Iterator[str]:
    """Yield each function of more than 70 lines."""
    for module in modules(source):
        for node in ast.walk(module.tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno:
                lines = node.end_lineno - node.lineno + 1
                if lines > FUNCTION_LINES_MAX:
                    yield f"{module.inside}:{node.lineno} {node.name} has {lines} lines"


def long_files(source: Path) -> Iterator[str]:
    """Yield each file of more than 400 lines."""
    for module in modules(source):
        lines = len(module.text.splitlines())
        if lines > FILE_LINES_MAX:
            yield f"{module.inside} has {lines} lines"


def warehouses(source: Path) -> Iterator[str]:
    """Yield each module or folder whose name says nothing of what is in it."""
    for module in modules(source):
        if WAREHOUSES.intersection(module.inside.with_suffix("").parts):
            yield str(module.inside)


def writes_outside_services(source: Path) -> Iterator[str]:
    """Yield each call that writes rows, outside `services`. `core` is where services stand on."""
    for module in modules(source):
        if module.role != "services" and module.room != "core":
            yield from (f"{module.inside}:{line} .{name}()" for line, name in writes_in(module))


def writes_in(module: Module) -> Iterator[tuple[int, str]]:
    """Yield line and name of calls that write: on managers, on querysets (named or not), on rows.

    A row's own `save` and `delete` take no positional arguments, unlike those of files and caches.
    """
    tree = module.tree
    imported = {
        (name.asname or name.name).split(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in node.names
    }
    querysets = {
        target.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and is_queryset(node.value)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        name, receiver = node.func.attr, node.func.value
        bare = receiver.id if isinstance(receiver, ast.Name) else ""
        on_queryset = is_queryset(receiver) or bare in querysets
        has_positional = any(not isinstance(argument, ast.Starred) for argument in node.args)
        keywords = {keyword.arg for keyword in node.keywords if keyword.arg}
        on_row = not has_positional and bare not in imported and "session" not in chain(receiver)
        if (
            name in ALWAYS_WRITES
            or (name in {"update", "delete"} and on_queryset)
            or (name == "create" and bare not in imported)
            or (name == "save" and on_row and keywords <= SAVE_ARGUMENTS)
            or (name == "delete" and on_row)
        ):
            yield node.lineno, name


def is_queryset(node: ast.expr) -> bool:
    """Say whether an expression goes through a manager or a method of querysets."""
    return bool(QUERYSET.intersection(chain(node)) or any(name.endswith("_set") for name in chain(node)))


def chain(node: ast.expr) -> list[str]:
    """Return the attribute names of `a.b(...).c[0]`, outermost first, the first name included."""
    names: list[str] = []
    while True:
        match node:
            case ast.Attribute():
                names.append(node.attr)
                node = node.value
            case ast.Call():
                node = node.func
            case ast.Subscript():
                node = node.value
            case ast.Name():
                return [*names, node.id]
            case _:
                return names


def test_something_is_looked_at() -> None:
    assert len(list(modules(SRC))) > 20


@pytest.mark.parametrize("rule", [long_functions, long_files, warehouses, writes_outside_services])
def test_the_tree_is_tidy(rule) -> None:
    assert not (found := list(rule(SRC))), "\n".join(found)


def test_a_long_function_is_caught(tmp_path: Path) -> None:
    plant(
        tmp_path,
        "crm/rules.py",
        "def short():\n" + "    x = 1\n" * 69 + "\ndef long():\n" + "    x = 1\n" * 70,
    )

    assert list(long_functions(tmp_path)) == ["crm/rules.py:72 long has 71 lines"]


def test_a_long_file_is_caught(tmp_path: Path) -> None:
    plant(tmp_path, "crm/rules.py", "x = 1\n" * 400)
    plant(tmp_path, "crm/views.py", "x = 1\n" * 401)
    plant(tmp_path, "crm/migrations/0001.py", "x = 1\n" * 900)

    assert list(long_files(tmp_path)) == ["crm/views.py has 401 lines"]


def test_a_warehouse_is_caught(tmp_path: Path) -> None:
    plant(tmp_path, "crm/utils.py", "")
    plant(tmp_path, "crm/lib/deals.py", "")
    plant(tmp_path, "crm/services/library.py", "")

    assert list(warehouses(tmp_path)) == ["crm/lib/deals.py", "crm/utils.py"]


@pytest.mark.parametrize(
    "code",
    [
        "Deal.objects.create(name='A')",
        "Deal.objects.filter(pk=1).update(name='A')",
        "Deal.objects.filter(pk=1).delete()",
        "Deal.objects.bulk_create([])",
        "deal.activities.create(text='A')",
        "deal.activities.all().delete()",
        "deal.activity_set.update(done=True)",
        "deals = Deal.objects.order_by('pk')\ndeals.update(name='A')",
        "deal.save()",
        "deal.save(update_fields=['name'])",
        "form.save()",
        "super().save(*args, **kwargs)",
        "self.object.delete()",
        "Deal.objects.get_or_create(name='A')",
    ],
)
def test_a_write_outside_services_is_caught(tmp_path: Path, code: str) -> None:
    plant(tmp_path, "crm/views/deals.py", code)
    plant(tmp_path, "crm/services/deals.py", code)
    plant(tmp_path, "core/jobs.py", code)

    found = list(writes_outside_services(tmp_path))

    assert len(found) == 1
    assert found[0].startswith("crm/views/deals.py:")


@pytest.mark.parametrize(
    "code",
    [
        "digest = sha256()\ndigest.update(b'')",
        "context = {}\ncontext.update(page=1)",
        "super().get_context_data().update(page=1)",
        "workbook.save(path)",
        "image.save(buffer, format='PNG')",
        "cache.delete('key')",
        "from wasl.crm import services\nservices.create(name='A')",
        "request.session.save()",
    ],
)
def test_what_only_looks_like_a_write_is_left_alone(tmp_path: Path, code: str) -> None:
    plant(tmp_path, "crm/views/deals.py", code)

    assert not list(writes_outside_services(tmp_path))
