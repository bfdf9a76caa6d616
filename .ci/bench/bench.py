"""Runs Logarium and its peers on the same work, alternating: bench.py LOGARIUM READ_PASS INSERT_ROWS [options]

Prints medians, ratios, peak memory and file sizes, also as Markdown (--markdown FILE). Ends with 1 where an answer
differs from a peer's. A ratio rests on runs of the same rounds only: the machine may be busy with other things.
"""
import argparse
import csv
import io
import json
import math
import os
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from types import MappingProxyType

HERE = os.path.dirname(os.path.abspath(__file__))
CHOICES = 4


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("logarium")
    parser.add_argument("read_pass")
    parser.add_argument("insert_rows")
    parser.add_argument("--runs", type=int, default=24, help="samples files")
    parser.add_argument("--examples", type=int, default=4000, help="lines of 7 kB in each")
    parser.add_argument("--tasks", type=int, default=100, help="of the table")
    parser.add_argument("--table-examples", type=int, default=1000, help="of each task, by 8 checkpoints")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", help="cases whose name contains this")
    parser.add_argument("--markdown", help="writes the table here too")
    return parser.parse_args()


class Contestant:
    """A command that does the work of a case."""

    def __init__(self, name, command, *, output=None, cold=None, own_clock=False, warm_up=False):
        self.name = name
        self.command = command
        self.output = output  # a file that is made anew each time
        self.cold = cold  # a file that is dropped from the page cache before
        self.own_clock = own_clock  # the command prints its seconds
        self.warm_up = warm_up  # ask once before, not timed
        self.seconds, self.cpu, self.megabytes, self.printed = [], [], 0, ""

    def run(self):
        if self.output:
            for suffix in ("", "-wal", "-shm", ".wal", ".lock"):
                if os.path.exists(self.output + suffix):
                    os.remove(self.output + suffix)
        if self.cold:
            drop_from_cache(self.cold)
        if self.warm_up:
            subprocess.run(self.command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
        with tempfile.TemporaryFile() as printed:
            start = time.perf_counter()
            process = subprocess.Popen(self.command, stdout=printed)
            _, status, usage = os.wait4(process.pid, 0)
            seconds = time.perf_counter() - start
            process.returncode = os.waitstatus_to_exitcode(status)
            if process.returncode not in (0, 2):
                sys.exit(f"bench: {' '.join(self.command)} ended with {process.returncode}")
            printed.seek(0)
            self.printed = printed.read().decode()
        self.seconds.append(json.loads(self.printed)["seconds"] if self.own_clock else seconds)
        self.cpu.append(usage.ru_utime + usage.ru_stime)
        self.megabytes = max(self.megabytes, usage.ru_maxrss / 1024)


class Case:
    """Work that several contestants do; the first is Logarium."""

    def __init__(self, name, contestants, targets, check=None):
        self.name, self.contestants, self.targets, self.check = name, contestants, targets, check

    def run(self, rounds):
        for number in range(rounds):
            # Who begins takes turns: what is left over from a neighbour falls on everybody.
            turn = number % len(self.contestants)
            for contestant in self.contestants[turn:] + self.contestants[:turn]:
                contestant.run()
        return self.check(*self.contestants) if self.check else []

    def rows(self):
        ours = self.contestants[0]
        for contestant in self.contestants:
            ratio = statistics.median(
                theirs / own for theirs, own in zip(contestant.seconds, ours.seconds))
            target = self.targets.get(contestant.name)
            size = os.path.getsize(contestant.output) / 1e6 if contestant.output else None
            yield [
                self.name, contestant.name, f"{statistics.median(contestant.seconds):.3f}",
                f"{statistics.median(contestant.cpu):.3f}", f"{contestant.megabytes:.0f}",
                "" if size is None else f"{size:.1f}",
                "" if contestant is ours else f"{ratio:.2f}",
                "" if target is None else f"≥ {target}",
                "" if target is None else "met" if ratio >= target else "missed"]


HEADER = ["work", "who", "median s", "CPU s", "peak MB", "file MB", "time / Logarium's", "target", ""]


def drop_from_cache(path):
    with open(path, "rb") as file:
        os.fsync(file.fileno())
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def close(a, b, tolerance=1e-9):
    return a == b or abs(a - b) <= tolerance * max(1.0, abs(a), abs(b))


def check_samples(ours, *peers):
    """The same number of responses and examples, and the same sum of log-probs."""
    connection = sqlite3.connect(ours.output)
    own = connection.execute("""
        SELECT (SELECT COUNT(*) FROM response), (SELECT COUNT(*) FROM example),
            (SELECT SUM(value) FROM response, json_each(logprobs))""").fetchone()
    faults = []
    for peer in peers:
        stated = json.loads(peer.printed)
        if isinstance(stated, dict):
            if stated["lines"] != own[0]:
                faults.append(f"{peer.name}: {stated['lines']} lines, {own[0]} responses")
        elif stated[:2] != list(own[:2]) or not close(stated[2], own[2]):
            faults.append(f"{peer.name}: {stated}, Logarium {own}")
    return faults


def check_table(ours, *peers):
    own = sqlite3.connect(ours.output).execute("SELECT COUNT(*) FROM response").fetchone()[0]
    return [f"{peer.name}: {json.loads(peer.printed)['rows']} rows, Logarium {own}"
            for peer in peers if json.loads(peer.printed)["rows"] != own]


def answers(contestant):
    return list(csv.DictReader(io.StringIO(contestant.printed)))


METRIC_COLUMNS = ["n", "mean_p_match", "mean_p_match_stderr", "mean_credit", "mean_credit_stderr", "mean_logodds",
                  "mean_logodds_stderr", "mean_nll", "mean_nll_stderr"]


def check_metrics(*contestants):
    peers = [c for c in contestants if c.name.startswith("DuckDB")]
    faults = []
    for ours in (c for c in contestants if c.name.startswith("Logarium")):
        own = {(row["task"], int(row["train_step"])): row for row in answers(ours)}
        for peer in peers:
            rows = json.loads(peer.printed)
            if len(rows) != len(own):
                faults.append(f"{peer.name}: {len(rows)} runs, {ours.name}: {len(own)}")
            for task, step, *values in rows:
                for column, value in zip(METRIC_COLUMNS, values):
                    if not close(float(own[task, step][column]), value):
                        faults.append(f"{task} {step} {column}: {own[task, step][column]}, {peer.name} {value}")
    return faults


def change(steps, ybar, v):
    """Least-squares change over the range on log10(step), and its standard error."""
    x = [math.log10(step) for step in steps]
    mean = sum(x) / len(x)
    square = sum((value - mean) ** 2 for value in x)
    weights = [(value - mean) / square * (x[-1] - x[0]) for value in x]
    variance = sum(
        weights[i] * weights[j] * v[steps[min(i, j)], steps[max(i, j)]]
        for i in range(len(x)) for j in range(len(x)))
    return sum(w * y for w, y in zip(weights, ybar)), math.sqrt(variance)


def check_score_metrics(ours, *peers):
    own = {(row["task"], int(row["train_step"])): row for row in answers(ours)}
    faults = []
    for peer in peers:
        rows = json.loads(peer.printed)
        if len(rows) != len(own):
            faults.append(f"{peer.name}: {len(rows)} runs, Logarium: {len(own)}")
        for task, step, *values in rows:
            for column, value in zip(["n_scored", "mean_score", "mean_score_stderr"], values):
                if not close(float(own[task, step][column]), value):
                    faults.append(f"{task} {step} {column}: {own[task, step][column]}, {peer.name} {value}")
    return faults


def check_score_trend(ours, *peers):
    return check_trend(ours, *peers, names={"correct": 0})


def check_trend(ours, *peers, names=MappingProxyType({"logodds": 0, "p_match": 1, "credit": 2})):
    faults = []
    rows = {(row["task"], row["metric"]): row for row in answers(ours)}
    for peer in peers:
        if not peer.printed.startswith("{"):
            continue
        stated = json.loads(peer.printed)
        tasks = sorted({row[0] for row in stated["ybar"]})
        if {(task, name) for task in tasks for name in names} != set(rows):
            faults.append(f"{peer.name}: other lines than Logarium")
            continue
        for task in tasks:
            for name, place in names.items():
                ybar = {row[1]: row[2 + place] for row in stated["ybar"] if row[0] == task}
                v = {(row[1], row[2]): row[3 + place] for row in stated["v"] if row[0] == task}
                steps = sorted(ybar)
                total, stderr = change(steps, [ybar[step] for step in steps], v)
                row = rows[task, name]
                for column, value in (("value_first", ybar[steps[0]]), ("value_last", ybar[steps[-1]]),
                                      ("total_change", total), ("stderr", stderr)):
                    if not close(float(row[column]), value):
                        faults.append(f"{task} {name} {column}: {row[column]}, {peer.name} {value}")
    return faults


def make_cases(given, work):
    samples, table = f"{work}/samples", f"{work}/table"
    generate = [sys.executable, f"{HERE}/generate.py"]
    peers = [sys.executable, f"{HERE}/peers.py"]
    subprocess.run([*generate, "lm-eval", samples, f"--runs={given.runs}", f"--examples={given.examples}"], check=True)
    subprocess.run([*generate, "table", table, "--runs=8", f"--examples={given.table_examples}",
                    f"--tasks={given.tasks}"], check=True)
    ndjson, warehouse, duck = f"{table}/table.ndjson", f"{work}/asked.db", f"{work}/asked.duckdb"
    subprocess.run([given.logarium, "ingest", table, "--db", warehouse, "--quiet"], check=True)
    subprocess.run([*peers, "duckdb-table", ndjson, duck], check=True)

    def logarium(*words):
        return [given.logarium, *words, "--db", warehouse, "--format=csv"]

    trend = ("query", "trend", "-p", "axis=train_step")
    yield Case(
        "ingest lm-eval samples",
        [Contestant("Logarium", [given.logarium, "ingest", samples, "--quiet", "--db", f"{work}/samples.db"],
                    output=f"{work}/samples.db"),
         Contestant("DuckDB read_json", [*peers, "duckdb-samples", samples, f"{work}/samples.duckdb"],
                    output=f"{work}/samples.duckdb"),
         Contestant("read, hash, parse only", [given.read_pass, samples]),
         Contestant("Python json, sqlite3", [*peers, "python-samples", samples, f"{work}/python.db"],
                    output=f"{work}/python.db")],
        {"DuckDB read_json": 2.0, "read, hash, parse only": 0.6, "Python json, sqlite3": 10.0}, check_samples)
    yield Case(
        "ingest a table (NDJSON)",
        [Contestant("Logarium", [given.logarium, "ingest", table, "--quiet", "--db", f"{work}/table.db"],
                    output=f"{work}/table.db"),
         Contestant("C loop, same rows and table", [given.insert_rows, warehouse, f"{work}/whole.db", "whole"],
                    output=f"{work}/whole.db", own_clock=True),
         Contestant("C loop, three bare columns", [given.insert_rows, warehouse, f"{work}/bare.db", "bare"],
                    output=f"{work}/bare.db", own_clock=True)],
        {"C loop, same rows and table": 0.5}, check_table)
    yield Case(
        "metrics of all runs, cold",
        [Contestant("Logarium", logarium("query", "metrics"), cold=warehouse),
         Contestant("DuckDB", [*peers, "duckdb-metrics", duck], cold=duck)],
        {"DuckDB": 1.0}, check_metrics)
    yield Case(
        "metrics of all runs, again",
        [Contestant("Logarium", logarium("query", "metrics"), warm_up=True),
         Contestant("DuckDB", [*peers, "duckdb-metrics", duck], warm_up=True)],
        {"DuckDB": 20.0}, check_metrics)
    yield Case(
        "trend of all tasks, cold",
        [Contestant("Logarium", logarium(*trend), cold=warehouse),
         Contestant("DuckDB, mean and V only", [*peers, "duckdb-trend", duck], cold=duck)],
        {"DuckDB, mean and V only": 2.0}, check_trend)
    yield Case(
        "trend of a behavior, again",
        [Contestant("Logarium", logarium(*trend, "-p", "behavior=bench"), warm_up=True),
         Contestant("pandas and numpy, mean and V only", [*peers, "pandas-trend", ndjson])],
        {"pandas and numpy, mean and V only": 50.0}, check_trend)
    yield from score_cases(given, work, generate, peers)
    yield Case(
        "start: sql \"SELECT 1\"", [Contestant("Logarium", logarium("sql", "SELECT 1"))], {})


def score_cases(given, work, generate, peers):
    """A million judged answers of a thousand runs, and a million answers to chains that were cut off."""
    scores, chains = f"{work}/scores", f"{work}/chains"
    subprocess.run([*generate, "scores", scores, "--runs=10", f"--examples={given.table_examples}",
                    f"--tasks={given.tasks}"], check=True)
    subprocess.run([*generate, "chains", chains, "--runs=10", f"--examples={20 * given.table_examples}"], check=True)
    table, duck = f"{scores}/scores.csv", f"{work}/scores.duckdb"
    subprocess.run([*peers, "duckdb-scores", table, duck], check=True)
    for folder in (scores, chains):
        subprocess.run([given.logarium, "ingest", folder, "--db", f"{folder}.db", "--quiet"], check=True)

    def asked(database, *words):
        return Contestant("Logarium", [given.logarium, "query", *words, "--db", database, "--format=csv"], warm_up=True)

    yield Case(
        "scores: metrics of all runs",
        [asked(f"{scores}.db", "metrics"),
         Contestant("DuckDB", [*peers, "duckdb-score-metrics", duck], warm_up=True),
         Contestant("pandas", [*peers, "pandas-score-metrics", table])],
        {}, check_score_metrics)
    yield Case(
        "scores: trend of all tasks",
        [asked(f"{scores}.db", "trend", "-p", "axis=train_step"),
         Contestant("DuckDB, mean and V only", [*peers, "duckdb-score-trend", duck], warm_up=True),
         Contestant("pandas and numpy, mean and V only", [*peers, "pandas-score-trend", table])],
        {}, check_score_trend)
    yield Case("faithfulness of cut chains", [asked(f"{chains}.db", "faithfulness")], {})


def table_text(rows):
    return "\n".join("| " + " | ".join(row) + " |" for row in [HEADER, ["---"] * len(HEADER), *rows])


def aligned(rows):
    widths = [max(len(row[k]) for row in [HEADER, *rows]) for k in range(len(HEADER))]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip()
                     for row in [HEADER, *rows])


def main():
    given = arguments()
    work = tempfile.mkdtemp(prefix="logarium-bench-")
    rows, faults = [], []
    try:
        for case in make_cases(given, work):
            if given.only and given.only not in case.name:
                continue
            print(f"bench: {case.name}", file=sys.stderr)
            faults += [f"{case.name}: {fault}" for fault in case.run(given.rounds)]
            found = list(case.rows())
            # Told at once: a long bench that is stopped has not been for nothing.
            print("\n".join("  ".join(filter(None, row[1:])) for row in found), file=sys.stderr)
            rows += found
        n_logprobs = CHOICES * 8 * given.tasks * given.table_examples
        per_logprob = os.path.getsize(f"{work}/asked.db") / n_logprobs
    finally:
        shutil.rmtree(work)
    print(aligned(rows))
    print(f"file size: {per_logprob:.1f} bytes a log-prob, everything included (4 choices; target ≤ 48)")
    if given.markdown:
        with open(given.markdown, "w", encoding="utf-8") as file:
            file.write(table_text(rows) + "\n")
    for fault in faults[:20]:
        print(f"bench: answers differ: {fault}", file=sys.stderr)
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
