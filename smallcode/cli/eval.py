"""Measure agents on task suites, and report.

smallcode eval run SUITE -o FILE [--agent NAME]                        do the tasks, judge, write results
smallcode eval report FILE ... [-o out.html]                           compare: success, cost, causes
smallcode eval ablate SUITE -o FILE [--groups NAME,...]                what groups of mechanisms are worth
smallcode eval governor FILE ...                                       what the governor's learning is worth
smallcode eval check [SUITE ...]                                       prove the hidden checks
smallcode eval list [SUITE ...]                                        what there is

Suites come with the source: outside a checkout, name their folder with --suites. Files of other benchmarks that are
here are suites too: humaneval:FILE, mbpp:FILE, exercism:FOLDER, polyglot:FOLDER, swe:FILE. Agents are smallcode, bare,
bare-loop, aider, opencode, pi, and what --agents FILE adds.
"""

from __future__ import annotations

from smallcode.evals.command import add_arguments, run

__all__ = ["add_arguments", "run"]
