export { projectRoot } from './cache.js';
export { Ports } from './ports.js';
export { startLocalServers, type LocalServerOptions, type LocalServers } from './supervisor.js';
export { timeSkippingServer } from './time-skipping.js';
export { ServerUnavailableError } from './tools.js';
