import random
import unittest

import compiled

PROGRAM = compiled.rust_program()


class Doors(unittest.TestCase):
    def expect(self, text, output):
        done = compiled.run_program([PROGRAM], text=text)
        self.assertEqual((done.stdout, done.returncode), (output, 0), done.stderr)

    def test_one_person(self):
        self.expect("08:15 in anna\n09:40 out anna\n", "anna 85\n")

    def test_several_in_alphabetical_order(self):
        self.expect("08:00 in zoe\n08:10 in bo\n09:00 out zoe\n11:10 out bo\n", "bo 180\nzoe 60\n")

    def test_visits_add_up(self):
        self.expect("08:00 in zoe\n09:00 out zoe\n10:00 in zoe\n10:05 out zoe\n", "zoe 65\n")

    def test_blank_lines(self):
        self.expect("\n08:15 in anna\n\n09:15 out anna\n\n", "anna 60\n")
        self.expect("", "")

    def test_many_people(self):
        chance = random.Random(5)
        minute, since, total, lines = 0, {}, {}, []

        def note(name):
            what = "out" if name in since else "in"
            if what == "in":
                since[name] = minute
            else:
                total[name] = total.get(name, 0) + minute - since.pop(name)
            lines.append(f"{minute // 60:02}:{minute % 60:02} {what} {name}")

        for _ in range(300):
            minute += chance.randint(0, 3)
            note(f"p{chance.randint(1, 20)}")
        for name in sorted(since):
            note(name)
        self.expect("\n".join(lines) + "\n", "".join(f"{name} {total[name]}\n" for name in sorted(total)))
