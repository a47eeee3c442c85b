import { topic } from '#libs/words';
import * as messages from '../words/index.js';

/**
 * The words of the pages that mailed links lead to: `<page>.…`, what it says before and after its button is
 * pressed, and `privacy.…`, what the page of an invitation says about the privacy notice.
 */
export const pageWords = topic('api/pages', messages.pages);
