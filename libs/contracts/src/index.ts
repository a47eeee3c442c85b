export * from './pure.js';
export * from './events/event-types.js';
export * from './vocabulary/exports.js';
export type * from './events/audience.js';
