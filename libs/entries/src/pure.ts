// The rules of entries. They use node:crypto, so they are for services, the CLI and the auditor, not for workflow bundles;
// they reach no Nest, ORM, zod, file or network.
export * from './content-digest.rules.js';
export * from './eligibility.facts.js';
export * from './eligibility.rules.js';
export * from './form.js';
export * from './form-validation.js';
export * from './json-pointer.js';
export * from './pass-fail.rules.js';
export * from './words.rules.js';
