import { fastify } from 'fastify';

// What Fastify itself answers in a second, for the answers of the API to be measured by: one route
// with a small schema-less JSON.
const server = fastify();
server.get('/bare', () => ({ id: 'bare', name: 'Nobody', roles: [{ role: 'none', programme: null }] }));
process.send!(await server.listen({ host: '127.0.0.1', port: 0 }));
