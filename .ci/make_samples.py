"""Writes a directory as lm-evaluation-harness would: make_samples.py MEGABYTES DIRECTORY.

Five-shot multiple choice, four choices, lines of about 6 kB, seeded.
"""
import hashlib
import json
import os
import random
import sys

megabytes, directory = int(sys.argv[1]), sys.argv[2]
stamp = "2026-11-21T09-06-22.033874"
os.makedirs(directory, exist_ok=True)
random.seed(1)
shots = "".join(random.choice("abcdefghij ") for _ in range(1400))
count = size = 0
with open(f"{directory}/samples_big_{stamp}.jsonl", "w") as file:
    while size < megabytes * 1_000_000:
        document = {"id": count, "question": f"q{count}", "choices": list("abcd"), "gold": count % 4}
        context = f"{shots} question {count}?\nAnswer:"
        logprobs = [-random.random() * 5 - 1 for _ in range(4)]
        gold = count % 4
        line = json.dumps({
            "doc_id": count, "doc": document, "target": str(gold),
            "arguments": {f"gen_args_{k}": {"arg_0": context, "arg_1": " " + "abcd"[k]} for k in range(4)},
            "resps": [[[repr(v), "False"]] for v in logprobs],
            "filtered_resps": [[repr(v), "False"] for v in logprobs],
            "filter": "none", "metrics": ["acc"],
            "doc_hash": hashlib.sha256(json.dumps(document, indent=2).encode()).hexdigest(),
            "prompt_hash": "0" * 64, "target_hash": "0" * 64,
            "acc": float(max(range(4), key=logprobs.__getitem__) == gold)}) + "\n"
        file.write(line)
        size += len(line)
        count += 1
config = {"task": "big", "output_type": "multiple_choice", "num_fewshot": 5, "target_delimiter": " ",
          "doc_to_text": "x", "doc_to_target": "gold", "doc_to_choice": "choices"}
results = {"results": {"big": {"alias": "big"}}, "group_subtasks": {}, "configs": {"big": config},
           "versions": {"big": 1.0}, "n-shot": {"big": 5},
           "n-samples": {"big": {"original": count, "effective": count}},
           "config": {"model": "hf", "model_args": {"pretrained": "m", "revision": "step1"}},
           "date": 1795255786.0, "lm_eval_version": "0.4.13", "model_name": "m"}
with open(f"{directory}/results_{stamp}.json", "w") as file:
    json.dump(results, file)
