import unittest

from mutants import assert_noticed

CHANGES = {
    'not_frozen': ('const next = Object.freeze({ ...state, ...values });', 'const next = { ...state, ...values };'),
    'replaces': ('Object.freeze({ ...state, ...values })', 'Object.freeze({ ...values })'),
    'no_function': ("typeof patch === 'function' ? patch(state) : patch", 'patch'),
    'always_tells': ('      if (same(state, next)) return false;\n', ''),
    'strict_equality': ('return [...keys].every((key) => Object.is(a[key], b[key]));', 'return [...keys].every((key) => a[key] === b[key]);'),
    'returns_nothing': ('      return true;\n', ''),
    'old_lost': ('listener(state, old);', 'listener(state, state);'),
    'reversed': ('of [...listeners]) listener', 'of [...listeners].reverse()) listener'),
    'never_taken_away': ('listeners.filter((other) => other !== entry)', 'listeners'),
    'all_taken_away': ('listeners.filter((other) => other !== entry)', '[]'),
    'watch_always': ('if (!Object.is(now[key], old[key])) listener', 'listener'),
    'watch_swapped': ('listener(now[key], old[key])', 'listener(old[key], now[key])'),
    'watch_for_ever': ('      return this.subscribe(', '      this.subscribe('),
    'batch_tells_each': ('      if (depth === 0) tell();\n      return true;', '      tell();\n      return true;'),
    'batch_silent': ('        depth -= 1;\n        if (depth === 0) tell();', '        depth -= 1;'),
    'inner_batch_tells': ('        depth -= 1;\n        if (depth === 0) tell();', '        depth -= 1;\n        tell();'),
    'batch_after_error': ('      try {\n        return work();\n      } finally {\n        depth -= 1;\n        if (depth === 0) tell();\n      }', '      const result = work();\n      depth -= 1;\n      if (depth === 0) tell();\n      return result;'),
    'back_again_told': ('    if (same(old, state)) return;\n', ''),
    'initial_kept': ('Object.freeze({ ...initial })', 'Object.freeze(initial)'),
}


class Tests(unittest.TestCase):
    def test_mutants(self):
        assert_noticed('store.test.js', 'store.js', CHANGES, allowed=4)
