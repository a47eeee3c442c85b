import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type NewTranslation, TranslationService } from '#libs/entries';
import type { RequestContext } from '#libs/platform';
import { type JudgingFixture, type PlacedEntry, openJudgingFixture } from '../../../../test/support/judging-fixture.js';
import { BallotService } from '../jury/ballot.service.js';
import { DecisionService } from '../decision/decision.service.js';
import { ReviewService } from '../screening/review.service.js';

const system = { actor: { id: 'service:worker' }, cause: 'workflow:test' };
const text = (title: string, more: object = {}) => ({ type: 'string', title, maxWords: 50, ...more });
/** A form with a text and a figure that only the secretariat sees. */
const form = {
  type: 'object',
  additionalProperties: false,
  properties: {
    title: text('Title'),
    abstract: text('Abstract'),
    mayor: text('Who signed', { visibility: 'secretariat' }),
    people: { type: 'integer', title: 'People' },
  },
};

describe('judges of entries in several languages', () => {
  let fixture: JudgingFixture;
  let expert: RequestContext;
  let reviews: ReviewService;
  let translations: TranslationService;

  beforeAll(async () => {
    fixture = await openJudgingFixture({
      countries: ['ES', 'KE', 'BR'],
      form,
      eligibility: { rules: [{ id: 'language', expression: 'entry.inLanguage', message: 'It can be read.' }] },
      call: { languages: { authoritative: 'en', accepted: 'any' } },
      screening: { reviewsPerEntry: 1, quotas: { shortlisted: 2, deserving: 0 } },
    });
    reviews = fixture.api.get(ReviewService);
    translations = fixture.api.get(TranslationService);
    for (const [index, { id }] of fixture.entries.entries()) await write(id, 1, ['es', 'en', 'fr'][index]!);
    await fixture.openStage(fixture.screening);
    expert = await fixture.seat(fixture.screening, 'chair');
    await fixture.worker.get(DecisionService).prepare(system, fixture.screening);
  });
  afterAll(() => fixture?.close());

  /** Sets down what was submitted as a version, in a language. */
  async function write(id: string, version: number, language: string): Promise<void> {
    const content = {
      title: `Title ${version} in ${language}`,
      abstract: `Text ${version} in ${language}.`,
      mayor: `Signed in ${language}`,
      people: version * 1000,
    };
    await fixture.db.query('delete from entries.entry_version where entry_id = $1 and version = $2', [id, version]);
    await fixture.db.query(
      `insert into entries.entry_version (entry_id, version, content, salts, hmacs, digest, digest_algorithm, revision,
         submitted_at, submitted_by, late, language)
       values ($1, $2, $3, '{}', '{}', $4, 'test', 1, now(), 'test', false, $5)`,
      [id, version, content, `digest of ${version}`, language],
    );
    await fixture.db.query('update entries.entry set current_version = $2 where id = $1', [id, version]);
  }
  const translate = (entry: PlacedEntry, by: string, more: Partial<NewTranslation> = {}) => {
    const version = more.version ?? 1;
    const content = { title: `Title by ${by}`, abstract: `Text by ${by}.`, mayor: `Signed, by ${by}` };
    const given = { version, digest: `digest of ${version}`, language: 'en', source: 'human' as const, content };
    return translations.add(fixture.staff, entry.id, { ...given, ...more });
  };
  const read = async (entry: PlacedEntry) => {
    const list = await reviews.list(expert.principal, fixture.screening);
    const { id } = list.find(({ entryId }) => entryId === entry.id)!;
    return { listed: list.find((one) => one.id === id)!, read: await reviews.read(expert.principal, id) };
  };

  it('read the original where nobody has translated it, and one in the authoritative language as it is', async () => {
    for (const [index, language] of ['es', 'en', 'fr'].entries()) {
      const { listed, read: found } = await read(fixture.entries[index]!);
      expect(listed).toMatchObject({ title: `Title 1 in ${language}`, translatedBy: null });
      expect(found).toMatchObject({ language, translation: null, content: { abstract: `Text 1 in ${language}.` } });
    }
  });

  it('read the translation with a mark whose it is, the original beside it, and of neither what is hidden from them', async () => {
    const [spanish] = fixture.entries;
    await translate(spanish!, 'a machine', { source: 'machine', tool: 'A tool 1.0' });
    expect((await read(spanish!)).listed).toMatchObject({ title: 'Title by a machine', translatedBy: 'machine' });
    expect((await read(spanish!)).read.translation).toEqual({
      language: 'en',
      source: 'machine',
      tool: 'A tool 1.0',
      version: 1,
      isOfLast: true,
      content: { title: 'Title by a machine', abstract: 'Text by a machine.', people: 1000 },
    });
    await translate(spanish!, 'a human');
    await translate(spanish!, 'another machine', { source: 'machine', tool: 'A tool 2.0' });
    const { listed, read: found } = await read(spanish!);
    expect(listed).toMatchObject({ title: 'Title by a human', translatedBy: 'human' });
    expect(found).toMatchObject({ language: 'es', translation: { source: 'human', tool: null } });
    expect(found.content).toEqual({ title: 'Title 1 in es', abstract: 'Text 1 in es.', people: 1000 });
    // Complaint 7: nobody learns who added it, and nothing the form hides.
    expect(JSON.stringify(found)).not.toMatch(new RegExp(`Signed|mayor|${fixture.staff.actor.id}`));
  });

  it('read a later original as it is, with what was translated of an earlier one beside it, said to be of that', async () => {
    const [, , french] = fixture.entries;
    await translate(french!, 'a human');
    await write(french!.id, 2, 'fr');
    const { listed, read: found } = await read(french!);
    expect(listed).toMatchObject({ title: 'Title 2 in fr', translatedBy: null });
    expect(found.content).toMatchObject({ title: 'Title 2 in fr', people: 2000 });
    expect(found.translation).toMatchObject({
      version: 1,
      isOfLast: false,
      content: { title: 'Title by a human', people: 1000 },
    });
    await translate(french!, 'a human again', { version: 2 });
    expect((await read(french!)).read.translation).toMatchObject({
      version: 2,
      isOfLast: true,
      content: { title: 'Title by a human again', people: 2000 },
    });
  });

  it('read nothing that was withdrawn, or is in another language', async () => {
    const [, , french] = fixture.entries;
    const { id: translationId } = await translate(french!, 'mistake', { version: 2 });
    expect((await read(french!)).listed.title).toBe('Title by mistake');
    await translations.withdraw(fixture.staff, { entryId: french!.id, translationId }, 'wrong');
    await translate(french!, 'a German', { version: 2, language: 'de' });
    expect((await read(french!)).listed.title).toBe('Title by a human again');
  });

  it('have the titles on the ballot paper in the language they judge in', async () => {
    const [spanish, english] = fixture.entries;
    await fixture.decided('screening', 'shortlisted', [spanish!.id, english!.id]);
    const juror = await fixture.seat(fixture.jury, 'chair');
    const { entries } = await fixture.api.get(BallotService).paper(juror.principal, fixture.jury);
    expect(entries.map(({ title, translatedBy }) => [title, translatedBy])).toEqual(
      expect.arrayContaining([
        ['Title by a human', 'human'],
        ['Title 1 in en', null],
      ]),
    );
  });
});
