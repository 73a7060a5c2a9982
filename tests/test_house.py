"""The laws of the house that a machine can keep watch over; each failure prints the law and who breaks it."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

HOUSE = Path(__file__).parents[1]
PACKAGES = ("bot", "dialogs", "storage", "locales")

NOT_IN_THE_CORE = frozenset(
    {
        *("asyncio", "concurrent", "contextvars", "ctypes", "fcntl", "http", "io", "locale", "logging"),
        *("multiprocessing", "os", "pathlib", "pickle", "random", "secrets", "select", "selectors", "shelve"),
        *("shutil", "signal", "socket", "sqlite3", "ssl", "subprocess", "sys", "tempfile", "threading", "time"),
        *("urllib", "uuid"),
    }
)
CALLS_NOT_IN_THE_CORE = frozenset({"print", "open", "input", "now", "utcnow", "today"})
THIRD_PARTIES_OF_STORAGE = frozenset({"aiosqlite", "asyncpg", "cryptography"})
HOMES = {"telegram": "bot/channels/", "babel": "bot/texts", "apscheduler": "bot/scheduler.py"}
IN_ONE_FILE = ("aiosqlite", "asyncpg")

NAMELESS = frozenset({"util", "utils", "helper", "helpers", "common", "base", "manager", "processor", "misc"})
GROWS = frozenset({"list", "dict", "set", "bytearray", "defaultdict", "deque", "Counter", "OrderedDict"})
FIXED = re.compile(r"\b(Final|Mapping|Sequence|AbstractSet|Collection)\b")
MOST_LINES, MOST_LINES_OF_A_FUNCTION, MOST_LINES_OF_A_README = 250, 40, 60

WRITTEN_HERE = frozenset(
    {
        *("", ".cfg", ".css", ".html", ".ini", ".js", ".json", ".lock", ".md", ".po", ".py", ".service", ".sh"),
        *(".sql", ".svg", ".toml", ".txt", ".yaml", ".yml"),
    }
)
NOT_OURS = frozenset({"var", "build", "dist", "__pycache__", "node_modules"})
UNFINISHED = re.compile(r"\b(?:TO" + r"DO|FIX" + r"ME|X" + r"XX)\b")
HOME_PATH = re.compile(r"(?:/home/[a-z]\w*|/Users/\w+|/root|/work)/\w")
INDEX = re.compile(r"https?://(?!pypi\.org/)[^\s\"'<>]+/simple\b|--(?:extra-)?index-url[= ](?!https://pypi\.org)")


@dataclass(frozen=True)
class Module:
    """A Python file of the house: its path from the top, its text, and what it means."""

    path: str
    text: str
    tree: ast.Module

    @property
    def package(self) -> str:
        return self.path.split("/", 1)[0]


@cache
def modules() -> tuple[Module, ...]:
    files = sorted(file for package in (*PACKAGES, "tests") for file in (HOUSE / package).rglob("*.py"))
    texts = ((file.relative_to(HOUSE).as_posix(), file.read_text(encoding="utf-8")) for file in files)
    return tuple(Module(path, text, ast.parse(text)) for path, text in texts)


def product() -> Iterator[Module]:
    return (module for module in modules() if module.package != "tests")


def core() -> Iterator[Module]:
    return (module for module in modules() if module.package == "dialogs")


def imports(module: Module) -> Iterator[str]:
    """The full names of the modules that it imports, wherever in the file."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or "" if node.level == 0 else module.package


def written_files() -> Iterator[Path]:
    """Every text file that belongs to the house; nothing that was made, and nothing of the version control."""
    for top in HOUSE.iterdir():
        if top.name in NOT_OURS or top.name.endswith(".egg-info"):
            continue
        if top.is_file() and top.suffix in WRITTEN_HERE:
            yield top
        elif top.is_dir() and (not top.name.startswith(".") or top.name == ".ci"):
            inner = (path for path in top.rglob("*") if NOT_OURS.isdisjoint(path.parts))
            yield from (path for path in inner if path.is_file() and path.suffix in WRITTEN_HERE)


def hold(law: str, offenders: Iterable[str]) -> None:
    broken = sorted(set(offenders))
    assert not broken, "\n  ".join([law, *broken])


def test_core_imports_only_itself_and_the_pure_standard_library() -> None:
    allowed = (sys.stdlib_module_names - NOT_IN_THE_CORE) | {"dialogs"}
    hold(
        "dialogs/ may import itself and the pure standard library: no input, no output, no time, no chance.",
        (f"{m.path} imports {name}" for m in core() for name in imports(m) if name.split(".")[0] not in allowed),
    )


def test_core_never_asks_the_time_and_never_speaks_to_the_world() -> None:
    hold(
        "dialogs/ never asks the time or chance, prints or waits: the shell hands it Facts.",
        (f"{m.path}:{node.lineno} {told}" for m in core() for node, told in _worldly(m.tree)),
    )


def _worldly(tree: ast.Module) -> Iterator[tuple[ast.expr | ast.stmt, str]]:
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)) if name in CALLS_NOT_IN_THE_CORE:
                yield node, f"calls {name}()"
            case ast.AsyncFunctionDef() | ast.Await() | ast.AsyncFor() | ast.AsyncWith():
                yield node, "waits"


def test_machine_knows_nothing_of_families() -> None:
    hold(
        "dialogs/machine/ knows nothing of families: it may import only itself and the standard library.",
        (
            f"{m.path} imports {name}"
            for m in core()
            for name in imports(m)
            if m.path.startswith("dialogs/machine/") and name.startswith("dialogs.")
            and not name.startswith("dialogs.machine")
        ),
    )  # fmt: skip


