"""Every rule, and every sentence of what was found and expected, that loading can refuse a row with: out of its source.

Nothing is listed by hand: the SQL of the checks is parsed by DuckDB, the Python of the readers by Python, and what
stands in the places of rule, found and expected is written out with a sign in place of each value of the data.
"""

from __future__ import annotations

import ast
import importlib
import itertools
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import duckdb

from tests.conftest import ROOT

# In place of a value that comes from the data; it may stand where a number, a name or a unit would.
VALUE = "7"
ETL = ROOT / "etl"
SQL = sorted((ETL / "sql").glob("check_*.sql"))
PYTHON = sorted(path for path in ETL.rglob("*.py") if path.name not in ("rejected.py", "reasons.py"))
# In which order each of these takes what was found, what is expected and the rule.
MADE = {
    "Refusal": ("row", "column_name", "found", "expected", "rule"),
    "Unreadable": ("found", "expected", "rule"),
    "Refused": ("expected", "rule"),
}
# Functions whose texts are data: names and figures as they stand in a file.
_OF_DATA = {"shown_name", "_shown", "text_of", "plain", "letters"}
_TEXT_FUNCTIONS = {"||", "concat"}
_OF_COLUMNS = ("columns", "key", "earlier_columns", "apart", "asked", "says", "same", "found")
_STAND_INS = (
    *((f"{{{name}}}", "c") for name in _OF_COLUMNS),
    ("{same_key}", "true"),
    ("{is_asked_about}", "true"),
)


@dataclass(frozen=True)
class Sentence:
    """One text that a refusal may carry: what it is (found, expected, rule), and the file it comes from."""

    role: str
    text: str
    where: str


@cache
def sentences() -> tuple[Sentence, ...]:
    """Every sentence and rule, each once for each file."""
    found = itertools.chain(_of_sql(), _of_python())
    # What is nothing but data has nothing to be told.
    return tuple(sorted({s for s in found if any(map(str.isalpha, s.text))}, key=lambda s: (s.role, s.text)))


def texts(role: str) -> set[str]:
    """The texts of one role."""
    return {s.text for s in sentences() if s.role == role}


# SQL


def _of_sql() -> Iterator[Sentence]:
    for path in SQL:
        sql = path.read_text(encoding="utf-8")
        for name, stand_in in _STAND_INS:
            sql = sql.replace(name, stand_in)
        sql = sql.replace("staged_{kind}", "staged").replace("{kind}", VALUE)
        sql = sql.replace("{last_key}", VALUE).replace("{key_text}", VALUE)
        inserts = [s.query for s in duckdb.extract_statements(sql) if "insert into problem" in s.query]
        assert inserts, path.name
        for insert in inserts:
            select = insert.split("insert into problem", 1)[1].strip().rstrip(";")
            for columns in _selects(select, path):
                for role, expression in zip(("found", "expected", "rule"), columns[5:8], strict=True):
                    yield from (Sentence(role, text, path.name) for text in _said(expression))


def _selects(select: str, path: Path) -> Iterator[list[dict[str, Any]]]:
    """The column lists of a statement's outermost selects."""
    with duckdb.connect() as connection:
        ((told,),) = connection.execute("select json_serialize_sql(?)", [select]).fetchall()
    tree = json.loads(told)
    assert not tree["error"], f"{path.name}: {tree}"

    def walk(node: dict[str, Any]) -> Iterator[list[dict[str, Any]]]:
        if node["type"] == "SET_OPERATION_NODE":
            for child in node.get("children") or [node["left"], node["right"]]:
                yield from walk(child)
        else:
            assert len(node["select_list"]) == 8, f"{path.name}: not kind, file, row, position, column, found, …"
            yield node["select_list"]

    for statement in tree["statements"]:
        yield from walk(statement["node"])


