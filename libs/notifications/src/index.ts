export * from './audiences.js';
export * from './delivery.entity.js';
export * from './migrations/index.js';
export * from './notification-planner.js';
export * from './people-directory.js';
export * from './sender.js';
export { TEMPLATES } from './templates/index.js';
