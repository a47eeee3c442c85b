import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { MikroORM } from '@mikro-orm/postgresql';
import { ProgressService } from '#libs/cycles';
import { type RequestContext, UnitOfWork } from '#libs/platform';
import { ACCEPTANCE, type EntriesFixture, openEntriesFixture } from '../../../../test/support/entries-fixture.js';
import { translatedTexts } from '../../../../test/support/entry-contents.js';
import { AutomaticCheckService } from '../eligibility/automatic-check.service.js';
import { EligibilityQueueService } from '../eligibility/eligibility-queue.service.js';
import { EligibilityService } from '../eligibility/eligibility.service.js';
import { verifyTranslation } from '../entry/translation.rules.js';
import { ErasureService } from '../erasure/erasure.service.js';
import { ExportService } from '../export/export.service.js';
import { EntryReaderService } from '../reading/entry-reader.service.js';
import { SubmitService } from '../submit/submit.service.js';
import { TranslationReaderService } from './translation-reader.service.js';
import { type NewTranslation, TranslationService } from './translation.service.js';

const PAGE = { after: undefined, limit: 50 };
const worker = { actor: { id: 'service:first-look' }, cause: 'event:test' };
const NO_MACHINES = {
  id: 'by-people',
  severity: 'ask',
  expression: 'entry.inLanguage && entry.translatedBy != "machine"',
  message: 'People have translated it.',
};

