'use strict';

/**
 * Templates for our mails and pages.
 *
 *   {{name}} {{user.name}}        a value, escaped for HTML
 *   {{{name}}}                    a value as it is
 *   {{name | upper | cut 10}}     a value through filters
 *   {{#if name}}..{{else}}..{{/if}}
 *   {{#unless name}}..{{else}}..{{/unless}}
 *   {{#each items}}..{{else}}..{{/each}}
 *                                 inside, "this" is the item and its keys are names; @index, @first and @last;
 *                                 ../name is a name outside of the loop; the else part is for empty lists
 *   {{> name}}                    another template
 *   {{! a comment }}
 *
 * compile(text) gives a function from data to text. Templates are parsed into a tree of nodes once.
 */

const TAG = /\{\{\{\s*([^{}]+?)\s*\}\}\}|\{\{\s*([^{}]+?)\s*\}\}/g;
const PATH = /^(?:\.\.\/)*(?:@?[A-Za-z_]\w*|this)(?:\.[A-Za-z_0-9]\w*)*$/;
const BLOCKS = new Set(['if', 'unless', 'each']);
const ESCAPES = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const MAX_DEPTH = 50;

class TemplateError extends Error {
  constructor(message, line) {
    super(line ? `line ${line}: ${message}` : message);
    this.name = 'TemplateError';
    this.line = line;
  }
}

// --- values ------------------------------------------------------------------

