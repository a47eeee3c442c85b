import { describe, expect, it } from '@jest/globals';
import { LANGUAGES, type Language } from '#libs/contracts';
import { explain, guangzhouTemplate, icsOf, pictureOf, timelineOf } from '#libs/cycles';
import { MAIL_FACTS, renderMail } from '#libs/notifications/pure';
import type { EntrantKind } from '#libs/words';
import { complete, types } from '../planning/support.js';
import { factsOf } from '../support/mail-facts.js';

const CITY: Partial<Record<string, RegExp>> = {
  en: /\bcit(y|ies)\b/i,
  zh: /城市|[本贵该]市/,
  fr: /\bvilles?\b/i,
  es: /\bciudad(es)?\b/i,
};

/** All that people read of a cycle whose entrants are of a kind. */
async function told(entrant: EntrantKind | undefined, language: Language): Promise<string> {
  const document = guangzhouTemplate({ edition: '7', year: 2027, demonstration: true });
  const stages = document.stages.map((stage) =>
    stage.type === 'call-for-entries'
      ? { ...stage, settings: { ...stage.settings, requiresVerification: 'verified' } }
      : stage,
  );
  const definition = complete({ ...document, entrant, stages });
  const timeline = timelineOf(definition);
  const mails = await Promise.all(
    Object.keys(MAIL_FACTS).map((kind) =>
      renderMail(kind, { ...factsOf(kind), role: 'city', entrantKind: entrant }, { name: 'A', zone: 'UTC', language }),
    ),
  );
  return [
    explain(timeline, { language, types, mailLanguages: [], mails: 'all' }),
    icsOf(timeline, { language, types, now: '2026-11-24T00:00:00.000Z' }),
    pictureOf(timeline, language),
    ...mails.flatMap(({ subject, text }) => [subject, text]),
  ].join('\n');
}

describe('an award of other entrants than cities', () => {
  it.each(LANGUAGES)('speaks of them wherever it would speak of cities (%s)', async (language) => {
    const city = CITY[language]!;
    expect(await told(undefined, language)).toMatch(city);
    expect(await told(undefined, language)).toBe(await told('city', language));
    expect((await told('team', language)).split('\n').filter((line) => city.test(line))).toEqual([]);
    expect((await told('candidate', language)).split('\n').filter((line) => city.test(line))).toEqual([]);
  });

  it('agrees with what they are called', async () => {
    const french = await told('candidate', 'fr');
    expect(french).toContain('Les candidats concernés apprennent le résultat');
    expect(french).toContain('dès qu’il est vérifié');
    const spanish = await told('candidate', 'es');
    expect(spanish).toContain('los contactos del candidato');
    expect(spanish).toContain('los candidatos interesados');
    const english = await told('candidate', 'en');
    expect(english).toContain('When a candidate is verified');
    expect(english).toContain('Candidates register');
  });
});
