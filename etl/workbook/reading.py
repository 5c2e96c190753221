"""Turns a returned template into rows of the fact formats; each filled cell becomes a row or a refusal.

Nothing is repaired silently: what cannot be told is refused with sheet, row and column, what was read in spite of an
unusual form carries a doubt, and what was not read at all (extra sheets and columns) is mentioned.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import cast

from etl.fact_format import NOT_REPORTED, OWN_FORM
from etl.guards import Unreadable
from etl.quantity import NotStated
from etl.workbook.aims import AIMS, STRUCK, aim_beside, read_aim
from etl.workbook.catalogue import Metric
from etl.workbook.cells import Sheet
from etl.workbook.layout import DEFAULT_SOURCE, cadence_of
from etl.workbook.mentions import mentions_of
from etl.workbook.names import Names, known_names
from etl.workbook.periods import Period, parse_date, parse_period
from etl.workbook.results import DOUBTS, Doubt, Form, Place, ReadRow, RefusedCell, TemplateReading, Written
from etl.workbook.saved import as_json, held_back, saved_cell
from etl.workbook.tables import Table, find_tables, is_figure, is_list, letters, merged_places
from etl.workbook.units import is_unit_lost, multiple_of, names_multiple
from etl.workbook.values import Number, Refused, read_value, seen_in, text_of


def read_template(
    sheets: list[Sheet], form: Form, metrics: Mapping[str, Metric], branches: Iterable[tuple[str, str]] = ()
) -> TemplateReading:
    """Read the sheets of a template; `branches` are (id, name) of the branches known already.

    Raises Unreadable where no sheet is one of a template.
    """
    lists = [sheet for sheet in sheets if is_list(sheet)]
    names = known_names(metrics, branches, lists)
    tables = [(sheet, find_tables(sheet)) for sheet in sheets if not any(sheet is one for one in lists)]
    found = [table for _, several in tables for table in several]
    if not any(table.kind in ("observations", "targets") for table in found):
        raise Unreadable(
            f"sheets {', '.join(sheet.name for sheet in sheets)[:150]}", "a template of this program", "not_a_template"
        )
    reader = _Reader(TemplateReading(), names, form)
    for sheet, several in tables:
        reader.reading.notes += mentions_of(sheet, several)
    for table in found:
        if table.kind == "sources":
            reader.sources(table)
    for table in found:
        if table.kind == "observations":
            reader.figures(table)
        elif table.kind == "targets":
            reader.targets(table)
    return reader.reading


@dataclass(frozen=True)
class _RowKeys:
    """Whose figures a row holds: what it says, and what is meant by it or why that cannot be told."""

    texts: dict[str, str]
    branch: str | Refused
    metric: str | Refused
    source: str | Refused
    multiple: int | Refused
    is_unit_lost: bool
    line: str
    listed: str

    def fault(self) -> tuple[str, str, Refused] | None:
        """The first heading at fault, what the row says there, and what it should say."""
        for heading, names, meant in (
            ("Đơn vị", ("branch_name", "branch_id"), self.branch),
            ("Chỉ số", ("metric_name", "metric_id"), self.metric),
            ("Nguồn", ("source_no",), self.source),
            ("Đơn vị tính", ("unit_name",), self.multiple),
        ):
            if isinstance(meant, Refused):
                return heading, next((self.texts[n] for n in names if self.texts[n]), "(empty)"), meant
        return None

    def ids(self) -> dict[str, str]:
        return {"branch_id": str(self.branch), "metric_id": str(self.metric), "source_id": str(self.source)}

    def written(self, table: Table, column: int, found: str, cell: str) -> Written:
        """A figure of this row as it stood."""
        source = None if isinstance(self.source, Refused) else self.source
        key, heading = table.keys.get(column, ""), table.headings.get(column, "")
        return Written("observations", found, key, heading, cell, self.line, self.listed, source)


class _Reader:
    """The reading of one template as it grows."""

    def __init__(self, reading: TemplateReading, names: Names, form: Form) -> None:
        self.reading, self.names, self.form, self.shown_name = reading, names, form, form.name
        self.source_ids: dict[str, str] = {}
        self.staged_sources: set[str] = set()
        self.has_source_sheet = False

    def refuse(
        self, table: Table, row: int, column: str, found: str, refused: Refused, written: Written | None = None
    ) -> None:
        place = Place(table.sheet.name, row + 1, column)
        self.reading.refused.append(RefusedCell(place, found, refused.expected, refused.rule, written))

    # Sources

    def sources(self, table: Table) -> None:
        """Stage every source that says anything, and remember the numbers that figures refer to them by."""
        self.has_source_sheet = True
        for row in table.rows():
            number = table.text(row, "source_no")
            said = [table.text(row, name) or None for name in ("publisher", "title", "url")]
            day = table.text(row, "published_on")
            if not any((*said, day)):
                continue
            if not number:
                refused = Refused("the number of the source, such as N1", "missing_value")
                self.refuse(table, row, "Số", " | ".join(filter(None, (*said, day))), refused, _line_of(table, row))
                continue
            known = parse_date(day)
            # What is no date goes on as it is: the checks of sources.csv refuse it with this row.
            self.source_ids[_number(number)] = self._stage_source(
                (said[0], said[1], said[2], known.isoformat() if known else day or None),
                Place(table.sheet.name, row + 1, ""),
                _line_of(table, row),
            )

    def _stage_source(self, said: tuple[str | None, ...], place: Place, written: Written) -> str:
        source_id = "bieu-" + _digest(*said)
        return self._stage_source_as(source_id, said, place, written)

    def _stage_source_as(
        self, source_id: str, said: tuple[str | None, ...], place: Place, written: Written | None = None
    ) -> str:
        if source_id not in self.staged_sources:
            self.staged_sources.add(source_id)
            names = ("publisher", "title", "url", "published_on")
            values = {"source_id": source_id, **dict(zip(names, said, strict=True)), "kind": None}
            kept = replace(written, source_id=source_id) if written else None
            self.reading.rows.append(ReadRow("sources", values, place, kept))
        return source_id

    def _source(self, table: Table, row: int) -> str | Refused:
        written = table.text(row, "source_no")
        number = _number(written or DEFAULT_SOURCE)
        if number in self.source_ids:
            return self.source_ids[number]
        if number != _number(DEFAULT_SOURCE):
            return Refused("the number of a source that is filled in on the sheet of sources", "unknown_source")
        # Without a stated source the template itself is what the branch handed in.
        own, said = OWN_FORM + _digest(self.form.folder, self.form.name), (None, self.form.title, None, None)
        self.source_ids[number] = self._stage_source_as(own, said, Place(table.sheet.name, row + 1, ""))
        return self.source_ids[number]

    # Figures

    def figures(self, table: Table) -> None:
        """One observation for every filled cell of a period."""
        merged = merged_places(table.sheet)
        for row in table.rows():
            filled = [
                column
                for column in table.periods
                if table.sheet.rows[row][column] not in (None, "")
                or (row, column) in table.sheet.without_value
                or self._is_swallowed(table, merged, row, column)
            ]
            strays = [c for c in table.strays if table.has_keys(row) and is_figure(table.sheet.rows[row][c])]
            filled += sorted(strays)
            self.reading.filled += len(filled)
            if filled:
                keys = self._keys(table, row, merged)
                for column in filled:
                    # Of two figures for one period in one row nobody can tell which is meant.
                    is_twin = len(table.twins.get(column, frozenset()).intersection(filled)) > 1
                    self._figure(table, row, column, keys, (row, column) in merged, is_twin)

    @staticmethod
    def _is_swallowed(table: Table, merged: dict[tuple[int, int], tuple[int, int]], row: int, column: int) -> bool:
        """Whether a merged area that holds a figure covers this cell from another row."""
        top, left = merged.get((row, column), (row, column))
        return (top, left) != (row, column) and left in table.periods and table.sheet.rows[top][left] is not None

    def _keys(self, table: Table, row: int, merged: dict[tuple[int, int], tuple[int, int]]) -> _RowKeys:
        """Whose row it is: what it says, and the branch, metric and source meant or why they cannot be told."""
        texts = {}
        for name in ("branch_id", "metric_id", "branch_name", "metric_name", "unit_name"):
            column = table.columns.get(name)
            top, left = merged.get((row, column), (row, column)) if column is not None else (row, None)
            texts[name] = "" if left is None else text_of(table.sheet.rows[top][left])
        texts["source_no"] = table.text(row, "source_no")
        names = [texts[name] for name in ("branch_id", "branch_name", "metric_id", "metric_name")]
        metric = self.names.metric(texts["metric_id"], texts["metric_name"])
        known = None if isinstance(metric, Refused) else self.names.metrics[metric]
        unit = table.unit.with_note(table.text(row, "note"))
        return _RowKeys(
            texts,
            branch=self.names.branch(texts["branch_id"], texts["branch_name"]),
            metric=metric,
            source=self._source(table, row),
            multiple=multiple_of(texts["unit_name"], known, unit) if known else 1,
            is_unit_lost=is_unit_lost(texts["unit_name"], known, unit),
            line=_line_of(table, row, texts).line,
            listed=as_json(self.names.listed(*names)),
        )

    def _figure(self, table: Table, row: int, column: int, keys: _RowKeys, is_merged: bool, is_twin: bool) -> None:
        cell, heading, code = (
            table.sheet.rows[row][column],
            table.heading(column),
            table.sheet.formats.get((row, column)),
        )
        has_error = (row, column) in table.sheet.without_value
        found = seen_in(cell, code) or "(empty)"
        is_money = keys.metric in self.names.metrics and self.names.metrics[str(keys.metric)].unit == "vnd"
        counted_in = keys.multiple if isinstance(keys.multiple, int) else 1
        # Of a metric that is not known nobody can say that it is no money.
        may_be_money = is_money or isinstance(keys.metric, Refused)
        beside = table.remarks.contradiction(row, column, counted_in) if may_be_money else None
        is_unit_lost = keys.is_unit_lost or (is_money and names_multiple(table.headings.get(column, "")))
        kept = saved_cell(
            cell,
            code,
            has_error=has_error,
            is_merged=is_merged,
            is_struck=(row, column) in table.sheet.struck,
            is_unit_lost=is_unit_lost or beside is not None,
        )
        written = keys.written(table, column, found, as_json(kept))
        refused: Refused | None = None
        if column in table.strays:
            found = f"{table.headings.get(column) or letters(column)}: {found}"
            refused = Refused("a period as the heading: Năm 2025, 6 tháng đầu năm 2025, 31/12/2025", "bad_period")
        elif column in table.contested:
            refused = Refused(f"one period for each column; {table.contested[column]}", "period_contested")
        elif is_twin:
            twice = f"{table.periods[column].label} stands in more than one column"
            refused = Refused(f"one period for each column; {twice}", "period_contested")
        elif is_merged:
            refused = Refused("a cell of its own for each figure, not a merged one", "merged_cell")
        elif rule := held_back(cell):
            refused = Refused("the right figure in place of the words that hold it back", rule)
        elif has_error:
            refused = Refused("a number, not a formula without result or with an error", "formula_error")
        elif (row, column) in table.sheet.struck:
            refused = STRUCK
        elif fault := keys.fault():
            at_fault, said, refused = fault
            heading, found = at_fault, f"{said}; {heading}: {found}"
        if refused := refused or beside:
            return self.refuse(table, row, heading, found, refused, written)
        unit = self.names.metrics[str(keys.metric)].unit
        value = read_value(cell, unit, code=code, multiple=cast(int, keys.multiple))
        if isinstance(value, Refused):
            return self.refuse(table, row, heading, found, value, written)
        numbers = [] if isinstance(value, NotStated) else [value]
        values = _row_of(keys.ids(), table.periods[column], numbers[0].text if numbers else None, table, row)
        values |= {"part": "1", "qualifier": numbers[0].qualifier if numbers else "exact"}
        values["status"] = "reported" if numbers else NOT_REPORTED
        read = ReadRow("observations", values, Place(table.sheet.name, row + 1, heading), written)
        return self._accept(read, found, numbers)

    def _accept(self, read: ReadRow, found: str, numbers: list[Number]) -> None:
        self.reading.rows.append(read)
        for number in numbers:
            for doubt in number.doubts:
                vi, en = DOUBTS[doubt]
                where = f"{self.shown_name}, {read.place.sheet}, {read.place.column}"
                self.reading.doubts.append(
                    Doubt(
                        read.place,
                        read.values,
                        f"{where}, dòng {read.place.row}: “{found}” đọc là {number.text}; {vi}.",
                        f"{where}, row {read.place.row}: “{found}” is read as {number.text}; {en}.",
                    )
                )

    # Targets

    def targets(self, table: Table) -> None:
        """One target for every row that says more than whose it would be."""
        said = (
            "metric_name",
            "period_name",
            "cadence",
            "comparator",
            "value",
            "attained_value",
            "attained_pct",
            "note",
        )
        for row in table.rows():
            if any(table.text(row, name) for name in said):
                self._target(table, row)

    def _target(self, table: Table, row: int) -> None:
        read = self._target_keys(table, row)
        if not isinstance(read, tuple):
            numbers = read_aim(table, row, self.names.metrics[str(read["metric_id"])])
            read = numbers if isinstance(numbers, tuple) else read | numbers
        if isinstance(read, tuple):
            column, refused = read
            heading = table.heading(table.columns[column]) if column in table.columns else column
            found = seen_in(table.cell(row, column), table.code(row, column)) or "(empty)"
            return self.refuse(table, row, heading, found, refused, self._target_line(table, row))
        period = parse_period(table.text(row, "period_name"))
        assert period is not None, "checked with the keys"
        texts = {name: number.text if isinstance(number, Number) else number for name, number in read.items()}
        values = _row_of(texts, period, texts.get("value"), table, row) | texts
        doubted = [number for number in read.values() if isinstance(number, Number)]
        written = self._target_line(table, row)
        read_row = ReadRow("targets", values, Place(table.sheet.name, row + 1, ""), written)
        return self._accept(read_row, written.text, doubted)

    def _target_line(self, table: Table, row: int) -> Written:
        """A row of targets as it stood; its money is held back where its unit stood outside of the table."""
        source = self._source(table, row)
        branch_name, metric_name = table.text(row, "branch_name"), table.text(row, "metric_name")
        metric = self.names.metric("", metric_name)
        listed = self.names.listed("", branch_name, metric if isinstance(metric, str) else "", metric_name)
        known = self.names.metrics.get(metric) if isinstance(metric, str) else None
        may_be_money = known is None or known.unit == "vnd"
        is_lost = is_unit_lost("", known, table.unit) or (may_be_money and aim_beside(table, row) is not None)
        return replace(
            _line_of(table, row, is_unit_lost=is_lost),
            listed=as_json(listed),
            source_id=None if isinstance(source, Refused) else source,
        )

    def _target_keys(self, table: Table, row: int) -> dict[str, str | Number | None] | tuple[str, Refused]:
        branch = self.names.branch("", table.text(row, "branch_name"))
        if isinstance(branch, Refused):
            return "branch_name", branch
        metric = self.names.metric("", table.text(row, "metric_name"))
        if isinstance(metric, Refused):
            return "metric_name", metric
        if parse_period(table.text(row, "period_name")) is None:
            return "period_name", Refused("a period such as Năm 2025 or Nhiệm kỳ 2023-2028", "bad_period")
        cadence = cadence_of(table.text(row, "cadence"))
        if cadence is None:
            return "cadence", Refused("Mỗi năm, Cả nhiệm kỳ or Đến cuối kỳ", "unknown_value")
        source = self._source(table, row)
        if isinstance(source, Refused):
            return "source_no", source
        return {"branch_id": branch, "metric_id": metric, "cadence": cadence, "source_id": source}


def _row_of(
    keys: Mapping[str, object], period: Period, value: str | None, table: Table, row: int
) -> dict[str, str | None]:
    return {
        **{name: str(keys[name]) for name in ("branch_id", "metric_id", "source_id")},
        "period_kind": period.kind,
        "period_start": period.start.isoformat(),
        "period_end": period.end.isoformat(),
        "value": value,
        "paragraph": table.text(row, "paragraph") or None,
        "note": table.text(row, "note") or None,
    }


def _line_of(table: Table, row: int, texts: Mapping[str, str] | None = None, *, is_unit_lost: bool = False) -> Written:
    """A row of a table as it stood; `texts` replaces cells that others speak for, as a merged name does."""
    cells = {
        name: saved_cell(
            table.cell(row, name),
            table.code(row, name),
            has_error=(row, column) in table.sheet.without_value,
            is_struck=name in AIMS and (row, column) in table.sheet.struck,
            is_unit_lost=is_unit_lost and name in ("value", "attained_value"),
        )
        for name, column in table.columns.items()
    }
    cells |= {name: saved_cell(text) for name, text in (texts or {}).items()}
    said = {name: cell for name, cell in cells.items() if cell and name != "reason"}
    found = seen_in(table.cell(row, "value"), table.code(row, "value")) or "(empty)"
    return Written(table.kind, found, line=as_json(said))


def _digest(*texts: str | None) -> str:
    return hashlib.sha256("\0".join(text or "" for text in texts).encode()).hexdigest()[:12]


def _number(text: str) -> str:
    """The number of a source as it is compared: "n 1", "N1" and "1" are one."""
    return text.replace(" ", "").upper().removeprefix("N")
