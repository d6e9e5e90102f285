import unittest

from mutants import assert_noticed

CHANGES = {
    'starts_empty': ('let state = { ...initial };', 'let state = {};'),
    'replaces': ('{ ...old, ...patch }', '{ ...patch }'),
    'sets_nothing': ('      state = { ...old, ...patch };\n', ''),
    'always_tells': ('      if (!changed) return false;\n', ''),
    'never_changed': ('return true;', 'return false;'),
    'nobody_told': ('      for (const listener of listeners) listener(state, old);\n', ''),
    'old_lost': ('listener(state, old)', 'listener(state)'),
    'never_taken_away': ('        listeners.splice(listeners.indexOf(listener), 1);\n', ''),
}


class Tests(unittest.TestCase):
    def test_mutants(self):
        assert_noticed('store.test.js', 'store.js', CHANGES, allowed=2)
