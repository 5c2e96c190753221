"""The fact formats: which files a folder holds, which columns they have, which values a closed column allows."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class FileFormat:
    """One CSV file of the fact formats.

    `key` names the columns no two rows may share. `optional` columns may be absent; every other one must be there.
    A row of a later load that differs in `loose_key` columns only still speaks of the same thing as an earlier one.
    Rows of one load, source and `one_figure` contradict each other where they differ in what they `say`.
    """

    kind: str
    columns: tuple[str, ...]
    key: tuple[str, ...]
    optional: tuple[str, ...] = ()
    may_be_absent: bool = False
    loose_key: tuple[str, ...] = ()
    one_figure: tuple[str, ...] = ()
    says: tuple[str, ...] = ()

    @property
    def key_of_a_later_file(self) -> tuple[str, ...]:
        return tuple(name for name in self.key if name not in self.loose_key)

    @property
    def file_name(self) -> str:
        return f"{self.kind}.csv"

    @property
    def required(self) -> tuple[str, ...]:
        return tuple(name for name in self.columns if name not in self.optional)


# Sources that a template makes of itself, where its figures name none: all of them speak for the branch itself.
OWN_FORM = "nop-"
# In the place of a status: what a hand-in says has no figure, so that an earlier one no longer stands.
NOT_REPORTED = "not_reported"

_PERIOD = ("branch_id", "metric_id", "period_kind", "period_start", "period_end")

# In the order in which a later file refers to an earlier one.
FORMATS = (
    FileFormat(
        "sources",
        ("source_id", "publisher", "title", "url", "published_on", "kind"),
        key=("source_id",),
        optional=("kind",),
    ),
    FileFormat(
        "branches",
        ("branch_id", "name_vi", "tier", "sector", "province", "parent", "source_id"),
        key=("branch_id",),
    ),
    FileFormat(
        "branch_life",
        ("branch_id", "event", "on", "other_branch_id", "source_id", "note"),
        key=("branch_id", "event", "on", "other_branch_id"),
        optional=("note",),
        may_be_absent=True,
    ),
    FileFormat(
        "observations",
        (*_PERIOD, "part", "value", "qualifier", "status", "source_id", "paragraph", "note"),
        key=(*_PERIOD, "part", "status", "source_id"),
        # Stated anew means all its parts anew.
        loose_key=("part",),
        one_figure=_PERIOD,
        says=("value", "qualifier", "status"),
        optional=("paragraph", "note"),
    ),
    FileFormat(
        "targets",
        (
            *_PERIOD,
            *("cadence", "comparator", "value", "attained_value", "attained_pct"),
            *("source_id", "paragraph", "note"),
        ),
        # One source may set two targets of the same kind for different groups; only its note tells them apart.
        key=(*_PERIOD, "cadence", "comparator", "value", "source_id", "note"),
        # An aim stated anew takes the place of all that the source set before.
        loose_key=("comparator", "value", "note"),
        one_figure=(*_PERIOD, "cadence", "note"),
        says=("comparator", "value", "attained_value", "attained_pct"),
        optional=("paragraph", "note"),
    ),
    FileFormat(
        "corrections",
        (
            *(*_PERIOD, "source_id", "part", "old_value", "new_value", "new_qualifier"),
            *("reason", "reviewed_by", "on"),
        ),
        key=(*_PERIOD, "source_id", "part"),
        loose_key=("source_id", "part"),
        optional=("source_id", "part", "new_qualifier"),
        may_be_absent=True,
    ),
)
