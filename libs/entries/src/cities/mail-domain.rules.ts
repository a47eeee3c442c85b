import { domainToASCII } from 'node:url';
import type { Said } from '#libs/contracts/pure';
import { FREE_MAIL_DOMAINS, FREE_MAIL_NAMES } from './free-mail-domains.js';
import { refusal } from '../refusals.words.js';

/** A mail domain as it is kept: lower case, ASCII (IDNA), without the dot at its end; null when it is none. */
export function mailDomain(given: string): string | null {
  const domain = domainToASCII(given.trim().replace(/\.$/, '')).toLowerCase();
  return /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/.test(domain) ? domain : null;
}

/** Endings under which anybody registers a name, such as `co.uk`: nobody owns all that is under them. */
const isEnding = (domain: string) => /^(co|com|net|org|edu|ac|or|ne|info|biz|name)\.[a-z]{2}$/.test(domain);

/** Is a domain one where anybody gets an address, or a part of one? */
export function isFreeMail(domain: string): boolean {
  const labels = domain.split('.');
  return labels.some((label, at) => {
    const rest = labels.slice(at + 1).join('.');
    if (FREE_MAIL_DOMAINS.has(`${label}.${rest}`)) return true;
    return FREE_MAIL_NAMES.has(label) && rest !== '' && (!rest.includes('.') || isEnding(rest));
  });
}

/** Why a domain cannot be trusted; null when it can. */
export function trustProblem(domain: string): Said | null {
  if (isEnding(domain)) return refusal('domain.ending', { domain });
  return isFreeMail(domain) ? refusal('domain.freeMail', { domain }) : null;
}

/**
 * What a programme trusts: addresses of a domain and what is under it, for every city, those of a
 * territory, or one by its name.
 */
export interface DomainTrust {
  domain: string;
  territory: string | null;
  cityName: string | null;
}

const comparable = (name: string) => name.normalize('NFKC').trim().replaceAll(/\s+/gu, ' ').toLowerCase();

/**
 * The first trust by which an address speaks for a city; undefined when none does. Free mail never
 * does, whatever is trusted.
 */
export function trustFor<T extends DomainTrust>(
  address: string,
  city: { name: string; territory: string | null },
  trusted: readonly T[],
): T | undefined {
  const domain = mailDomain(address.slice(address.lastIndexOf('@') + 1));
  if (domain === null || isFreeMail(domain)) return undefined;
  return trusted.find(
    (one) =>
      (domain === one.domain || domain.endsWith(`.${one.domain}`)) &&
      (one.territory === null || one.territory === city.territory) &&
      (one.cityName === null || comparable(one.cityName) === comparable(city.name)),
  );
}
