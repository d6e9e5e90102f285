import copy
import json
import random
import time
import unittest
from pathlib import Path

from build_order import CycleError, batches, rebuild

DEPS = json.loads(Path("deps.json").read_text())


def depth(deps, name, known):
    if name not in known:
        known[name] = 1 + max((depth(deps, need, known) for need in deps.get(name, ())), default=-1)
    return known[name]


class Tests(unittest.TestCase):
    def test_examples(self):
        self.assertEqual(batches({"app": ["lib", "assets"], "lib": ["base"]}), [["assets", "base"], ["lib"], ["app"]])
        self.assertEqual(batches(DEPS), [["assets", "base", "docs", "fixtures", "icons"], ["core"], ["ui"], ["app"], ["tests"]])
        self.assertEqual(batches({}), [])
        self.assertEqual(batches({"b": [], "a": []}), [["a", "b"]])

    def test_needs_that_are_listed_twice(self):
        self.assertEqual(batches({"a": ["b", "b"], "b": ["c", "c", "c"]}), [["c"], ["b"], ["a"]])

    def test_rebuild(self):
        self.assertEqual(rebuild(DEPS, ["core"]), ["core", "ui", "app", "tests"])
        self.assertEqual(rebuild(DEPS, {"icons", "fixtures"}), ["fixtures", "icons", "ui", "app", "tests"])
        self.assertEqual(rebuild(DEPS, ["tests"]), ["tests"])
        self.assertEqual(rebuild(DEPS, []), [])
        self.assertEqual(rebuild(DEPS, (name for name in ["docs", "docs"])), ["docs"])
        for names in (["nothing"], ["core", "nope"]):
            with self.assertRaises(KeyError):
                rebuild(DEPS, names)

    def check_cycle(self, deps, error):
        cycle = error.cycle
        self.assertIsInstance(error, ValueError)
        self.assertEqual(cycle[0], cycle[-1])
        self.assertGreaterEqual(len(cycle), 2)
        self.assertEqual(len(set(cycle)), len(cycle) - 1, cycle)
        for name, need in zip(cycle, cycle[1:]):
            self.assertIn(need, deps[name], cycle)
        for name in cycle:
            self.assertIn(name, str(error))

    def test_cycles(self):
        for deps in (
            {"a": ["a"]}, {"a": ["b"], "b": ["a"]}, {"a": ["b"], "b": ["c"], "c": ["b"]}, {"x": ["y"], "y": [], "p": ["q"], "q": ["p"]},
            {"top": ["mid"], "mid": ["low", "one"], "one": ["two"], "two": ["three"], "three": ["one"], "low": []},
            {"a": ["b", "z"], "b": ["a"], "z": ["z"]},
        ):
            for call in (lambda: batches(deps), lambda: rebuild(deps, list(deps)[:1])):
                with self.assertRaises(CycleError) as caught:
                    call()
                self.check_cycle(deps, caught.exception)

    def test_arguments_stay_as_they_are(self):
        deps = copy.deepcopy(DEPS)
        batches(deps)
        rebuild(deps, ["base"])
        self.assertEqual(deps, DEPS)

    def test_long_chains_and_many_targets(self):
        chain = {f"t{n}": [f"t{n + 1}"] for n in range(5000)}
        begin = time.process_time()
        self.assertEqual(batches(chain)[:2], [["t5000"], ["t4999"]])
        self.assertEqual(len(rebuild(chain, ["t5000"])), 5001)
        chain["t5000"] = ["t0"]
        with self.assertRaises(CycleError) as caught:
            batches(chain)
        self.assertEqual(len(caught.exception.cycle), 5002)
        wide = {f"w{n}": [f"v{m}" for m in range(n % 40)] for n in range(4000)}
        self.assertEqual(len(batches(wide)), 2)
        self.assertLess(time.process_time() - begin, 5)

    def test_graphs_of_all_kinds(self):
        draw = random.Random(13)
        for _ in range(200):
            names = [f"n{n}" for n in range(draw.randint(1, 12))]
            draw.shuffle(names)
            deps = {name: draw.sample(names[i + 1:], draw.randint(0, min(3, len(names) - i - 1))) for i, name in enumerate(names)
                    if draw.random() < 0.8}
            every = set(deps) | {need for needs in deps.values() for need in needs}
            known = {}
            right = {}
            for name in every:
                right.setdefault(depth(deps, name, known), []).append(name)
            found = batches(deps)
            self.assertEqual(found, [sorted(right[level]) for level in sorted(right)])
            changed = draw.sample(sorted(every), min(len(every), draw.randint(0, 2)))
            hit = set(changed)
            for _ in every:
                hit |= {name for name in deps if hit & set(deps[name])}
            self.assertEqual(rebuild(deps, changed), [name for batch in found for name in batch if name in hit])
            if deps and len(every) > 1:
                low, high = found[0][0], found[-1][0]
                if low != high and depth(deps, high, known):
                    ring = copy.deepcopy(deps)
                    way = high
                    while known[way]:
                        way = next(n for n in deps[way] if known[n] == known[way] - 1)
                    ring[way] = [*ring.get(way, []), high]
                    with self.assertRaises(CycleError) as caught:
                        batches(ring)
                    self.check_cycle(ring, caught.exception)
