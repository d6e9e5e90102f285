import unittest
from pathlib import Path

from compiled import go_program, run_program

LOG = "2025-03-01 VAN 100\n2025-03-01 BIKE 8\n\n2025-03-02 VAN 20 private\n2025-03-03 VAN 0.5 private\n"


class Mileage(unittest.TestCase):
    def test_program(self):
        program = go_program()
        out = lambda text, *words: run_program([program, *words], text=text).stdout
        van = "VAN 120.5 km, 3 trips, 17% private\n"
        self.assertEqual(out(LOG, "-summary"), f"{van}BIKE 8.0 km, 1 trip, 0% private\ntotal 128.5 km, 4 trips, 16% private\n")
        self.assertEqual(out(LOG, "-summary", "-car", "VAN"), f"{van}{van.replace('VAN', 'total')}")
        empty = "total 0.0 km, 0 trips, 0% private\n"
        self.assertEqual(out("", "-summary"), empty)
        self.assertEqual(out(LOG, "-summary", "-car", "TRUCK"), empty)
        self.assertEqual(out("d A 0 private\n", "-summary"), "A 0.0 km, 1 trip, 0% private\ntotal 0.0 km, 1 trip, 0% private\n")
        self.assertEqual(out("d A 1 private\nd B 1\n", "-summary"), "A 1.0 km, 1 trip, 100% private\nB 1.0 km, 1 trip, 0% private\ntotal 2.0 km, 2 trips, 50% private\n")
        self.assertEqual(out(LOG, "-car", "BIKE"), "2025-03-01 BIKE 8.0 km\n")
        self.assertEqual(len(out(LOG).splitlines()), 4)
        self.assertEqual(run_program([program, "-summary"], text="rubbish\n").returncode, 1)
        self.assertIn("-summary", Path("README.md").read_text())
