import test from 'node:test';
import assert from 'node:assert';
import { createRequire } from 'node:module';

const { shorten } = createRequire(import.meta.url)('./shorten.js');

test('short', () => assert.strictEqual(shorten('abc', 5), 'abc'));
test('long', () => assert.strictEqual(shorten('abcdef', 4), 'abcd...'));
