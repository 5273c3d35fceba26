"""Checks what `rnnc export --to pytorch` writes in PyTorch itself: torch 2.15.0, safetensors 0.8.0, Python 3.11.

    npm run build && python test/export/pytorch/verify_pytorch.py

Exports every model of models/ and of this folder, runs it on its data (NAME.json) and compares with what `rnnc run` prints. Models that are refused have
their reason noted. Trains torch-tagger.yaml under torchrun with each section of training-sections.json on samples that are all alike, so that their order does
not matter. Of trees.yaml too. Writes verified.json: the SHA-256 of each file as it was found right, so that pytorch.test.ts fails where the text changes and nobody ran this, and the
losses of those steps and the moving variance after them, which pytorch.test.ts compares with rnnc's.
"""
import hashlib
import importlib.util
import inspect
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch.nn.utils.rnn import pad_sequence

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
CLI = sys.argv[1] if len(sys.argv) > 1 else ROOT / "dist/cli.js"
# outputs are between -10 and 10 or so; rnnc prints float32
TOLERANCE = 1e-6


def rnnc(*args):
    return subprocess.run(["node", CLI, *map(str, args)], capture_output=True, text=True, cwd=ROOT)


def module_of(path):
    spec = importlib.util.spec_from_file_location(path.stem.replace("-", "_"), path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def load(path):
    module = module_of(path)
    classes = [c for c in vars(module).values() if isinstance(c, type) and issubclass(c, torch.nn.Module) and c.__module__ == module.__name__]
    model = next(c for c in classes if c.__name__ not in ("Weights", "Loss"))()
    model.load_state_dict(load_file(path.with_suffix(".torch.safetensors")))
    return module, model


def tensor_of(rows, dtype):
    """A batch, with rows of different lengths padded, and those lengths."""
    tensors = [torch.tensor(row, dtype=dtype) for row in rows]
    if tensors[0].dim() == 0:
        return torch.stack(tensors), None
    return pad_sequence(tensors, batch_first=True), torch.tensor([len(row) for row in rows])


def flat_trees(given, feed):
    """Trees by parents or as nested nodes, as [batch, node, 2]; what nested nodes hold comes to stand under its name."""
    flat = []
    for tree in given[feed]:
        if isinstance(tree, list):
            places = [sum(p == parent for p in tree[:n]) for n, parent in enumerate(tree)]
            flat.append([list(pair) for pair in zip(tree, places)])
            continue
        links, nodes = [], []

        def visit(node, parent, place):
            number = len(links)
            links.append([parent, place])
            nodes.append(node)
            for at, child in enumerate(node.get("children", [])):
                visit(child, number, at)

        visit(tree, -1, 0)
        flat.append(links)
        for name in {name for node in nodes for name in node if name != "children"}:
            given.setdefault(name, []).append([node.get(name, -1) for node in nodes])
    given[feed] = flat


def feeds_of(model, given, text):
    for tree in re.findall(r"(\w+): *{ *tree:", text):
        flat_trees(given, tree)
    names = list(inspect.signature(model.forward).parameters)
    feeds = {}
    for name, rows in given.items():
        if name.endswith(".lengths"):
            feeds[name.replace(".", "_")] = torch.tensor(rows)
            continue
        whole = re.search(rf"\b{name}: *{{[^}}]*(int32|tree:)", text)
        value, lengths = tensor_of(rows, torch.int32 if whole else torch.float32)
        argument = name.replace(".", "_")
        feeds[argument] = value
        following = names[names.index(argument) + 1:]
        axis = [n for n in following if n.endswith("_lengths")]
        if lengths is not None and len(set(lengths.tolist())) > 1:
            feeds.setdefault(axis[0], lengths)
    return feeds


def flat(nested):
    return [x for part in nested for x in flat(part)] if isinstance(nested, list) else [float(nested)]


def compare(outputs, expected):
    """The largest difference. rnnc prints ragged rows as long as they are."""
    worst = 0.0
    for name, rows in expected.items():
        found = outputs[name].tolist()
        for mine, theirs in zip(found, rows, strict=True):
            theirs = theirs if isinstance(theirs, list) else [theirs]
            mine = mine if isinstance(mine, list) else [mine]
            a, b = flat(mine[: len(theirs)]), flat(theirs)
            assert len(a) == len(b), (name, len(a), len(b))
            worst = max([worst, *(abs(x - y) for x, y in zip(a, b))])
    return worst


def check(yaml, folder):
    target = Path(folder) / f"{yaml.stem}.py"
    made = rnnc("export", yaml, "--to", "pytorch", "-o", target)
    if made.returncode != 0:
        assert "error[export-refused]" in made.stderr, made.stderr
        return {"refused": made.stderr.splitlines()[0].split("error", 1)[1]}
    result = {"sha256": hashlib.sha256(target.read_bytes()).hexdigest()}
    data = next((p for p in (yaml.with_suffix(".json"), yaml.parent / "data" / f"{yaml.stem}.json") if p.exists()), None)
    ran = rnnc("run", yaml, "--input", data, "--json")
    assert ran.returncode == 0, ran.stderr
    module, model = load(target)
    given = json.loads(data.read_text())
    with torch.no_grad():
        outputs, _ = model(**feeds_of(model, given, yaml.read_text()))
    worst = compare(outputs, json.loads(ran.stdout)["outputs"])
    assert worst < TOLERANCE, f"{yaml.name}: {worst}"
    if hasattr(model, "loss"):
        samples = yaml.with_suffix(".samples.json")
        if samples.exists():
            torch.manual_seed(0)
            loss = model.loss(**module.read_samples(str(samples)))
            loss.backward()
            result["loss"] = loss.item()
    print(f"{yaml.name}: {worst:.1e}", result.get("loss", ""))
    return result


def train(name, section, folder):
    """The losses of the steps of three epochs, two processes with a sample each."""
    folder = Path(folder)
    model = (HERE / "torch-tagger.yaml").read_text().split("optimizer:")[0]
    yaml = folder / "torch-tagger.yaml"
    yaml.write_text(model + "epochs: 3\n  batch: 2\n  " + section.replace("\n", "\n  ") + "\n")
    samples = {key: rows[:1] * 4 for key, rows in json.loads((HERE / "torch-tagger.samples.json").read_text()).items()}
    losses, target = losses_under_torchrun(name, yaml, samples, folder)
    variance = load_file(folder / "trained.safetensors")["normed.moving_variance"].tolist()
    return {"sha256": hashlib.sha256(target.read_bytes()).hexdigest(), "losses": losses, "variance": variance}


def train_trees(folder):
    """The losses of three epochs over four trees that are alike, of two processes with a sample each."""
    folder = Path(folder)
    samples = {key: rows[:1] * 4 for key, rows in json.loads((HERE / "trees.samples.json").read_text()).items()}
    return losses_under_torchrun("trees", HERE / "trees.yaml", samples, folder)[0]


def losses_under_torchrun(name, yaml, samples, folder):
    (folder / "samples.json").write_text(json.dumps(samples))
    target = folder / f"{name}.py"
    made = rnnc("export", yaml, "--to", "pytorch", "-o", target)
    assert made.returncode == 0, made.stderr
    command = [sys.executable, "-m", "torch.distributed.run", "--nproc-per-node", "2", target, "--data", folder / "samples.json", "--out", folder / "trained.safetensors"]
    ran = subprocess.run(command, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    losses = [float(line.rsplit(" ", 1)[1]) for line in ran.stdout.splitlines() if line.startswith("step ")]
    print(name, losses)
    return losses, target


verified = {}
with tempfile.TemporaryDirectory() as folder:
    for yaml in sorted([*(ROOT / "models").glob("*.yaml"), *HERE.glob("*.yaml")]):
        verified[yaml.stem] = check(yaml, folder)
        if "refused" in verified[yaml.stem]:
            print(f"{yaml.name}: {verified[yaml.stem]['refused']}")
# a folder of its own, where no model is called as a module of Python that torch imports
with tempfile.TemporaryDirectory() as folder:
    sections = json.loads((HERE / "training-sections.json").read_text())
    trained = {name: train(name, section, folder) for name, section in sections.items()}
    trees = train_trees(folder)
text = json.dumps({"torch": torch.__version__, "models": verified, "trained": trained, "trees": trees}, indent=2)
# losses side by side
text = re.sub(r"\[\s[^\]]*\]", lambda found: "[" + " ".join(found[0][1:-1].split()) + "]", text)
(HERE / "verified.json").write_text(text + "\n")
