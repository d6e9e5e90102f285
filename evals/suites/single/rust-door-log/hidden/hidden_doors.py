import random
import unittest

import compiled

PROGRAM = compiled.rust_program()


def run(text):
    return compiled.run_program([PROGRAM], text=text)


class Doors(unittest.TestCase):
    def expect(self, text, output):
        done = run(text)
        self.assertEqual((done.stdout, done.returncode), (output, 0), done.stderr)

    def refused(self, text, line):
        done = run(text)
        self.assertEqual((done.stdout, done.returncode), ("", 1))
        self.assertTrue(done.stderr.startswith(f"line {line}: "), done.stderr)

    def test_times_add_up(self):
        self.expect("08:15 in anna\n09:40 out anna\n", "anna 85\n")
        self.expect("08:00 in zoe\n08:10 in bo\n09:00 out zoe\n10:00 in zoe\n10:05 out zoe\n11:10 out bo\n", "bo 180\nzoe 65\n")
        self.expect("", "")

    def test_still_in(self):
        self.expect("07:00 in bert\n07:30 out bert\n08:00 in bert\n", "bert open\n")

    def test_blank_lines_and_spaces(self):
        self.expect("\n 08:15  in anna \n\n09:15 out anna", "anna 60\n")

    def test_what_is_wrong(self):
        self.refused("08:15 in anna\n\n08:20 in anna\n", 3)
        self.refused("08:15 out anna\n", 1)
        self.refused("08:15 in anna\n08:16 out bert\n", 2)
        self.refused("08:15 in\n", 1)
        self.refused("08:15 by anna\n", 1)
        for time in ("8.15", "24:00", "12:60", "ab:cd", "1215"):
            self.refused(f"07:00 in bo\n{time} in anna\n", 2)

    def test_many_people(self):
        chance = random.Random(5)
        minute, since, total, lines = 0, {}, {}, []
        for _ in range(400):
            minute += chance.randint(0, 3)
            name = f"p{chance.randint(1, 20)}"
            total.setdefault(name, 0)
            what = "out" if name in since else "in"
            if what == "in":
                since[name] = minute
            else:
                total[name] += minute - since.pop(name)
            lines.append(f"{minute // 60:02}:{minute % 60:02} {what} {name}")
        wanted = [f"{name} {'open' if name in since else total[name]}" for name in sorted(total)]
        self.expect("\n".join(lines) + "\n", "\n".join(wanted) + "\n")