def _said(expression: dict[str, Any]) -> set[str]:
    """What an expression of a check may say."""
    kind = expression["class"]
    if kind == "CONSTANT":
        literal = expression["literal"]
        return {str(literal["text"])} if literal["kind"] == "STRING" else set()
    if kind == "CASE":
        branches = [check["then_expr"] for check in expression["case_checks"]] + [expression["else_expr"]]
        return set().union(*map(_said, branches))
    if kind == "FUNCTION" and expression["function_name"] in _TEXT_FUNCTIONS:
        parts = [_said(argument["expression"]) for argument in expression["arguments"]]
        return {"".join(chosen) for chosen in itertools.product(*parts)} if all(parts) else {VALUE}
    if kind == "FUNCTION" and expression["function_name"] == "shown":
        return {"(empty)"}
    return {VALUE}


# Python


def _of_python() -> Iterator[Sentence]:
    house = _House({path: ast.parse(path.read_text(encoding="utf-8")) for path in PYTHON})
    for module in house.modules:
        for function, call in module.calls():
            name = call.func.id if isinstance(call.func, ast.Name) else ""
            given = dict(zip(MADE[name], module.arguments(call, function), strict=False))
            given |= {k.arg: module.said(k.value, function) for k in call.keywords if k.arg}
            for role in {"found", "expected", "rule"} & given.keys():
                yield from (Sentence(role, text, module.path.name) for text in given[role])


class _House:
    """All modules: what each function gives back, and what is filed by key to be told later."""

    def __init__(self, trees: dict[Path, ast.Module]) -> None:
        self.modules = [_Module(path, tree, self) for path, tree in trees.items()]
        self.functions = {f.name: (module, f) for module in self.modules for f in module.functions}
        self.kept: dict[str, list[tuple[_Module, ast.FunctionDef | None, ast.expr]]] = {}
        for module in self.modules:
            for function in module.functions:
                for node in ast.walk(function):
                    if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Subscript):
                        place = node.targets[0].value
                        name = getattr(place, "id", getattr(place, "attr", ""))
                        self.kept.setdefault(name, []).append((module, function, node.value))

    def returned(self, name: str, index: int | None) -> set[str]:
        """What a function gives back, or one part of the tuple that it gives back."""
        if name not in self.functions:
            return {VALUE}
        module, function = self.functions[name]
        said: set[str] = set()
        for node in ast.walk(function):
            if isinstance(node, ast.Return) and node.value is not None:
                for value in _choices(node.value):
                    if index is not None and isinstance(value, ast.Tuple):
                        said |= module.said(value.elts[index], function)
                    elif index is None and not isinstance(value, ast.Tuple):
                        said |= module.said(value, function)
        return said


def _choices(node: ast.expr) -> list[ast.expr]:
    return [*_choices(node.body), *_choices(node.orelse)] if isinstance(node, ast.IfExp) else [node]


