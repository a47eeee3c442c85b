import { TYPE, type MessageFormatElement, parse } from '@formatjs/icu-messageformat-parser';

/**
 * The pseudo-language: English that is accented and about 30 % longer. Tests find texts that do not
 * come from the words by it.
 */
export const PSEUDO_LANGUAGE = 'en-XA';

const PLAIN = 'AaBbCcDdEeGgHhIiJjKkLlNnOoRrSsTtUuWwYyZz';
const ACCENTED = 'ÀàƁƀĈĉĐđÉéĜĝĤĥÎîĴĵĶķĹĺŇňÖöŔŕŠšŤťÛûŴŵÝýŽž';
const BY_LETTER = new Map([...PLAIN].map((letter, index) => [letter, [...ACCENTED][index]!]));

/**
 * A text in the pseudo-language: each letter with an accent, every third vowel doubled. `[…]` marks
 * are left to the caller.
 */
export function inPseudoLanguage(text: string): string {
  let vowels = 0;
  return [...text]
    .map((letter) => {
      const accented = BY_LETTER.get(letter) ?? letter;
      if (!/[aeiou]/i.test(letter)) return accented;
      vowels += 1;
      return vowels % 3 === 0 ? accented : accented + accented;
    })
    .join('');
}

/** The message of an English ICU message in the pseudo-language: texts are changed, arguments and their forms stay. */
export function pseudoMessage(english: string): MessageFormatElement[] {
  return parse(english, { ignoreTag: true }).map(changed);
}

function changed(element: MessageFormatElement): MessageFormatElement {
  if (element.type === TYPE.literal) return { ...element, value: inPseudoLanguage(element.value) };
  if (element.type === TYPE.tag) return { ...element, children: element.children.map(changed) };
  if (element.type !== TYPE.select && element.type !== TYPE.plural) return element;
  const options = Object.entries(element.options).map(([key, option]) => [
    key,
    { ...option, value: option.value.map(changed) },
  ]);
  return { ...element, options: Object.fromEntries(options) };
}
