export * from './calendar.js';
export * from './definition.js';
export * from './stage-type.js';
export * from './stage-facts.js';
export { Stage } from './stage.entity.js';
