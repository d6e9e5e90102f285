const assert = require('assert');
const { Router, build, compile, parseQuery } = require('./router');

const router = new Router();
router.get('/users/:id', (request) => request.params.id, { name: 'user' });
router.get('/users/me', () => 'me');
router.get('/files/*', (request) => request.params['*']);

assert.strictEqual(router.handle('GET', '/users/7'), '7');
assert.strictEqual(router.handle('GET', '/users/me'), 'me');
assert.strictEqual(router.handle('GET', '/files/a/b'), 'a/b');
assert.strictEqual(router.url('user', { id: 'a b' }, { page: 2 }), '/users/a%20b?page=2');
assert.throws(() => router.handle('POST', '/users/7'), /not allowed/);
assert.throws(() => compile('/a/*/b'), /last part/);
assert.throws(() => build('/users/:id'), /missing/);
assert.deepStrictEqual(parseQuery('a=1&a=2&b=x+y'), { a: ['1', '2'], b: 'x y' });
console.log('ok');
