"""Feeds the readers with what a coverage-guided fuzzer makes up: `make fuzz`, or one target for some seconds.

Each target runs in a process of its own; the table at the end says how much was tried, how long the slowest took and
how much memory was used. An input that breaks a reader is kept in test-results/fuzz and ends the run with exit code 1.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

KEPT = ROOT / "test-results" / "fuzz"
MEMORY_MEGABYTES = 1024
SLOWEST_SECONDS = 30
# Of the time there is, how much each target gets: a quantity is read far faster than a workbook.
SHARES = {"quantity": 1, "fact_file": 2, "csv_template": 1, "workbook": 3}
_STATISTICS = {
    "executions": r"stat::number_of_executed_units:\s*(\d+)",
    "slowest": r"stat::slowest_unit_time_sec:\s*(\d+)",
    "memory": r"stat::peak_rss_mb:\s*(\d+)",
    "coverage": r"cov: (\d+)",
}
_PARTS = (
    *("xl/worksheets/sheet2.xml", "xl/worksheets/sheet4.xml", "xl/worksheets/sheet5.xml", "xl/styles.xml"),
    *("xl/workbook.xml", "xl/_rels/workbook.xml.rels", "[Content_Types].xml"),
)
Target = Callable[[bytes], None]


def targets(scratch: Path) -> dict[str, Target]:
    """What each target does with the bytes it is given; files lie in `scratch`."""
    from etl.fact_format import FORMATS
    from tests.etl import properties

    def quantity(data: bytes) -> None:
        properties.holds_for_quantity(data.decode("utf-8", errors="replace"))

    def fact_file(data: bytes) -> None:
        path = scratch / "file.csv"
        path.write_bytes(data[1:])
        properties.holds_for_fact_file(path, FORMATS[(data[:1] or b"\0")[0] % len(FORMATS)].kind)

    def csv_template(data: bytes) -> None:
        path = scratch / "template.csv"
        path.write_bytes(data)
        properties.holds_for_csv_template(path)

    def workbook(data: bytes) -> None:
        part = _PARTS[(data[:1] or b"\0")[0] % len(_PARTS)]
        parts = properties.filled_template() | {part: data[1:]}
        properties.holds_for_workbook(properties.pack(scratch / "book.xlsx", parts))

    return {"quantity": quantity, "fact_file": fact_file, "csv_template": csv_template, "workbook": workbook}


def write_seeds(target: str, folder: Path) -> None:
    """Inputs to begin with: what the readers see on a good day."""
    from etl.fact_format import FORMATS
    from tests.etl import facts, properties

    seeds: list[bytes] = []
    if target == "quantity":
        texts = (
            "1.234,5|12,5 tr|1 tỷ 250 triệu|≥ 500|trên 500 triệu đồng|25,6%|khoảng 1.200 người|chưa có số liệu|1,234"
        )
        seeds = [text.encode() for text in f"{texts}|31/12/2025|2023-2028|năm 2025|6 tháng đầu năm 2025".split("|")]
    elif target == "fact_file":
        for number, file_format in enumerate(FORMATS):
            lines = getattr(facts, file_format.kind.upper(), [",".join(file_format.columns)])
            for text in ("\n".join(lines), "\r\n".join(lines).replace(",", ";")):
                seeds += [bytes([number]) + text.encode(form) for form in ("utf-8-sig", "utf-16")]
    elif target == "csv_template":
        line = "branch_id,metric_id,branch_name,metric_name,year|2025-01-01|2025-12-31\n,,Đơn vị,Chỉ số,Năm 2025\n"
        seeds = [f"Số liệu\n\n{line}b1,members_total,,,1.234\n,,Sở Y tế,Tổng số đoàn viên,≥ 5\n".encode()]
        seeds.append(seeds[0].replace(b",", b";"))
    else:
        parts = properties.filled_template()
        seeds = [bytes([number]) + parts[part] for number, part in enumerate(_PARTS)]
    for number, seed in enumerate(seeds):
        (folder / f"seed-{number}").write_bytes(seed)


def fuzz_one(target: str, seconds: int) -> None:
    """Fuzz one target in this process; does not return."""
    import atheris

    with atheris.instrument_imports(include=["etl"]):
        import etl.readers
        import etl.workbook.cells
        import etl.workbook.staging  # noqa: F401
    with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
        corpus, scratch = Path(folder) / "corpus", Path(folder) / "scratch"
        corpus.mkdir()
        scratch.mkdir()
        write_seeds(target, corpus)
        limits = [f"-max_total_time={seconds}", f"-timeout={SLOWEST_SECONDS}", f"-rss_limit_mb={MEMORY_MEGABYTES}"]
        others = ["-print_final_stats=1", "-max_len=65536", f"-artifact_prefix={KEPT}/{target}-", str(corpus)]
        atheris.Setup([sys.argv[0], *limits, *others], targets(scratch)[target])
        atheris.Fuzz()


def main() -> int:
    """Fuzz every target, or one, and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=600, help="how long in all")
    parser.add_argument("--target", choices=SHARES)
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    KEPT.mkdir(parents=True, exist_ok=True)
    if asked.inside:
        fuzz_one(asked.target, asked.seconds)
        return 0
    chosen = {asked.target: 1} if asked.target else SHARES
    failed = False
    print(f"{'target':<14}{'seconds':>8}{'executions':>12}{'coverage':>10}{'slowest s':>11}{'peak MB':>9}  outcome")
    for target, share in chosen.items():
        seconds = asked.seconds * share // sum(chosen.values())
        command = [sys.executable, __file__, "--inside", "--target", target, "--seconds", str(seconds)]
        done = subprocess.run(
            command, cwd=ROOT, env=dict(os.environ), capture_output=True, text=True, errors="replace", check=False
        )
        told = {name: (re.findall(pattern, done.stderr) or ["?"])[-1] for name, pattern in _STATISTICS.items()}
        failed = failed or bool(done.returncode)
        outcome = f"exit {done.returncode}" if done.returncode else "nothing broke"
        print(
            f"{target:<14}{seconds:>8}{told['executions']:>12}{told['coverage']:>10}{told['slowest']:>11}"
            f"{told['memory']:>9}  {outcome}",
            flush=True,
        )
        if done.returncode:
            print(done.stdout[-4000:] + done.stderr[-4000:])
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
