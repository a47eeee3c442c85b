export { type ClarificationAccount, compareClarifications } from './clarification-fold.rules.js';
export {
  type DecisionAccount,
  type Recomputation,
  compareChains,
  compareDecision,
  missingDecisions,
} from './decision-check.rules.js';
export { type ExtensionAccount, type LoggedExtension, compareExtensions } from './extension.rules.js';
export { type Divergence, type StageAccount, compareStages } from './fold.rules.js';
export { type Committed, committedBy } from './history.rules.js';
