export { TemporalClient } from './temporal-client.js';
export { TemporalClientModule } from './temporal-client.module.js';
export { TemporalWorker, type TemporalWorkerOptions } from './temporal-worker.js';
export { temporalMetrics } from './temporal-runtime.js';
export { registerSearchAttributes } from './search-attributes.js';
