import type { CycleDocument } from '../definition/definition.js';
import { type GuangzhouOptions, guangzhouDocument } from './guangzhou-document.js';

/**
 * The shipped template of the Guangzhou International Award for Urban Innovation, as a definition that can be checked.
 */
export const guangzhouTemplate = (options: GuangzhouOptions): CycleDocument => guangzhouDocument(options);
