export * from './fold.rules.js';
export * from './history.rules.js';
