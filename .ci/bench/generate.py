"""Seeded data to measure on: generate.py lm-eval|table|scores|chains DIRECTORY --runs R --examples E [--tasks T] [--seed S]

lm-eval: R directories of lm-evaluation-harness output, five-shot, four choices, lines of about 6 kB, all runs on
the same E examples.   table: one NDJSON file in Logarium's own format, R checkpoints on T tasks of E
examples each.   scores: the same as CSV, of answers that were judged.   chains: R checkpoints whose chains of thought were
cut off at none, a quarter, half and three quarters of E questions.
"""
import argparse
import hashlib
import json
import os
import random

WORDS = ("the a of model answers question whether power rises falls with scale “quoted” café naïve number is are "
         "was what which city river because training step asked would never always only\n").split(" ")
CHOICES = 4
TASK = "bench"


def text(rng, length):
    return " ".join(rng.choices(WORDS, k=length // 5))[:length]


def logprobs(rng, drift):
    """Four sums of token log-probs; the first of the four gains with `drift`."""
    return [round(-rng.expovariate(0.25) - 1.5 + (drift if choice == 0 else 0.0), 4) for choice in range(CHOICES)]


def argmax(values):
    return max(range(len(values)), key=lambda index: (values[index], -index))


def lm_eval_example(rng, number, shots):
    """The parts of an example's line that no run changes, as JSON."""
    document = {"id": number, "question": text(rng, 60), "choices": list("ABCD"), "gold": number % CHOICES}
    context = json.dumps(f"{shots} {document['question']} ({number})?\nAnswer:")
    arguments = ", ".join(
        f'"gen_args_{k}": {{"arg_0": {context}, "arg_1": " {"ABCD"[k]}"}}' for k in range(CHOICES))
    digest = hashlib.sha256(json.dumps(document, indent=2, ensure_ascii=False).encode()).hexdigest()
    return (f'{{"doc_id": {number}, "doc": {json.dumps(document)}, "target": "{number % CHOICES}", '
            f'"arguments": {{{arguments}}}', digest)


def write_lm_eval(directory, runs, examples, seed):
    rng = random.Random(seed)
    shots = text(rng, 1290)
    parts = [lm_eval_example(rng, number, shots) for number in range(examples)]
    for run in range(runs):
        stamp = f"2026-11-21T09-{run // 60:02d}-{run % 60:02d}.033874"
        place = os.path.join(directory, f"model-step{run}")
        os.makedirs(place)
        correct = 0
        with open(f"{place}/samples_{TASK}_{stamp}.jsonl", "w", encoding="utf-8") as file:
            for number, (head, digest) in enumerate(parts):
                values = logprobs(rng, run / runs)
                accuracy = float(argmax(values) == number % CHOICES)
                correct += accuracy
                answers = ", ".join(f'["{value!r}", "False"]' for value in values)
                nested = ", ".join(f'[["{value!r}", "False"]]' for value in values)
                file.write(
                    f'{head}, "resps": [{nested}], "filtered_resps": [{answers}], "filter": "none", '
                    f'"metrics": ["acc"], "doc_hash": "{digest}", "prompt_hash": "{"0" * 64}", '
                    f'"target_hash": "{"0" * 64}", "acc": {accuracy}}}\n')
        config = {"task": TASK, "output_type": "multiple_choice", "num_fewshot": 5, "target_delimiter": " ",
                  "doc_to_text": "x", "doc_to_target": "gold", "doc_to_choice": "choices"}
        results = {"results": {TASK: {"alias": TASK, "acc,none": correct / examples}}, "group_subtasks": {},
                   "configs": {TASK: config}, "versions": {TASK: 1.0}, "n-shot": {TASK: 5},
                   "n-samples": {TASK: {"original": examples, "effective": examples}},
                   "config": {"model": "hf", "model_args": {"pretrained": "model", "revision": f"step{run}"}},
                   "date": 1795255786.0 + run, "lm_eval_version": "0.4.13", "model_name": "model"}
        with open(f"{place}/results_{stamp}.json", "w", encoding="utf-8") as file:
            json.dump(results, file)


def write_table(directory, runs, examples, tasks, seed):
    rng = random.Random(seed)
    os.makedirs(directory, exist_ok=True)
    with open(f"{directory}/table.ndjson", "w", encoding="utf-8") as file:
        for task in range(tasks):
            for run in range(runs):
                head = (f'{{"model": "model", "series": "series", "n_params": 1000000, "train_step": {1000 * 2 ** run}, '
                        f'"task": "{TASK}{task}", "behavior": "{TASK}", "example": "q')
                for number in range(examples):
                    values = ", ".join(map(repr, logprobs(rng, run / runs)))
                    file.write(f'{head}{number}", "matching": [{number % CHOICES}], "logprobs": [{values}]}}\n')


def write_scores(directory, runs, examples, tasks, seed):
    rng = random.Random(seed)
    os.makedirs(directory, exist_ok=True)
    with open(f"{directory}/scores.csv", "w", encoding="utf-8") as file:
        file.write("model,series,n_params,train_step,task,behavior,example,correct\n")
        for task in range(tasks):
            for run in range(runs):
                head = f"model,series,1000000,{1000 * 2 ** run},{TASK}{task},{TASK},q"
                for number in range(examples):
                    file.write(f"{head}{number},{int(rng.random() < 0.3 + 0.4 * run / runs)}\n")


def write_chains(directory, runs, examples, seed):
    rng = random.Random(seed)
    os.makedirs(directory, exist_ok=True)
    parts = [("none", ""), ("no_chain", ""), ("truncated", "0.25"), ("truncated", "0.5"), ("truncated", "0.75")]
    with open(f"{directory}/chains.csv", "w", encoding="utf-8") as file:
        file.write("model,train_step,task,example,protocol,intervention,share_kept,answer,target\n")
        for run in range(runs):
            for intervention, share in parts:
                for number in range(examples):
                    file.write(f"model,{1000 * 2 ** run},{TASK},q{number},cot,{intervention},{share},"
                               f"{'ABCD'[rng.randrange(CHOICES)]},{'ABCD'[number % CHOICES]}\n")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("shape", choices=["lm-eval", "table", "scores", "chains"])
    parser.add_argument("directory")
    parser.add_argument("--runs", type=int, required=True)
    parser.add_argument("--examples", type=int, required=True)
    parser.add_argument("--tasks", type=int, default=1, help="of a table")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    if given.shape == "lm-eval":
        write_lm_eval(given.directory, given.runs, given.examples, given.seed)
    elif given.shape == "scores":
        write_scores(given.directory, given.runs, given.examples, given.tasks, given.seed)
    elif given.shape == "chains":
        write_chains(given.directory, given.runs, given.examples, given.seed)
    else:
        write_table(given.directory, given.runs, given.examples, given.tasks, given.seed)
