export * from './clarification.fold.rules.js';
export * from './fold.rules.js';
export * from './history.rules.js';
export * from './decision-check.rules.js';
export * from './extension.rules.js';