function escapeHtml(text) {
  return text.replace(/[&<>"']/g, (c) => ESCAPES[c]);
}

function toText(value) {
  if (value === null || value === undefined || value === false) return '';
  if (Array.isArray(value)) return value.map(toText).join(', ');
  return String(value);
}

/** What counts as true in {{#if}}: not false, null, undefined, 0, "" or an empty list. */
function isTrue(value) {
  return Array.isArray(value) ? value.length > 0 : Boolean(value);
}

function isObject(value) {
  return typeof value === 'object' && value !== null;
}

/** Names and where they are looked up: data, and the scope around it. */
class Scope {
  constructor(data, parent = null, specials = {}) {
    this.data = data;
    this.parent = parent;
    this.specials = specials;
  }

  /** The value of a path; undefined if any part of it is missing. */
  lookUp(path) {
    let scope = this;
    while (path.startsWith('../')) {
      path = path.slice(3);
      if (!scope.parent) return undefined;
      scope = scope.parent;
    }
    const [first, ...rest] = path.split('.');
    let value = scope.first(first);
    for (const key of rest) {
      if (!isObject(value) || !Object.hasOwn(value, key)) return undefined;
      value = value[key];
    }
    return value;
  }

  first(name) {
    if (name === 'this') return this.data;
    if (name.startsWith('@')) return this.specials[name.slice(1)];
    if (isObject(this.data) && Object.hasOwn(this.data, name)) return this.data[name];
    return this.parent?.first(name);
  }
}

// --- filters -----------------------------------------------------------------

const FILTERS = {
  upper: (value) => toText(value).toUpperCase(),
  lower: (value) => toText(value).toLowerCase(),
  trim: (value) => toText(value).trim(),
  cut: (value, length = '20') => {
    const text = toText(value);
    return text.length > Number(length) ? `${text.slice(0, Number(length))}...` : text;
  },
  default: (value, ...words) => (isTrue(value) ? value : words.join(' ')),
  join: (value, separator = ',') => (Array.isArray(value) ? value.map(toText).join(separator) : toText(value)),
  count: (value) => (Array.isArray(value) ? value.length : isObject(value) ? Object.keys(value).length : 0),
  money: (value) => (Number.isFinite(Number(value)) ? Number(value).toFixed(2) : ''),
};

function applyFilter(value, { name, args }, filters, line) {
  const filter = Object.hasOwn(filters, name) ? filters[name] : undefined;
  if (!filter) throw new TemplateError(`there is no filter ${name}`, line);
  return filter(value, ...args);
}

// --- tokens ------------------------------------------------------------------

function lineOf(text, index) {
  let line = 1;
  for (let i = 0; i < index; i++) if (text[i] === '\n') line++;
  return line;
}

/** Texts and tags of a template, in order. */
function tokenize(text) {
  const tokens = [];
  let end = 0;
  for (const match of text.matchAll(TAG)) {
    if (match.index > end) tokens.push({ kind: 'text', text: text.slice(end, match.index) });
    tokens.push(tagToken(match, lineOf(text, match.index)));
    end = match.index + match[0].length;
  }
  if (end < text.length) tokens.push({ kind: 'text', text: text.slice(end) });
  return tokens;
}

function tagToken(match, line) {
  if (match[1] !== undefined) return { kind: 'value', raw: true, ...valueOf(match[1], line), line };
  const tag = match[2];
  if (tag.startsWith('!')) return { kind: 'comment' };
  if (tag.startsWith('>')) return { kind: 'partial', name: tag.slice(1).trim(), line };
  if (tag === 'else') return { kind: 'else', line };
  if (tag.startsWith('/')) return { kind: 'close', name: tag.slice(1).trim(), line };
  if (!tag.startsWith('#')) return { kind: 'value', raw: false, ...valueOf(tag, line), line };
  const [name, path, ...more] = tag.slice(1).trim().split(/\s+/);
  if (!BLOCKS.has(name)) throw new TemplateError(`there is no block ${name}`, line);
  if (!path || more.length) throw new TemplateError(`{{#${name}}} needs one name`, line);
  return { kind: 'open', name, path: checkedPath(path, line), line };
}

function valueOf(text, line) {
  const [path, ...filters] = text.split('|').map((part) => part.trim());
  return {
    path: checkedPath(path, line),
    filters: filters.map((filter) => {
      const [name, ...args] = filter.split(/\s+/);
      return { name, args };
    }),
  };
}

function checkedPath(path, line) {
  if (!PATH.test(path)) throw new TemplateError(`not a name: ${path}`, line);
  return path;
}

// --- from tokens to a tree -----------------------------------------------------

/** Nodes of all tokens; `open` holds the blocks that are open, the innermost last, and the list that each fills now. */
function parse(tokens) {
  const top = [];
  const open = [];
  let nodes = top;
  for (const token of tokens) {
    const block = open.at(-1);
    if (token.kind === 'open') {
      const node = { kind: token.name, path: token.path, line: token.line, body: [], otherwise: [] };
      nodes.push(node);
      open.push({ node, around: nodes, hasElse: false });
      nodes = node.body;
    } else if (token.kind === 'else') {
      if (!block) throw new TemplateError('{{else}} outside of a block', token.line);
      block.hasElse = true;
      nodes = block.node.otherwise;
    } else if (token.kind === 'close') {
      if (block?.node.kind !== token.name) throw new TemplateError(`{{/${token.name}}} closes nothing`, token.line);
      nodes = open.pop().around;
    } else if (token.kind !== 'comment') {
      nodes.push(token);
    }
  }
  if (open.length) throw new TemplateError(`{{#${open.at(-1).node.kind}}} is not closed`, open.at(-1).node.line);
  return top;
}

// --- from a tree to text -------------------------------------------------------

function renderNodes(nodes, scope, env, depth) {
  return nodes.map((node) => renderNode(node, scope, env, depth)).join('');
}

function renderNode(node, scope, env, depth) {
  switch (node.kind) {
    case 'text':
      return node.text;
    case 'value': {
      let value = scope.lookUp(node.path);
      for (const filter of node.filters) value = applyFilter(value, filter, env.filters, node.line);
      return node.raw ? toText(value) : escapeHtml(toText(value));
    }
    case 'if':
      return renderNodes(isTrue(scope.lookUp(node.path)) ? node.body : node.otherwise, scope, env, depth);
    case 'unless':
      return renderNodes(isTrue(scope.lookUp(node.path)) ? node.otherwise : node.body, scope, env, depth);
    case 'each':
      return renderEach(node, scope, env, depth);
    case 'partial':
      return renderPartial(node, scope, env, depth);
    default:
      throw new TemplateError(`there is no node ${node.kind}`, node.line);
  }
}

function renderEach(node, scope, env, depth) {
  const list = scope.lookUp(node.path);
  const items = Array.isArray(list) ? list : isObject(list) ? Object.values(list) : [];
  if (!items.length) return renderNodes(node.otherwise, scope, env, depth);
  return items
    .map((item, index) => {
      const specials = { index, first: index === 0, last: index === items.length - 1 };
      return renderNodes(node.body, new Scope(item, scope, specials), env, depth);
    })
    .join('');
}

function renderPartial(node, scope, env, depth) {
  if (depth >= MAX_DEPTH) throw new TemplateError(`${node.name} includes itself`, node.line);
  if (!Object.hasOwn(env.partials, node.name)) throw new TemplateError(`there is no template ${node.name}`, node.line);
  return renderNodes(env.tree(node.name), scope, env, depth + 1);
}

// --- what others use -----------------------------------------------------------

/** A function from data to text. `partials` are texts by name, `filters` are added to ours. */
function compile(text, { partials = {}, filters = {} } = {}) {
  const nodes = parse(tokenize(text));
  const trees = new Map();
  const env = {
    partials,
    filters: { ...FILTERS, ...filters },
    tree(name) {
      if (!trees.has(name)) trees.set(name, parse(tokenize(partials[name])));
      return trees.get(name);
    },
  };
  return (data = {}) => renderNodes(nodes, new Scope(data), env, 0);
}

/** Compile and render at once. */
function render(text, data, options) {
  return compile(text, options)(data);
}

/** Names that a template asks for, sorted, without those of loops and without filters. */
function namesIn(text) {
  const names = new Set();
  const visit = (nodes, inLoop) => {
    for (const node of nodes) {
      if (node.path && !inLoop && !node.path.startsWith('@') && node.path !== 'this') names.add(node.path.split('.')[0]);
      if (node.body) visit(node.body, inLoop || node.kind === 'each');
      if (node.otherwise) visit(node.otherwise, inLoop);
    }
  };
  visit(parse(tokenize(text)), false);
  return [...names].sort();
}

module.exports = { compile, render, namesIn, escapeHtml, TemplateError };
