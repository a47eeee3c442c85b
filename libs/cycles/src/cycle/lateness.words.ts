import { topic } from '#libs/words';
import * as messages from '../words/index.js';

/**
 * Why a stage cannot open in time: `late`, a sentence; `waits`, each stage that it waits for, and `is.…`, where
 * that one stands.
 */
export const latenessWords = topic('cycles/lateness', messages.lateness);
