export * from '../../../workflows/index.js';
export { somebodyActs } from './people.workflow.js';
