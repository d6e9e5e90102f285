import random
import unittest

import compiled

PROGRAM = compiled.go_program()


class Summary(unittest.TestCase):
    def expect(self, text, output):
        done = compiled.run_program([PROGRAM], text=text)
        self.assertEqual((done.stdout, done.returncode), (output, 0), done.stderr)

    def test_counts_by_component(self):
        self.expect(
            "2024-05-06 10:00:03 ERROR payment: card declined\n2024-05-06 10:00:04 WARN payment: slow\n"
            "2024-05-06 10:00:05 INFO web: started\n2024-05-06 10:00:06 WARN mail: retry\n",
            "mail: 0 errors, 1 warnings\npayment: 1 errors, 1 warnings\n",
        )

    def test_only_what_has_any(self):
        self.expect("2024-05-06 10:00:05 INFO web: started\n2024-05-06 10:00:06 INFO mail: ERROR is a word\n", "")
        self.expect("", "")

    def test_colons_in_the_message(self):
        self.expect("2024-05-06 10:00:05 ERROR web: status: 500 in: index\n", "web: 1 errors, 0 warnings\n")

    def test_many(self):
        chance = random.Random(3)
        lines, count = [], {}
        for _ in range(500):
            name, level = f"part{chance.randint(1, 9)}", chance.choice(["ERROR", "WARN", "INFO"])
            lines.append(f"2024-05-06 10:00:03 {level} {name}: text")
            entry = count.setdefault(name, [0, 0])
            entry[0] += level == "ERROR"
            entry[1] += level == "WARN"
        wanted = "".join(f"{n}: {count[n][0]} errors, {count[n][1]} warnings\n" for n in sorted(count))
        self.expect("\n".join(lines) + "\n", wanted)
