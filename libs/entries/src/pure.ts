// The rules of entries. They use node:crypto, so they are for services, the CLI and the auditor,
// not for workflow bundles; they reach no Nest, ORM, zod, file or network.
export { type PassFailInputs, recomputePassFail } from './eligibility/pass-fail.rules.js';
export type { JsonObject } from './form/json-pointer.js';
