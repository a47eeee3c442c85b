export { LANGUAGES, type Language } from './people/identity.rules.js';
