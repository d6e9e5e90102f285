const assert = require('node:assert/strict');
const { test } = require('node:test');
const { render, namesIn, TemplateError } = require('./template');

test('values and filters', () => {
  assert.equal(render('Hi {{user.name | upper}}!', { user: { name: 'ann' } }), 'Hi ANN!');
  assert.equal(render('{{a}} {{{a}}}', { a: '<b>' }), '&lt;b&gt; <b>');
});

test('blocks', () => {
  assert.equal(render('{{#if a}}yes{{else}}no{{/if}}', { a: [] }), 'no');
  assert.equal(render('{{#each list}}{{@index}}:{{name}}{{#unless @last}}, {{/unless}}{{/each}}', { list: [{ name: 'x' }, { name: 'y' }] }), '0:x, 1:y');
  assert.equal(render('{{#each list}}x{{else}}empty{{/each}}', {}), 'empty');
});

test('other templates', () => {
  assert.equal(render('{{> sign}}', { name: 'Bo' }, { partials: { sign: '-- {{name}}' } }), '-- Bo');
});

test('mistakes', () => {
  for (const text of ['{{#if a}}', '{{/if}}', '{{else}}', '{{#loop a}}{{/loop}}', '{{a b}}', '{{a | nothing}}']) {
    assert.throws(() => render(text, {}), TemplateError, text);
  }
});

test('names', () => {
  assert.deepEqual(namesIn('{{b}}{{#if a.x}}{{c}}{{/if}}{{#each list}}{{inner}}{{/each}}'), ['a', 'b', 'c', 'list']);
});