describe('an entry in another language', () => {
  let fixture: EntriesFixture;
  let translations: TranslationService;
  let reader: TranslationReaderService;
  let submits: SubmitService;
  let queue: EligibilityQueueService;
  let service: EligibilityService;
  let receiptOf: (id: string) => Promise<{ version: number; digest: string; receiptId: string }>;
  const eligibility = () => ({ cycleId: fixture.cycleId, stageKey: 'eligibility' });
  const call = () => ({ cycleId: fixture.cycleId, stageKey: 'call' });

  beforeAll(async () => {
    fixture = await openEntriesFixture({
      settings: {
        call: { languages: { authoritative: 'en', accepted: ['en', 'es', 'zh'] } },
        eligibility: { rules: [NO_MACHINES] },
      },
    });
    translations = fixture.module.get(TranslationService);
    reader = fixture.module.get(TranslationReaderService);
    submits = fixture.module.get(SubmitService);
    queue = fixture.module.get(EligibilityQueueService);
    service = fixture.module.get(EligibilityService);
    receiptOf = async (id) => {
      const { versions } = await fixture.module.get(EntryReaderService).get(fixture.staff, id);
      const { version, digest, receiptId } = versions.at(-1)!;
      return { version, digest, receiptId: receiptId! };
    };
  });
  afterAll(() => fixture?.close());
  beforeEach(async () => {
    await fixture.openCall();
    await fixture.setStage(
      'eligibility',
      `state = 'open', opened_at = now() - interval '1 day', closed_at = null, deadline_at = now() + interval '1 day',
       hard_close_at = now() + interval '1 day'`,
    );
  });

  const look = (entryId: string) =>
    fixture.module.get(UnitOfWork).run(worker, (work) => fixture.module.get(AutomaticCheckService).at(work, entryId));
  const translation = async (id: string, more: Partial<NewTranslation> = {}): Promise<NewTranslation> => {
    const { version, digest } = await receiptOf(id);
    return { version, digest, language: 'en', source: 'city', content: translatedTexts(), ...more };
  };
  const add = async (who: RequestContext, id: string, more: Partial<NewTranslation> = {}) =>
    translations.add(who, id, await translation(id, more));
  const byMachine = (id: string, tool = 'A tool 1.0') => add(fixture.staff, id, { source: 'machine', tool });
  const ruleOf = async (id: string) => {
    const found = await queue.list(fixture.staff, eligibility(), PAGE);
    return found.find(({ entryId }) => entryId === id)!;
  };
  const events = async (id: string) =>
    (
      await fixture.db.query<{ type: string; data: object }>(
        'select type, data from platform.outbox where subject = $1 order by sequence',
        [id],
      )
    ).rows;

  describe('when it is submitted', () => {
    const submit = async (entryLanguage?: string) => {
      const { city, context } = await fixture.city();
      const { id } = await fixture.draft(context, city.id);
      return { id, context, sent: submits.submit(context, id, { ...ACCEPTANCE, entryLanguage }) };
    };

    it('says in which language it is written, and is refused in one that the call does not take', async () => {
      const error = (message: string) => ({
        code: 'rule-violated',
        document: { errors: [{ pointer: '/entryLanguage', message, allowed: 'en, es, zh' }] },
      });
      await expect((await submit()).sent).rejects.toMatchObject(error('say in which language the entry is written'));
      await expect((await submit('fr')).sent).rejects.toMatchObject(error('is not a language that this call takes'));
      const { id, context, sent } = await submit('zh-hans');
      await sent;
      await fixture.revise(context, id, { title: 'Once more' });
      const { versions } = await fixture.module.get(EntryReaderService).get(context, id);
      expect(versions.map(({ language }) => language)).toEqual(['zh-Hans', 'zh-Hans']);
    });
  });

  describe('beside its original', () => {
    it('is its city’s, a human’s or a machine’s, and changes neither version, digest nor receipt', async () => {
      const { id, context } = await fixture.submitted({}, 'es');
      const before = await receiptOf(id);
      const { rows: stored } = await fixture.db.query('select * from entries.entry_version where entry_id = $1', [id]);

      const own = await add(context, id);
      const machines = await byMachine(id);
      const humans = await add(fixture.staff, id, { source: 'human' });
      expect(own).toMatchObject({
        version: 1,
        originalDigest: before.digest,
        isOfLast: true,
        source: 'city',
        tool: null,
      });
      expect(machines).toMatchObject({ source: 'machine', tool: 'A tool 1.0', addedBy: fixture.staff.actor.id });
      expect(new Set([own, machines, humans].map(({ digest }) => digest)).size).toBe(3);

      expect(await receiptOf(id)).toEqual(before);
      const { rows: now } = await fixture.db.query('select * from entries.entry_version where entry_id = $1', [id]);
      expect(now).toEqual(stored);
      expect(await fixture.module.get(EntryReaderService).verifyReceipt(before.receiptId)).toMatchObject({
        digest: before.digest,
        verifies: true,
      });
      const seen = await reader.list(context, id, PAGE);
      expect(seen.map(({ source }) => source)).toEqual(['city', 'machine', 'human']);
      expect(await reader.get(context, id, machines.id)).toMatchObject({ content: { title: 'Gardens for all' } });
      const [first] = await reader.list(fixture.staff, id, { after: undefined, limit: 1 });
      expect(await reader.list(fixture.staff, id, { after: first!.id, limit: 1 })).toMatchObject([{ id: machines.id }]);
    });

    it('is told by ids, codes and digests alone', async () => {
      const { id, context } = await fixture.submitted({}, 'es');
      const { id: translationId, digest, addedAt } = await add(context, id);
      await translations.withdraw(context, { entryId: id, translationId }, 'better-one');
      const told = (await events(id)).slice(-2);
      const { cycleId } = fixture;
      expect(told).toMatchObject([
        {
          type: 'laureate.entry.translated.v1',
          data: {
            entryId: id,
            cycleId,
            version: 1,
            translationId,
            language: 'en',
            source: 'city',
            digest,
            at: addedAt,
          },
        },
        {
          type: 'laureate.entry.translation-withdrawn.v1',
          data: { entryId: id, cycleId, version: 1, translationId, reasonCode: 'better-one' },
        },
      ]);
      expect(JSON.stringify(told)).not.toMatch(/Gardens|English/);
    });

    it('is refused with all that is wrong with it, in the reader’s language', async () => {
      const { id, context } = await fixture.submitted({}, 'es');
      const { abstract: _, ...some } = translatedTexts();
      const wrong = { language: 'es-MX', tool: 'A tool', content: { ...some, dates: { start: '2020-01-01' } } };
      await expect(add({ ...context, language: 'es' }, id, wrong)).rejects.toMatchObject({
        code: 'rule-violated',
        document: {
          errors: [
            { pointer: '/language', message: 'es el idioma del original' },
            { pointer: '/tool', message: 'es solo para traducciones automáticas' },
            { pointer: '/content/dates/start', message: 'no es un texto de la versión presentada' },
            { pointer: '/content/abstract', message: 'no está traducido' },
          ],
        },
      });
      await expect(add(fixture.staff, id, { source: 'machine' })).rejects.toMatchObject({
        document: { errors: [{ pointer: '/tool' }] },
      });
      await expect(add(context, id, { digest: '0'.repeat(64) })).rejects.toMatchObject({ code: 'conflict' });
      await expect(add(context, id, { version: 2 })).rejects.toMatchObject({ code: 'not-found' });
      expect(await reader.list(context, id, PAGE)).toEqual([]);
    });

    it('is added and withdrawn by whose it is alone: the secretariat never writes for a city', async () => {
      const { id, context } = await fixture.submitted({}, 'es');
      const { context: stranger } = await fixture.city();
      await expect(add(fixture.staff, id)).rejects.toMatchObject({ code: 'forbidden' });
      await expect(add(context, id, { source: 'human' })).rejects.toMatchObject({ code: 'forbidden' });
      const given = await translation(id);
      await expect(translations.add(stranger, id, given)).rejects.toMatchObject({ code: 'not-found' });
      await expect(reader.list(stranger, id, PAGE)).rejects.toMatchObject({ code: 'not-found' });

      const own = await add(context, id);
      const { id: theirs } = await byMachine(id);
      const withdraw = (who: RequestContext, translationId: string) =>
        translations.withdraw(who, { entryId: id, translationId }, 'wrong');
      await expect(withdraw(fixture.staff, own.id)).rejects.toMatchObject({ code: 'forbidden' });
      await expect(withdraw(context, theirs)).rejects.toMatchObject({ code: 'forbidden' });
      await withdraw(fixture.staff, theirs);
      await expect(withdraw(fixture.staff, theirs)).rejects.toMatchObject({ code: 'conflict' });
      expect(await reader.list(context, id, PAGE)).toMatchObject([
        { id: own.id, withdrawn: null },
        { id: theirs, withdrawn: { by: fixture.staff.actor.id, reasonCode: 'wrong' } },
      ]);
    });

    it('is never changed or deleted, by no role', async () => {
      const { id, context } = await fixture.submitted({}, 'es');
      await add(context, id);
      const em = fixture.module.get(MikroORM).em.fork();
      await expect(em.execute(`update entries.translation set source = 'human'`)).rejects.toThrow(/permission denied/);
      await expect(em.execute('delete from entries.translation')).rejects.toThrow(/permission denied/);
      await expect(
        fixture.db.query(`update entries.translation set source = 'human' where entry_id = $1`, [id]),
      ).rejects.toThrow(/never changed/);
    });

    it('comes from a city until eligibility closes, and from the secretariat after it', async () => {
      const { id, context } = await fixture.submitted({}, 'es');
      await fixture.setStage('call', `state = 'closing', closed_at = now() - interval '1 second'`);
      await fixture.setStage('eligibility', `state = 'scheduled'`);
      await add(context, id);
      await fixture.setStage(
        'eligibility',
        `state = 'open', deadline_at = now(), hard_close_at = now() + interval '1 hour'`,
      );
      const { id: translationId } = await add(context, id);
      await fixture.setStage(
        'eligibility',
        `deadline_at = now() - interval '1 hour', hard_close_at = now() - interval '1 second'`,
      );
      await expect(add(context, id)).rejects.toMatchObject({ code: 'deadline-passed' });
      await expect(translations.withdraw(context, { entryId: id, translationId }, 'late')).rejects.toMatchObject({
        code: 'deadline-passed',
      });
      await fixture.setStage('eligibility', `state = 'decided', closed_at = now()`);
      await expect(add(context, id)).rejects.toMatchObject({ code: 'deadline-passed' });
      expect(await add(fixture.staff, id, { source: 'human' })).toMatchObject({ isOfLast: true });
    });

    it('stands still while the cycle is paused, for the secretariat too', async () => {
      const { id } = await fixture.submitted({}, 'es');
      await fixture.pause();
      await expect(byMachine(id)).rejects.toMatchObject({ code: 'paused' });
      await fixture.resume();
      expect(await byMachine(id)).toMatchObject({ version: 1 });
    });

    it('is withdrawn by one of two at once', async () => {
      const { id, context } = await fixture.submitted({}, 'es');
      const { id: translationId } = await add(context, id);
      const withdraw = () => translations.withdraw(context, { entryId: id, translationId }, 'mistake');
      const settled = await Promise.allSettled([withdraw(), withdraw(), withdraw()]);
      expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      for (const one of settled) if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'conflict' });
    });

    it('belongs to the version it names, also when the city submits another in the same moment', async () => {
      for (let turn = 0; turn < 5; turn++) {
        const { id, context } = await fixture.submitted({}, 'es');
        const given = await translation(id, { source: 'human' });
        await fixture.save(context, id, { title: `Version two, turn ${turn}` });
        const [receipt, added] = await Promise.all([
          submits.submit(context, id, { ...ACCEPTANCE, entryLanguage: undefined }),
          translations.add(fixture.staff, id, given),
        ]);
        expect(receipt.version).toBe(2);
        expect(added).toMatchObject({ version: 1, originalDigest: given.digest });
        expect(receipt.digest).not.toBe(given.digest);
        expect(await reader.list(context, id, PAGE)).toMatchObject([{ version: 1, isOfLast: false, withdrawn: null }]);
        await look(id);
        expect(await ruleOf(id)).toMatchObject({ version: 2, rules: [{ result: 'fail' }] });
      }
    });
  });

  describe('for the rules of eligibility', () => {
    it('is looked at anew when a translation comes or goes, and says what it found', async () => {
      const { id, context } = await fixture.submitted({}, 'es');
      await look(id);
      const found = async () => {
        const { rulesOutcome, rules } = await ruleOf(id);
        return [rulesOutcome, rules[0]!.reason];
      };
      expect(await found()).toEqual([
        'undecided',
        expect.stringContaining('language = es, definition.authoritativeLanguage = en, translatedBy = not given'),
      ]);
      await byMachine(id);
      expect(await found()).toEqual([
        'undecided',
        expect.stringContaining('translatedBy = machine; must be other than'),
      ]);
      const { id: translationId } = await add(context, id);
      expect(await found()).toEqual(['valid', 'Met: People have translated it.']);
      await translations.withdraw(context, { entryId: id, translationId }, 'mistake');
      expect(await found()).toEqual(['undecided', expect.stringContaining('translatedBy = machine')]);
      const { rows } = await fixture.db.query(
        'select sequence, outcome from entries.eligibility_check where entry_id = $1 order by 1',
        [id],
      );
      expect(rows).toEqual([1, 2, 3, 4].map((sequence) => ({ sequence, outcome: null })));
    });

    it('opens again what a person has said of it, where the rules do not say the same', async () => {
      const [refused, accepted] = [await fixture.submitted({}, 'es'), await fixture.submitted({}, 'es')];
      for (const { id } of [refused, accepted]) await look(id);
      const because = { version: 1, reasonCode: 'other', reasonText: 'Nobody reads it.' };
      await service.check(fixture.staff, eligibility(), refused.id, { outcome: 'invalid', ...because });
      await service.check(fixture.staff, eligibility(), accepted.id, { outcome: 'valid', ...because });
      for (const { id, context } of [refused, accepted]) await add(context, id);
      expect(await ruleOf(refused.id)).toMatchObject({ verdict: null, rulesOutcome: 'valid' });
      expect(await ruleOf(accepted.id)).toMatchObject({ verdict: { outcome: 'valid' } });
      expect(
        await service.check(fixture.staff, eligibility(), refused.id, { outcome: 'valid', version: 1 }),
      ).toMatchObject({ verdict: { outcome: 'valid', overridden: false } });
    });

    it('takes a verdict and a translation in the same moment, one after the other', async () => {
      for (let turn = 0; turn < 5; turn++) {
        const { id, context } = await fixture.submitted({}, 'es');
        await look(id);
        const given = await translation(id);
        const because = { version: 1, reasonCode: 'other', reasonText: 'Nobody reads it.' };
        await Promise.all([
          service.check(fixture.staff, eligibility(), id, { outcome: 'invalid', ...because }),
          translations.add(context, id, given),
        ]);
        const { verdict, rulesOutcome } = await ruleOf(id);
        expect(rulesOutcome).toBe('valid');
        // The verdict came first and is asked for again, or last and says that it differs.
        expect(verdict === null || verdict.overridden).toBe(true);
      }
    });

    it('stays as it was decided once eligibility is over', async () => {
      const { id } = await fixture.submitted({}, 'es');
      await look(id);
      await fixture.setStage('eligibility', `state = 'decided', closed_at = now()`);
      await add(fixture.staff, id, { source: 'human' });
      expect((await ruleOf(id)).rulesOutcome).toBe('undecided');
    });
  });

  it('is on the list of what has yet to be translated, with until when; the list is counted in the progress', async () => {
    const list = async (after?: string, limit = 50) => reader.untranslated(fixture.staff, call(), { after, limit });
    const ids = async () => (await list()).entries.map(({ entryId }) => entryId);
    const [spanish, chinese, english] = [
      await fixture.submitted({}, 'es'),
      await fixture.submitted({}, 'zh-Hans'),
      await fixture.submitted({}, 'en-GB'),
    ];
    const before = await ids();
    expect(before).toEqual(expect.arrayContaining([spanish.id, chinese.id]));
    expect(before).not.toContain(english.id);

    await add(spanish.context, spanish.id);
    expect(await ids()).toEqual(before.filter((id) => id !== spanish.id));
    await fixture.revise(spanish.context, spanish.id, { title: 'Otra versión' });
    const found = await list();
    expect(found).toMatchObject({ into: 'en', by: { zone: 'Asia/Shanghai' } });
    expect(found.entries.find(({ entryId }) => entryId === spanish.id)).toMatchObject({
      version: 2,
      digest: (await receiptOf(spanish.id)).digest,
      title: 'Otra versión',
      language: 'es',
      translatedVersion: 1,
    });

    const pages = [];
    for (let after: string | undefined; ;) {
      const { entries } = await list(after, 2);
      if (entries.length === 0) break;
      pages.push(...entries.map(({ entryId }) => entryId));
      after = pages.at(-1);
    }
    expect(pages).toEqual(await ids());
    await expect(reader.untranslated(spanish.context, call(), PAGE)).rejects.toMatchObject({ code: 'not-found' });

    const { stages } = await fixture.module.get(ProgressService).of(fixture.cycleId);
    const { counts } = stages.find(({ key }) => key === 'call')!;
    const submitted = counts.find(({ what }) => what === 'submitted')!.count;
    expect(counts).toContainEqual({ what: 'untranslated', count: pages.length, of: submitted });
  });

  it('is given out with its translations, and erased from them field by field', async () => {
    const { id, context } = await fixture.submitted({ title: 'Huertos de Ana' }, 'es');
    const receipt = await receiptOf(id);
    const withdrawn = await byMachine(id, 'Withdrawn tool');
    await translations.withdraw(fixture.staff, { entryId: id, translationId: withdrawn.id }, 'wrong');
    const { id: translationId } = await add(context, id, { content: translatedTexts({ title: 'Ana’s gardens' }) });

    const exported = async (format: 'jsonl' | 'csv') => {
      const { body } = await fixture.module.get(ExportService).begin(fixture.staff, fixture.cycleId, format, {});
      return Buffer.concat(await Array.fromAsync(body)).toString('utf8');
    };
    const line = (await exported('jsonl')).split('\n').find((text) => text.includes(id))!;
    expect(JSON.parse(line)).toMatchObject({
      language: 'es',
      content: { title: 'Huertos de Ana' },
      translations: [{ language: 'en', source: 'city', tool: null, content: { title: 'Ana’s gardens' } }],
    });
    expect(await exported('csv')).toMatch(/title \[en\][^]*Huertos de Ana[^]*Ana’s gardens/);

    const request = { pointer: '/title', reasonCode: 'asked', reasonText: 'She asked.' };
    await fixture.module.get(ErasureService).erase(fixture.staff, id, request);
    expect(await reader.get(context, id, translationId)).toMatchObject({
      content: { title: null, abstract: 'In English.' },
      verifies: true,
      erasedTexts: 1,
    });
    expect(JSON.stringify((await fixture.db.query('select content from entries.translation')).rows)).not.toMatch(/Ana/);
    const { rows } = await fixture.db.query('select * from entries.translation where id = $1', [translationId]);
    const of = { original: receipt.digest, language: 'en', source: 'city' as const, tool: null };
    expect(verifyTranslation({ ...rows[0], attachments: {} }, of)).toEqual({ erased: ['/title'], faults: [] });
    expect(await fixture.module.get(EntryReaderService).verifyReceipt(receipt.receiptId)).toMatchObject({
      verifies: true,
    });
    expect(await exported('csv')).not.toMatch(/Ana’s/);
  });
});

