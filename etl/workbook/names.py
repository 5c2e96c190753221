"""Who is meant by a row of a returned template: branch and metric by hidden id, or by name where ids are lost."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from etl.quantity import fold
from etl.workbook.catalogue import Metric
from etl.workbook.cells import Sheet
from etl.workbook.layout import LIST_HEADINGS, TemplateBranch, branch_labels
from etl.workbook.values import Refused, text_of


@dataclass
class Names:
    """Names of branches and metrics, folded, with the ids they may mean; `own` are the branches the file brings."""

    metrics: Mapping[str, Metric]
    own: list[TemplateBranch] = field(default_factory=list)
    _branches: dict[str, set[str]] = field(default_factory=dict)
    _names_of: dict[str, set[str]] = field(default_factory=dict)
    _metrics: dict[str, set[str]] = field(default_factory=dict)
    _own_by_id: dict[str, TemplateBranch] = field(default_factory=dict)

    def add_branch(self, branch_id: str, *names: str) -> None:
        for name in filter(None, names):
            self._branches.setdefault(fold(name), set()).add(branch_id)
            self._names_of.setdefault(branch_id, set()).add(fold(name))

    def add_metric(self, metric_id: str, name: str) -> None:
        self._metrics.setdefault(fold(name), set()).add(metric_id)
        self._names_of.setdefault(f"metric {metric_id}", set()).add(fold(name))

    def branch(self, branch_id: str, name: str) -> str | Refused:
        """The id of the branch meant by a hidden id and a name, either of which may be empty."""
        return self._find(branch_id, name, self._branches, self._names_of.get(branch_id), "branch")

    def metric(self, metric_id: str, name: str) -> str | Refused:
        """The id of the metric meant by a hidden id and a name, either of which may be empty."""
        return self._find(metric_id, name, self._metrics, self._names_of.get(f"metric {metric_id}"), "metric")

    def listed(self, branch_id: str, branch_name: str, metric_id: str, metric_name: str) -> dict[str, list[list[str]]]:
        """What only the list of this workbook knows of a row: its branches, and a name its metric had once."""
        ids = dict.fromkeys([branch_id, *sorted(self._branches.get(fold(branch_name), ()))])
        branches = [
            [getattr(branch, name) or "" for name in ("branch_id", "name_vi", "tier", "sector", "province", "parent")]
            for branch in (self._own_by_id.get(one) for one in ids)
            if branch is not None
        ]
        metric = self.metrics.get(metric_id)
        is_old = metric and fold(metric_name) in self._names_of[f"metric {metric_id}"] - {fold(metric.name_vi)}
        return {"branches": branches, "metrics": [[metric_id, metric_name]] if is_old else []}

    @staticmethod
    def _find(
        stated_id: str, name: str, by_name: dict[str, set[str]], names: set[str] | None, what: str
    ) -> str | Refused:
        if stated_id and names is not None:
            if name and fold(name) not in names:
                return Refused(f"a {what} whose hidden id, {stated_id}, and name belong together", "key_mismatch")
            return stated_id
        meant = by_name.get(fold(name), set()) if name else set()
        if stated_id and not meant:
            return Refused(f"a {what} that is known", f"unknown_{what}")
        if len(meant) == 1:
            return next(iter(meant))
        if meant:
            return Refused(f"one {what}: {', '.join(sorted(meant))} share this name", "ambiguous_name")
        return Refused(f"the name of a {what} that is known", f"unknown_{what}")


def known_names(metrics: Mapping[str, Metric], branches: Iterable[tuple[str, str]], sheets: Iterable[Sheet]) -> Names:
    """Every name that may be meant: the catalogue's, those of branches known already, and those the template brings."""
    names = Names(metrics)
    for metric in metrics.values():
        names.add_metric(metric.metric_id, metric.name_vi)
    for branch_id, name in branches:
        names.add_branch(branch_id, name, f"{name} ({branch_id})")
    for sheet in sheets:
        _add_list(names, sheet)
    labels = branch_labels(names.own)
    for branch in names.own:
        with_id = f"{branch.name_vi} ({branch.branch_id})"
        names.add_branch(branch.branch_id, branch.name_vi, labels[branch.branch_id], with_id)
        names._own_by_id.setdefault(branch.branch_id, branch)
    return names


def _add_list(names: Names, sheet: Sheet) -> None:
    columns = {text_of(cell): place for place, cell in enumerate(sheet.rows[0])}
    for row in sheet.rows[1:]:
        texts = {name: text_of(row[columns[name]]) for name in LIST_HEADINGS if name in columns}
        if texts.get("branch_id") and texts.get("name_vi"):
            names.own.append(
                TemplateBranch(
                    *(texts[name] for name in ("branch_id", "name_vi")),
                    *(texts.get(name, "") for name in ("tier", "sector", "province", "parent")),
                )
            )
        # A metric renamed in the catalogue since the template went out is still known by the name it had then.
        if texts.get("metric_id") in names.metrics and texts.get("metric_label"):
            names.add_metric(texts["metric_id"], texts["metric_label"])
