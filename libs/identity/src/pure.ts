export * from './identity.rules.js';
