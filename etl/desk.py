"""What the page "Nạp số liệu" asks of loading, as a process of its own: a task in a folder, its answer beside it.

`python -m etl.desk FOLDER` reads `request.json`, prints each step on a line, and writes `answer.json` last of all, with
tables as Parquet files beside it. The screens never import this room; they start this and read what it wrote.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from etl import guards, publishing
from etl.build import NothingToPublish
from etl.check import CheckedFile, CheckResult, check_files
from etl.choosing import NotChosen, choose_branches, choose_metrics, choose_periods
from etl.folders import UnusableFolder
from etl.hand_in import NoSuchSnapshot, OtherLayout, ServedChanged, hand_in, take_back, try_out
from etl.handed_in import STAMP, AlreadyPublishing, UnusableUpload, folder_of, held_by, is_of_this_layout, named_apart
from etl.publications import read_publications, read_returns
from etl.workbook.rejected import write_rejected
from etl.workbook.template import TemplateTooLarge, write_template

Answer = dict[str, Any]
SQL_FOLDER = Path(__file__).parent / "sql"
# What may go wrong by the nature of the task, by the word the page knows it by.
PROBLEMS: dict[type[Exception], str] = {
    AlreadyPublishing: "busy",
    ServedChanged: "served_changed",
    NoSuchSnapshot: "no_such_snapshot",
    OtherLayout: "other_layout",
    NothingToPublish: "nothing",
    UnusableFolder: "folder",
    UnusableUpload: "same_name",
    NotChosen: "not_chosen",
    TemplateTooLarge: "too_large",
}


def say(step: str) -> None:
    """Tell the page where the work is."""
    print(step, flush=True)


def template(request: Answer, folder: Path) -> Answer:
    """`template.xlsx` for branches, periods and groups."""
    branches = choose_branches(_served(), request["branches"])
    periods, metrics = choose_periods(request["periods"]), choose_metrics(request["groups"])
    write_template(folder / "template.xlsx", branches, periods, metrics)
    return {"branches": len(branches), "metrics": len(metrics)}


def check(request: Answer, folder: Path) -> Answer:
    """What each row becomes, `rejected.xlsx`, and where rows are accepted a draft with what it would change."""
    files = named_apart([(Path(path), name) for path, name in request["files"]])
    served = publishing.current(publishing.warehouse_folder())
    result = check_files(
        [CheckedFile(path, name) for path, name in files], snapshot=served, progress=lambda step: say(f"check {step}")
    )
    for name in ("inputs", "rejects", "findings"):
        getattr(result, name).to_parquet(folder / f"{name}.parquet")
    if len(result.rejects):
        write_rejected(folder / "rejected.xlsx", result)
    # A file of which nothing is accepted would only lie in the hand-in.
    useful = set(result.inputs.loc[result.inputs["rows_accepted"] > 0, "file"])
    taken = [(path, name) for path, name in files if guards.shown_name(name) in useful]
    answer: Answer = {"served": served.name if served else None, "draft": None, "agrees": True, "files": []}
    if taken:
        draft = try_out(taken, folder / "draft", progress=lambda step: say(f"draft {step}"))
        inputs = result.inputs[result.inputs["file"].isin(useful)]
        answer["files"] = [[str(path), name] for path, name in taken]
        answer |= {"draft": str(draft.snapshot), "agrees": _agree(inputs, draft.inputs, served)}
        _differences(draft.snapshot, served, result, folder)
    return answer


def _served() -> Path:
    served = publishing.current(publishing.warehouse_folder())
    if served is None:
        raise NoSuchSnapshot("nothing is served")
    return served


def _agree(checked: pd.DataFrame, drafted: pd.DataFrame, served: Path | None) -> bool:
    """Whether the draft took and refused as many rows of these files as the check said."""
    earlier = held_by(served)
    folders = [folder_of(str(file)) for file in drafted["file"]]
    ours = drafted[[bool(STAMP.fullmatch(name)) and name not in earlier for name in folders]]
    return all(int(checked[n].sum()) == int(ours[n].sum()) for n in ("rows_in", "rows_accepted", "rows_rejected"))


def _differences(draft: Path, served: Path | None, result: CheckResult, folder: Path) -> None:
    """The figures that the draft changes, and the rows checked, each with the name of its branch."""
    with duckdb.connect(":memory:") as connection:
        for name, path in (("draft", draft), ("served", served or draft)):
            connection.execute(f"attach '{str(path).replace(chr(39), chr(39) * 2)}' as {name} (read_only)")
        connection.execute("use draft")
        statement = (SQL_FOLDER / "differences.sql").read_text(encoding="utf-8")
        connection.execute(statement).df().to_parquet(folder / "differences.parquet")
        names = connection.execute("select branch_id, name_vi from branch").df()
    result.rows.merge(names, on="branch_id", how="left").to_parquet(folder / "rows.parquet")


def publish(request: Answer, folder: Path) -> Answer:
    """Publish the files of a check, where what was looked at is still served."""
    result = hand_in(
        named_apart([(Path(path), name) for path, name in request["files"]]),
        by=request["by"],
        note=request["note"],
        expected=request["served"],
        progress=lambda step: say(f"publish {step}"),
    )
    return {"snapshot": result.snapshot.name}


def go_back(request: Answer, folder: Path) -> Answer:
    """Serve a kept snapshot again."""
    return {"snapshot": request["snapshot"], "moved": take_back(request["snapshot"], by=request.get("by", ""))}


def snapshots(request: Answer, folder: Path) -> Answer:
    """The snapshots that are kept, each with the hand-ins it holds, and the times one was taken back, latest first."""
    warehouse = publishing.warehouse_folder()
    kept = []
    for one in read_publications(warehouse):
        is_readable = is_of_this_layout(warehouse / one.snapshot)
        held = len(held_by(warehouse / one.snapshot)) if is_readable else 0
        at = one.published_at.isoformat() if one.published_at else None
        kept.append({**asdict(one), "published_at": at, "hand_ins": held, "is_readable": is_readable})
    return {"snapshots": kept, "taken_back": [asdict(one) for one in read_returns(warehouse)]}


TASKS: dict[str, Callable[[Answer, Path], Answer]] = {
    "template": template,
    "check": check,
    "publish": publish,
    "take_back": go_back,
    "snapshots": snapshots,
}


def main(folder: Path) -> None:
    """Do what the request asks; a problem that belongs to the task is an answer too."""
    request = json.loads((folder / "request.json").read_text(encoding="utf-8"))
    try:
        answer = TASKS[request["task"]](request, folder)
    except tuple(PROBLEMS) as problem:
        word = next(word for kind, word in PROBLEMS.items() if isinstance(problem, kind))
        answer = {"problem": word, "detail": str(problem)}
    unfinished = folder / "answer.part"
    unfinished.write_text(json.dumps(answer, ensure_ascii=False), encoding="utf-8")
    unfinished.rename(folder / "answer.json")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
