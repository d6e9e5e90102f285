'use strict';

/**
 * A small router: patterns such as "/users/:id/files/*", middleware, groups, redirects and URLs by name.
 * It knows nothing of servers: handle(method, url) returns what the handler returns.
 */

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD'];

class RouteError extends Error {
  constructor(message, status = 500) {
    super(message);
    this.name = 'RouteError';
    this.status = status;
  }
}

/** Splits "/a/b?x=1#top" into path and query. */
function splitUrl(url) {
  const withoutHash = url.split('#', 1)[0];
  const mark = withoutHash.indexOf('?');
  if (mark < 0) return { path: withoutHash, query: '' };
  return { path: withoutHash.slice(0, mark), query: withoutHash.slice(mark + 1) };
}

/** Decodes a part of a path; broken escapes stay as they are. */
function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Reads a query string; a name that occurs several times becomes an array. */
function parseQuery(query) {
  const values = {};
  for (const pair of query.split('&')) {
    if (!pair) continue;
    const [name, ...rest] = pair.split('=');
    const key = decode(name.replaceAll('+', ' '));
    const value = decode(rest.join('=').replaceAll('+', ' '));
    if (!(key in values)) values[key] = value;
    else if (Array.isArray(values[key])) values[key].push(value);
    else values[key] = [values[key], value];
  }
  return values;
}

/** Writes a query string, names in order of their insertion; undefined values are left out. */
function formatQuery(values) {
  const pairs = [];
  for (const [name, value] of Object.entries(values)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined) pairs.push(`${encodeURIComponent(name)}=${encodeURIComponent(one)}`);
    }
  }
  return pairs.join('&');
}

/** "/a//b/" and "a/b" become "/a/b". */
function normalize(path) {
  const parts = path.split('/').filter(Boolean);
  return `/${parts.join('/')}`;
}

