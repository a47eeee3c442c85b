export * from './workflows/ids.js';
export * from './workflows/stage-facts.js';
export * from './workflows/commands.js';
export * from './workflows/activities.js';
export * from './problems.js';
export * from './roles.js';
export * from './decision.js';
