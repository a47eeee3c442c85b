import './typescript-sources.js';
import { dropBundles } from './kept-bundles.js';

/** Removes the workflows that were bundled for these tests. */
export default dropBundles;