describe('a call that names no languages', () => {
  let fixture: EntriesFixture;
  beforeAll(async () => {
    fixture = await openEntriesFixture({ beside: true, settings: { call: {}, eligibility: { rules: [NO_MACHINES] } } });
    await fixture.openCall();
    await fixture.setStage('eligibility', "state = 'open', opened_at = now()");
  });
  afterAll(() => fixture?.close());

  it('asks nobody: its rule is met as it was before, and nothing has to be translated', async () => {
    const { city, context } = await fixture.city();
    const { id } = await fixture.draft(context, city.id);
    await fixture.module.get(SubmitService).submit(context, id, { ...ACCEPTANCE, entryLanguage: undefined });
    await fixture.module.get(UnitOfWork).run(worker, (work) => fixture.module.get(AutomaticCheckService).at(work, id));
    const ref = (stageKey: string) => ({ cycleId: fixture.cycleId, stageKey });
    const [found] = await fixture.module.get(EligibilityQueueService).list(fixture.staff, ref('eligibility'), PAGE);
    expect(found).toMatchObject({ entryId: id, rulesOutcome: 'valid' });
    const list = await fixture.module.get(TranslationReaderService).untranslated(fixture.staff, ref('call'), PAGE);
    expect(list).toEqual({ into: null, by: null, entries: [] });
    const { versions } = await fixture.module.get(EntryReaderService).get(fixture.staff, id);
    expect(versions[0]!.language).toBeNull();
  });
});