def test_storage_imports_only_dialogs_itself_and_its_drivers() -> None:
    allowed = sys.stdlib_module_names | THIRD_PARTIES_OF_STORAGE | {"dialogs", "storage"}
    hold(
        "storage/ may import dialogs, itself, the standard library, aiosqlite, asyncpg and cryptography.",
        (
            f"{m.path} imports {name}"
            for m in modules()
            for name in imports(m)
            if m.package == "storage" and name.split(".")[0] not in allowed
        ),
    )


def test_nobody_imports_the_shell() -> None:
    hold(
        "Nobody imports bot/: the shell knows the others, never they it.",
        (
            f"{m.path} imports {name}"
            for m in product()
            for name in imports(m)
            if m.package != "bot" and name.split(".")[0] in {"bot", "tests"}
        ),
    )


def test_libraries_of_the_shell_stay_in_their_own_room() -> None:
    hold(
        "telegram only below bot/channels/, babel only in bot/texts, apscheduler only in bot/scheduler.py.",
        (
            f"{m.path} imports {name}"
            for m in product()
            for name in imports(m)
            if not m.path.startswith(HOMES.get(name.split(".")[0], ""))
        ),
    )


def test_each_database_driver_is_imported_by_one_file() -> None:
    for driver in IN_ONE_FILE:
        users = [m.path for m in product() if driver in {name.split(".")[0] for name in imports(m)}]
        hold(f"{driver} is imported by one file only.", users if len(users) > 1 else ())


def test_every_folder_tells_what_lives_in_it() -> None:
    rooms = {(HOUSE / module.path).parent for module in product()} | {HOUSE / "tests", HOUSE / "deploy"}
    hold(
        f"Every package folder, tests/ and deploy/ have a README.md of 1 to {MOST_LINES_OF_A_README} lines.",
        (room.relative_to(HOUSE).as_posix() for room in rooms if not _tells_briefly(room / "README.md")),
    )


def _tells_briefly(readme: Path) -> bool:
    lines = readme.read_text(encoding="utf-8").splitlines() if readme.exists() else []
    return 0 < len(lines) <= MOST_LINES_OF_A_README


def test_every_module_says_what_it_knows() -> None:
    hold(
        "Every module that is not empty opens with a sentence saying what it knows.",
        (m.path for m in modules() if m.tree.body and not (ast.get_docstring(m.tree) or "").strip()),
    )


def test_no_module_keeps_state_of_its_own() -> None:
    hold(
        "No module-level lists, dicts or sets that could change: a tuple, a frozenset, a MappingProxyType, or a "
        "CONSTANT typed Final, Mapping, Sequence or AbstractSet.",
        (f"{m.path}:{node.lineno}" for m in product() for node in m.tree.body if _may_change(node)),
    )


def _may_change(node: ast.stmt) -> bool:
    if not isinstance(node, ast.Assign | ast.AnnAssign) or not _grows(node.value):
        return False
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    names = {target.id for target in targets if isinstance(target, ast.Name)}
    if names == {"__all__"}:
        return False
    typed = isinstance(node, ast.AnnAssign) and FIXED.search(ast.unparse(node.annotation))
    return not (typed and all(name.isupper() for name in names))


def _grows(value: ast.expr | None) -> bool:
    match value:
        case ast.List() | ast.Dict() | ast.Set() | ast.ListComp() | ast.DictComp() | ast.SetComp():
            return True
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)):
            return name in GROWS
        case _:
            return False


def test_no_function_reaches_for_a_global() -> None:
    hold(
        "No `global`: what a function needs it is given.",
        (f"{m.path}:{n.lineno}" for m in product() for n in ast.walk(m.tree) if isinstance(n, ast.Global)),
    )


def test_every_module_has_a_name_that_says_something() -> None:
    hold(
        f"No module or folder is called {', '.join(sorted(NAMELESS))}: if it has no name, it has no place.",
        (m.path for m in modules() if NAMELESS & set(re.split(r"[/_.]", m.path))),
    )


def test_files_stay_readable() -> None:
    hold(
        f"No file is longer than {MOST_LINES} lines.",
        (f"{m.path}: {lines}" for m in product() if (lines := m.text.count("\n")) > MOST_LINES),
    )


def test_functions_stay_readable() -> None:
    hold(
        f"No function is longer than {MOST_LINES_OF_A_FUNCTION} lines.",
        (
            f"{m.path}:{node.lineno} {node.name}"
            for m in product()
            for node in ast.walk(m.tree)
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
            and (node.end_lineno or node.lineno) - node.lineno >= MOST_LINES_OF_A_FUNCTION
        ),
    )


def test_nothing_is_left_for_later_and_nothing_names_somebodys_machine() -> None:
    laws = {UNFINISHED: "something left for later", HOME_PATH: "a path of one machine", INDEX: "a package index"}
    hold(
        "No text of the house leaves a thing for later, names a path of one machine, or an index but pypi.org's.",
        (
            f"{file.relative_to(HOUSE)}: {told} ({found[0]})"
            for file in written_files()
            if file != Path(__file__)
            for text in [file.read_text(encoding="utf-8", errors="replace")]
            for pattern, told in laws.items()
            if (found := pattern.search(text))
        ),
    )


def test_lock_file_names_the_public_index_only() -> None:
    hosts = set(re.findall(r"https?://([^/\"]+)", (HOUSE / "uv.lock").read_text(encoding="utf-8")))
    hold(
        "uv.lock names pypi.org and its file store only.",
        hosts - {"pypi.org", "files.pythonhosted.org"},
    )
