export * from './pure.js';
export * from './events/event-types.js';
