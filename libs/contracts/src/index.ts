export * from './pure.js';
export * from './events/event-types.js';
export type * from './audience.js';