class _Module:
    """One module: its functions, and what an expression inside one of them may say."""

    def __init__(self, path: Path, tree: ast.Module, house: _House) -> None:
        self.path, self.tree, self.house = path, tree, house
        self.functions = [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef)]

    def calls(self) -> Iterator[tuple[ast.FunctionDef | None, ast.Call]]:
        """Every making of a refusal, with the innermost function around it."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MADE:
                around = [f for f in self.functions if any(inner is node for inner in ast.walk(f))]
                yield (around[-1] if around else None), node

    def arguments(self, call: ast.Call, function: ast.FunctionDef | None) -> Iterator[set[str]]:
        for argument in call.args:
            if not isinstance(argument, ast.Starred):
                yield self.said(argument, function)
                continue
            assert isinstance(argument.value, ast.Name), ast.unparse(call)
            for value, _ in self._assigned(argument.value.id, function):
                if isinstance(value, ast.Tuple):
                    yield from (self.said(element, function) for element in value.elts)

    def said(self, node: ast.expr, function: ast.FunctionDef | None, index: int | None = None) -> set[str]:
        """What an expression (or one part of the tuple that it is) may say, VALUE in place of what only data tells."""
        if isinstance(node, ast.Constant):
            return {node.value} if isinstance(node.value, str) else set()
        if isinstance(node, ast.JoinedStr):
            parts = [self.said(part, function) or {VALUE} for part in node.values]
            return {"".join(chosen) for chosen in itertools.product(*parts)}
        if isinstance(node, ast.FormattedValue):
            return self.said(node.value, function)
        if isinstance(node, ast.IfExp):
            return self.said(node.body, function) | self.said(node.orelse, function)
        if isinstance(node, ast.BoolOp):
            return set().union(*(self.said(value, function) for value in node.values))
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            pairs = itertools.product(self.said(node.left, function), self.said(node.right, function))
            return {left + right for left, right in pairs}
        if isinstance(node, ast.Subscript):
            return self._looked_up(node)
        if isinstance(node, ast.Name):
            return self._named(node.id, function, index)
        if isinstance(node, ast.Call):
            called = getattr(node.func, "id", "")
            return {VALUE} if called in _OF_DATA else self.house.returned(called, index)
        return {VALUE}

    def _looked_up(self, node: ast.Subscript) -> set[str]:
        """What a table of texts holds: one of this module by its name, or one that was filled by key."""
        name = getattr(node.value, "id", getattr(node.value, "attr", ""))
        module = importlib.import_module(".".join(self.path.relative_to(ROOT).with_suffix("").parts))
        table = getattr(module, name, None)
        if isinstance(table, dict) and table and all(isinstance(text, str) for text in table.values()):
            return {str(text) for text in table.values()}
        said = set().union(*(there.said(text, around) for there, around, text in self.house.kept.get(name, [])))
        return {text for text in said if text} or {VALUE}

    def _named(self, name: str, function: ast.FunctionDef | None, index: int | None) -> set[str]:
        values = list(self._assigned(name, function))
        if values:
            said: set[str] = set()
            for value, part in values:
                if not isinstance(value, ast.Tuple):
                    said |= self.said(value, function, index if part is None else part)
            return said | {one + more for one in said for more in self._added(name, function)}
        if function is not None and name in [a.arg for a in function.args.args]:
            return self._passed(name, function)
        return {VALUE}

    def _assigned(self, name: str, function: ast.FunctionDef | None) -> Iterator[tuple[ast.expr, int | None]]:
        """What a name is given, with its place where it is one of several that are given at once."""
        for node in ast.walk(function or self.tree):
            if isinstance(node, ast.NamedExpr) and node.target.id == name:
                yield node.value, None
            if not isinstance(node, ast.Assign):
                continue
            target = node.targets[0]
            if isinstance(target, ast.Name) and target.id == name:
                yield node.value, None
            elif isinstance(target, ast.Tuple):
                for place, one in enumerate(target.elts):
                    if isinstance(one, ast.Name) and one.id == name:
                        is_tuple = isinstance(node.value, ast.Tuple)
                        yield (node.value.elts[place], None) if is_tuple else (node.value, place)  # type: ignore[attr-defined]

    def _added(self, name: str, function: ast.FunctionDef | None) -> set[str]:
        more = [
            n.value
            for n in ast.walk(function or self.tree)
            if isinstance(n, ast.AugAssign) and isinstance(n.target, ast.Name) and n.target.id == name
        ]
        return set().union(*(self.said(value, function) for value in more))

    def _passed(self, name: str, function: ast.FunctionDef) -> set[str]:
        """What the callers in this module pass for a parameter."""
        names = [a.arg for a in function.args.args if a.arg != "self"]
        said: set[str] = set()
        for node in ast.walk(self.tree):
            called = getattr(node.func, "id", getattr(node.func, "attr", "")) if isinstance(node, ast.Call) else ""
            if called == function.name and isinstance(node, ast.Call) and names.index(name) < len(node.args):
                argument = node.args[names.index(name)]
                said |= {str(argument.value)} if isinstance(argument, ast.Constant) else {VALUE}
        return said or {VALUE}
