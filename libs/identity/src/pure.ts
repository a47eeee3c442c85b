export * from './cities/city-merge.rules.js';
export * from './people/identity.rules.js';
export * from './privacy/privacy.rules.js';
