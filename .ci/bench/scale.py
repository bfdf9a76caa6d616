"""Does it stay as fast when the warehouse grows?  scale.py LOGARIUM [--times 20] [--rounds 5]

Ingests a table of 1 M responses (100 tasks, 8 checkpoints, 1,250 examples) and one of so many times as many tasks, in
files of 1 M rows, and asks both for the trend of one task. Prints the ratios that issue 4 bounds, the peak memory and
the file size. Needs some 9 GB of disk for 20 M responses.
"""
import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
TASKS, RUNS, EXAMPLES = 100, 8, 1250


def run(command):
    """Seconds and peak megabytes."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"scale: {' '.join(command)} ended with {process.returncode}")
    return time.perf_counter() - start, usage.ru_maxrss / 1024


def multiply(table, directory, times):
    """The same rows as tasks of other names, a file for each time."""
    os.makedirs(directory)
    for number in range(times):
        with open(table, "rb") as source, open(f"{directory}/{number:02}.ndjson", "wb") as copy:
            for line in source:
                copy.write(line.replace(b'"task": "', b'"task": "%d-' % number, 1))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("logarium")
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    work = tempfile.mkdtemp(prefix="logarium-scale-")
    try:
        one, many = f"{work}/one.db", f"{work}/many.db"
        subprocess.run([sys.executable, f"{HERE}/generate.py", "table", f"{work}/table", f"--runs={RUNS}",
                        f"--examples={EXAMPLES}", f"--tasks={TASKS}"], check=True)
        multiply(f"{work}/table/table.ndjson", f"{work}/tables", given.times)

        def ingest(directory, warehouse):
            for name in os.listdir(work):
                if name.startswith(os.path.basename(warehouse)):
                    os.remove(f"{work}/{name}")
            return run([given.logarium, "ingest", directory, "--db", warehouse, "--quiet"])

        # The small one before and after, so that a machine that slows down is seen.
        before, small_memory = ingest(f"{work}/table", one)
        large, memory = ingest(f"{work}/tables", many)
        after, _ = ingest(f"{work}/table", one)
        small = (before + after) / 2
        asked = {one: [], many: []}
        for _ in range(given.rounds + 1):
            for warehouse, task in ((one, "bench7"), (many, "3-bench7")):
                seconds, _ = run([given.logarium, "query", "trend", "-p", "axis=train_step", "-p", f"task={task}",
                                  "--db", warehouse, "--format", "csv"])
                asked[warehouse].append(seconds)
        # The first of each is not counted.
        times = {warehouse: statistics.median(seconds[1:]) for warehouse, seconds in asked.items()}
        rows = TASKS * RUNS * EXAMPLES
        rate, trend = small * given.times / large, times[many] / times[one]
        print(f"ingest: {rows / small:,.0f} responses/s at {rows / 1e6:.0f} M (before {before:.1f} s, after {after:.1f} s), "
              f"{rows * given.times / large:,.0f} at {rows * given.times / 1e6:.0f} M: ratio {rate:.2f} (target ≥ 0.85)")
        print(f"trend of one task: {1e3 * times[one]:.0f} ms and {1e3 * times[many]:.0f} ms: ratio {trend:.2f} "
              f"(target ≤ 1.5)")
        print(f"peak memory: {small_memory:.0f} MB and {memory:.0f} MB (target ≤ 300)")
        print(f"file size: {os.path.getsize(many) / (4 * rows * given.times):.1f} bytes a log-prob (target ≤ 48)")
    finally:
        shutil.rmtree(work)


if __name__ == "__main__":
    main()
