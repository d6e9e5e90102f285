"""Evals: task suites, the runner, agents side by side, and the report. Installed as ``smallcode.evals``."""
