export { projectRoot } from './cache.js';
export { Ports } from './ports.js';
export { startLocalServers, type LocalServers } from './supervisor.js';
export { timeSkippingServer } from './time-skipping.js';
