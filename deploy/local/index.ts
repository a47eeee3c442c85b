export { startLocalServers, type LocalServerOptions, type LocalServers } from './supervisor.js';
export { timeSkippingServer } from './time-skipping.js';
export { ServerUnavailableError } from './tools.js';
