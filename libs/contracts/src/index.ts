export * from './pure.js';
export * from './events/event-types.js';
export * from './exports.js';
export type * from './audience.js';
