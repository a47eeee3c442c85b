export * from './city-merge.rules.js';
export * from './identity.rules.js';
export * from './privacy.rules.js';
