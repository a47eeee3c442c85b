import { topic } from '#libs/words';
import en from '../words/en/pages.json' with { type: 'json' };
import es from '../words/es/pages.json' with { type: 'json' };
import fr from '../words/fr/pages.json' with { type: 'json' };
import zh from '../words/zh/pages.json' with { type: 'json' };

/**
 * The words of the pages that mailed links lead to: `<page>.…`, what it says before and after its button is
 * pressed, and `privacy.…`, what the page of an invitation says about the privacy notice.
 */
export const pageWords = topic('api/pages', { en, zh, fr, es });
