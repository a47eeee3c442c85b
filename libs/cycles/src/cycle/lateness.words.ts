import { topic } from '#libs/words';
import en from '../words/en/lateness.json' with { type: 'json' };
import es from '../words/es/lateness.json' with { type: 'json' };
import fr from '../words/fr/lateness.json' with { type: 'json' };
import zh from '../words/zh/lateness.json' with { type: 'json' };

/**
 * Why a stage cannot open in time: `late`, a sentence; `waits`, each stage that it waits for, and `is.…`, where
 * that one stands.
 */
export const latenessWords = topic('cycles/lateness', { en, zh, fr, es });
