// The rules of judging. They use node:crypto (SHA-256), so they are for services, the CLI and the auditor, not for
// workflow bundles; they reach no Nest, ORM, zod, file or network.
export { decisionDigests, recomputeDecision } from './methods/decision.rules.js';
export { shuffled } from './counting/digest.js';