function escapeRegExp(text) {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/**
 * Compiles a pattern into a regular expression and the names of its parameters.
 * ":name" stands for one part of the path, "*" at the end for the rest.
 */
function compile(pattern) {
  const names = [];
  let source = '';
  const parts = normalize(pattern).split('/').filter(Boolean);
  parts.forEach((part, index) => {
    if (part.startsWith(':')) {
      const name = part.slice(1);
      if (!/^\w+$/.test(name)) throw new RouteError(`not a parameter: ${part}`);
      if (names.includes(name)) throw new RouteError(`${name} occurs twice in ${pattern}`);
      names.push(name);
      source += '/([^/]+)';
    } else if (part === '*') {
      if (index !== parts.length - 1) throw new RouteError(`* must be the last part of ${pattern}`);
      names.push('*');
      source += '(?:/(.*))?';
    } else {
      source += `/${escapeRegExp(part)}`;
    }
  });
  return { regexp: new RegExp(`^${source || '/'}$`), names };
}

/** Writes a path from a pattern and values. */
function build(pattern, values = {}) {
  const path = normalize(pattern)
    .split('/')
    .map((part) => {
      if (part === '*') return values['*'] ?? '';
      if (!part.startsWith(':')) return part;
      const name = part.slice(1);
      if (values[name] === undefined || values[name] === '') throw new RouteError(`${name} is missing for ${pattern}`);
      return encodeURIComponent(values[name]);
    })
    .join('/');
  return normalize(path);
}

class Route {
  constructor(method, pattern, handlers, name) {
    this.method = method;
    this.pattern = normalize(pattern);
    this.handlers = handlers;
    this.name = name;
    this.compiled = compile(this.pattern);
  }

  /** Parameters if the path fits, else null. */
  match(path) {
    const found = this.compiled.regexp.exec(path);
    if (!found) return null;
    const params = {};
    this.compiled.names.forEach((name, index) => {
      params[name] = decode(found[index + 1] ?? '');
    });
    return params;
  }

  /** Patterns with more fixed parts are better. */
  get weight() {
    return this.pattern.split('/').filter((part) => part && part !== '*' && !part.startsWith(':')).length;
  }
}

class Router {
  constructor(options = {}) {
    this.prefix = normalize(options.prefix ?? '');
    this.caseSensitive = options.caseSensitive ?? true;
    this.routes = [];
    this.middleware = [];
    this.errorHandler = null;
  }

  /** Adds a function that runs before the handlers: (request, next) => result. */
  use(fn) {
    if (typeof fn !== 'function') throw new TypeError('middleware must be a function');
    this.middleware.push(fn);
    return this;
  }

  /** Adds a route; the last argument may be { name }. */
  add(method, pattern, ...handlers) {
    const options = typeof handlers.at(-1) === 'object' ? handlers.pop() : {};
    const upper = method.toUpperCase();
    if (!METHODS.includes(upper)) throw new RouteError(`no such method: ${method}`);
    if (!handlers.length) throw new RouteError(`no handler for ${pattern}`);
    if (options.name && this.routes.some((route) => route.name === options.name)) {
      throw new RouteError(`there is a route ${options.name} already`);
    }
    const full = this.prefix === '/' ? pattern : this.prefix + normalize(pattern);
    this.routes.push(new Route(upper, full, handlers, options.name));
    return this;
  }

  get(pattern, ...handlers) {
    return this.add('GET', pattern, ...handlers);
  }

  post(pattern, ...handlers) {
    return this.add('POST', pattern, ...handlers);
  }

  delete(pattern, ...handlers) {
    return this.add('DELETE', pattern, ...handlers);
  }

  /** Answers with another address. */
  redirect(pattern, target, status = 302) {
    return this.get(pattern, (request) => ({ status, location: build(target, request.params) }));
  }

  /** Takes over the routes of another router, below a prefix. */
  mount(prefix, other) {
    for (const route of other.routes) {
      const handlers = [...other.middleware.map((fn) => (request, next) => fn(request, next)), ...route.handlers];
      const full = normalize(`${this.prefix}/${prefix}/${route.pattern}`);
      this.routes.push(new Route(route.method, full, handlers, route.name));
    }
    return this;
  }

  /** What to do with errors: (error, request) => result. */
  onError(fn) {
    this.errorHandler = fn;
    return this;
  }

  /** The best route for a path, with its parameters; null if there is none. */
  find(method, path) {
    const wanted = this.caseSensitive ? normalize(path) : normalize(path).toLowerCase();
    let best = null;
    for (const route of this.routes) {
      if (route.method !== method && !(method === 'HEAD' && route.method === 'GET')) continue;
      const params = route.match(wanted);
      if (params && (!best || route.weight > best.route.weight)) best = { route, params };
    }
    return best;
  }

  /** Methods that a path knows, sorted. */
  allowed(path) {
    return METHODS.filter((method) => this.find(method, path)).sort();
  }

  /** The path of a named route. */
  url(name, values = {}, query = {}) {
    const route = this.routes.find((one) => one.name === name);
    if (!route) throw new RouteError(`there is no route ${name}`);
    const text = formatQuery(query);
    return build(route.pattern, values) + (text ? `?${text}` : '');
  }

  /** Runs middleware and handlers; each may return a result or call next(). */
  handle(method, url, extra = {}) {
    const { path, query } = splitUrl(url);
    const request = { ...extra, method, path: normalize(path), query: parseQuery(query), params: {} };
    try {
      const found = this.find(method, path);
      if (!found) {
        const others = this.allowed(path);
        throw new RouteError(others.length ? `${method} is not allowed` : `nothing at ${path}`, others.length ? 405 : 404);
      }
      request.params = found.params;
      return this.run([...this.middleware, ...found.route.handlers], request);
    } catch (error) {
      if (this.errorHandler) return this.errorHandler(error, request);
      throw error;
    }
  }

  run(handlers, request) {
    const step = (index) => {
      if (index >= handlers.length) throw new RouteError('no handler gave a result');
      let called = false;
      return handlers[index](request, () => {
        if (called) throw new RouteError('next() was called twice');
        called = true;
        return step(index + 1);
      });
    };
    return step(0);
  }
}

module.exports = { Router, RouteError, build, compile, formatQuery, normalize, parseQuery };
