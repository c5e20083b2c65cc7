#!/usr/bin/python3
"""Writes data/optimizers.json: what PyTorch's optimisers make of given gradients, step by step. Needs Debian's python3-torch."""
import json
import math
import os

import torch

WEIGHTS = [0.5, -1.25, 2.0, 1e-3, -0.75, 0.0, 3.5, -2e-2]
STEPS = 12
CASES = [
    ("sgd", lambda p, lr: torch.optim.SGD(p, lr), {}, 0.1),
    ("sgd", lambda p, lr: torch.optim.SGD(p, lr, momentum=0.9, nesterov=True, weight_decay=0.01), {"momentum": 0.9, "nesterov": 1, "decay": 0.01}, 0.1),
    ("adam", lambda p, lr: torch.optim.Adam(p, lr), {}, 0.02),
    ("adam", lambda p, lr: torch.optim.Adam(p, lr, betas=(0.8, 0.95), eps=1e-3, weight_decay=0.1), {"beta1": 0.8, "beta2": 0.95, "epsilon": 1e-3, "decay": 0.1}, 0.02),
    ("adamw", lambda p, lr: torch.optim.AdamW(p, lr, weight_decay=0), {}, 0.02),
    ("adamw", lambda p, lr: torch.optim.AdamW(p, lr, betas=(0.8, 0.95), eps=1e-3, weight_decay=0.1), {"beta1": 0.8, "beta2": 0.95, "epsilon": 1e-3, "decay": 0.1}, 0.02),
    ("rmsprop", lambda p, lr: torch.optim.RMSprop(p, lr), {}, 0.01),
    ("rmsprop", lambda p, lr: torch.optim.RMSprop(p, lr, alpha=0.9, momentum=0.9, eps=1e-3, weight_decay=0.1), {"alpha": 0.9, "momentum": 0.9, "epsilon": 1e-3, "decay": 0.1}, 0.01),
]


def rounded(values):
    return [float("%.9g" % value) for value in values]


cases = []
for name, create, options, rate in CASES:
    weights = torch.nn.Parameter(torch.tensor(WEIGHTS))
    optimizer = create([weights], rate)
    steps = []
    for step in range(STEPS):
        # A gradient of many sizes, some of them 0, and a learning rate that changes.
        gradient = torch.tensor([math.sin(1 + i + 2 * step) * 10.0 ** (i % 4 - 2) * (step % 5 != i % 5) for i in range(len(WEIGHTS))])
        lr = rate * (1 - step / STEPS)
        for group in optimizer.param_groups:
            group["lr"] = lr
        weights.grad = gradient.clone()
        optimizer.step()
        steps.append({"rate": lr, "gradient": rounded(gradient.tolist()), "weights": rounded(weights.tolist())})
    title = " ".join([name] + [f"{key} {value}" for key, value in options.items()])
    cases.append({"title": title, "optimizer": name, "overrides": options, "first": WEIGHTS, "steps": steps})

path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "data", "optimizers.json")
with open(path, "w") as file:
    file.write("[\n" + ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases) + "\n]\n")
