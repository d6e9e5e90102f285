import pathlib
import random
import re
import unittest

import compiled

PROGRAM = compiled.go_program()


class Summary(unittest.TestCase):
    def expect(self, text, output):
        done = compiled.run_program([PROGRAM], text=text)
        self.assertEqual((done.stdout, done.returncode), (output, 0), done.stderr)

    def test_counts_by_component(self):
        self.expect(
            "2024-05-06 10:00:03 ERROR payment: card declined\n2024-05-06 10:00:04 WARN payment: slow: 3 s\n"
            "2024-05-06 10:00:05 INFO web: started\n2024-05-06 10:00:06 WARN mail: retry\n",
            "payment: 1 errors, 1 warnings\nmail: 0 errors, 1 warnings\n",
        )

    def test_sorted_by_errors_then_name(self):
        lines = [f"2024-05-06 10:00:03 ERROR {name}: x" for name in ("c", "b", "b", "a", "d", "d")]
        wanted = "b: 2 errors, 0 warnings\nd: 2 errors, 0 warnings\na: 1 errors, 0 warnings\nc: 1 errors, 0 warnings\n"
        self.expect("\n".join(lines), wanted)

    def test_other_lines(self):
        self.expect("\n\n", "")
        self.expect("hello\n\n2024-05-06 10:00:03 FATAL a: x\n2024-05-06 10:00:03 ERROR nothing\n", "3 lines skipped\n")
        self.expect("  at main.go:3\n2024-05-06 10:00:03 ERROR a: x\n", "a: 1 errors, 0 warnings\n1 lines skipped\n")

    def test_long_lines_and_many(self):
        chance = random.Random(3)
        lines, count = [], {}
        for _ in range(3000):
            name, level = f"part-{chance.randint(1, 9)}", chance.choice(["ERROR", "WARN", "INFO"])
            lines.append(f"2024-05-06 10:00:03 {level} {name}: " + "y" * chance.choice([1, 30, 70000 if chance.random() < 0.01 else 5]))
            entry = count.setdefault(name, [0, 0])
            entry[0] += level == "ERROR"
            entry[1] += level == "WARN"
        order = sorted(count, key=lambda name: (-count[name][0], name))
        self.expect("\n".join(lines), "".join(f"{n}: {count[n][0]} errors, {count[n][1]} warnings\n" for n in order))

    def test_it_is_a_module(self):
        text = pathlib.Path("go.mod").read_text()
        self.assertTrue(re.search(r"^module example\.com/logsum\s*$", text, re.MULTILINE), text)
