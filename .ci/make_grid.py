"""Writes tables of made-up responses for the report's tests: make_grid.py KIND DIRECTORY.

    large   200 tasks by 30 checkpoints (5 sizes, 6 training steps), 4 examples each
    nasty   names that are markup, endless or written from right to left; a task with one state, one with probabilities
            of 0 and 1, one without any usable value; 12 lines on one another
"""
import json
import math
import os
import random
import sys

kind, directory = sys.argv[1], sys.argv[2]
os.makedirs(directory, exist_ok=True)
random.seed(1)


def write(name, rows):
    with open(f"{directory}/{name}.jsonl", "w") as file:
        for row in rows:
            file.write(json.dumps(row) + "\n")


def row(task, example, logprobs, *, model="m-1m", n_params=1_000_000, step=1000, rlhf=0, behavior=None, **more):
    fields = {"model": model, "series": more.pop("series", "m"), "n_params": n_params, "train_step": step, "rlhf_step": rlhf, "seed": 0,
              "task": task, "example": f"q{example}", "prompt": f"{task} question {example}?", "choices": [" yes", " no"],
              "matching": [0], "logprobs": logprobs} | more
    return fields | ({"behavior": behavior} if behavior else {})


def pair(logodds):
    """Log-probs of two choices with these log-odds."""
    return [-math.log1p(math.exp(-logodds)), -math.log1p(math.exp(logodds))]


def large():
    for place, size in enumerate([10**6, 10**7, 10**8, 10**9, 10**10]):
        for step in [10, 100, 1000, 5000, 20000, 100000]:
            rows = []
            for task in range(200):
                behavior = f"behavior {task % 5}" if task < 150 else None
                slope = math.sin(task) * 0.8
                for example in range(4):
                    logodds = slope * (place + math.log10(step)) - 1 + random.gauss(0, 0.7) + math.cos(task + example)
                    rows.append(row(f"test_{task:03}", example, pair(logodds), model=f"m-{size // 10**6}m", n_params=size, step=step,
                                    behavior=behavior))
            write(f"{size}_{step}", rows)


NAMES = {
    "markup": "</script><script>alert(1)</script>", "quote": "\"\u0301 onmouseover=\"alert(2)\" x='&amp;", "rtl": "مهمة الاختبار رقم ١",
    "long": "a_task_whose_name_goes_on_and_on_" * 5 + "end", "override": "abc\u202edef", "control": "tab\there\u0007bell",
}


def nasty():
    sizes = [(f"m{k}", 10**6 * 4**k) for k in range(12)]
    rows = []
    for name, params in sizes:
        for rlhf in [0, 10, 100, 1000]:
            for number, task in enumerate(NAMES.values()):
                for example in range(8):
                    rows.append(row(task, example, pair(math.log1p(rlhf) * 0.2 - number / 3 + example / 10), model=name, n_params=params,
                                    rlhf=rlhf, behavior="<b>bold & \"quoted\"</b>" if number < 2 else None))
            for example in range(8):
                rows.append(row("certain", example, [0.0, -1e6] if rlhf > 10 else [-1e6, 0.0], model=name, n_params=params, rlhf=rlhf))
                rows.append(row("unusable", example, [None, -1.0], model=name, n_params=params, rlhf=rlhf))
    rows += [row("once", example, pair(example / 4), model="m0", n_params=10**6) for example in range(8)]
    rows += [row("alone <i>", example, pair(0.3), model="lonely </title>", series="<s>", n_params=5, step=7) for example in range(3)]
    write("nasty", rows)


{"large": large, "nasty": nasty}[kind]()
