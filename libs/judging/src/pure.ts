// The rules of judging. They use node:crypto (SHA-256), so they are for services, the CLI and the auditor, not for
// workflow bundles; they reach no Nest, ORM, zod, file or network.
export * from './assignment.js';
export * from './borda.js';
export * from './certification.rules.js';
export * from './complaint.rules.js';
export * from './conflicts.js';
export * from './decision.rules.js';
export * from './digest.js';
export * from './kemeny.js';
export * from './majority-judgment.js';
export * from './order.js';
export * from './pairwise.js';
export * from './panel.rules.js';
export * from './ranked-pairs.js';
export * from './recompute.js';
export * from './published-tiers.js';
export * from './schulze.js';
export * from './shortlist.js';
export * from './supersession-effects.rules.js';
export * from './supersession.rules.js';
export * from './tie-ladder.js';
export * from './tiers.js';
export * from './weighted-score.js';
export * from './winners.js';
