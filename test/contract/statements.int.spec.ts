import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EntityManager } from '@mikro-orm/postgresql';
import type { TestingModule } from '@nestjs/testing';
import { CityProfileService, SectionService } from '#libs/entries';
import { BallotService, DecisionService, ReviewService } from '#libs/judging';
import { CONTACT, type EntriesFixture, openEntriesFixture } from '../support/entries-fixture.js';
import { type JudgingFixture, openJudgingFixture } from '../support/judging-fixture.js';
import { statementsOf } from '../support/statements.js';

/** Beside begin, commit and the waking of the relay. */
const MOST = 8;
const system = { actor: { id: 'service:test' }, cause: 'command:test' };

/** What is asked of the database; the first of a kind may read what never changes, so the second is counted. */
async function asked(module: TestingModule, act: () => Promise<unknown>): Promise<string[]> {
  const statements = await statementsOf(module.get(EntityManager), act);
  return statements.filter((sql) => !/^(begin|commit)\b/.test(sql));
}

describe('what people write most often asks little of the database', () => {
  let entries: EntriesFixture;
  let judging: JudgingFixture;

  beforeAll(async () => {
    entries = await openEntriesFixture();
    await entries.openCall();
    judging = await openJudgingFixture({
      countries: ['KE', 'BR', 'ES'],
      screening: { reviewsPerEntry: 1, quotas: { shortlisted: 3, deserving: 0 } },
    });
  });
  afterAll(() => Promise.all([entries?.close(), judging?.close()]));

  it('a section', async () => {
    const { city, context } = await entries.city();
    const { id } = await entries.draft(context, city.id);
    const sections = entries.module.get(SectionService);
    const save = (version: number) =>
      sections.save(context, { entryId: id, key: 'lessons' }, version, { lessons: { learned: `Number ${version}` } });
    const { version } = await entries.save(context, id, {}, 'lessons');
    const statements = await asked(entries.module, () => save(version));
    expect(statements.length).toBeGreaterThan(1);
    expect(statements.length).toBeLessThanOrEqual(MOST);
  });

  it('contacts', async () => {
    const { city, context } = await entries.city();
    const { id } = await entries.draft(context, city.id);
    const sections = entries.module.get(SectionService);
    const { version } = await sections.saveContacts(context, id, 1, [CONTACT]).catch(() => ({ version: 2 }));
    const statements = await asked(entries.module, () => sections.saveContacts(context, id, version, [CONTACT]));
    expect(statements.length).toBeGreaterThan(1);
    expect(statements.length).toBeLessThanOrEqual(MOST);
  });

  it('a profile', async () => {
    const { city, context } = await entries.city();
    const profiles = entries.module.get(CityProfileService);
    const figures = { population: { value: 2_000_000, year: 2025, source: 'Made up' } };
    await profiles.set(context, city.id, 0, figures);
    const statements = await asked(entries.module, () => profiles.set(context, city.id, 1, figures));
    expect(statements.length).toBeGreaterThan(1);
    expect(statements.length).toBeLessThanOrEqual(MOST);
  });

  it('a review', async () => {
    await judging.seat(judging.screening, 'chair');
    const expert = await judging.seat(judging.screening, 'member', ['AT']);
    await judging.openStage(judging.screening);
    await judging.worker.get(DecisionService).prepare(system, judging.screening);
    const reviews = judging.api.get(ReviewService);
    const [first] = await reviews.list(expert.principal, judging.screening);
    const scores = { innovation: 4, effectiveness: 5, context: 3, replicability: 4, relevance: 5 };
    const write = (version: number) => reviews.write(expert, first!.id, version, { scores, comment: 'Sample text.' });
    await write(0);
    let answer;
    const statements = await asked(judging.api, async () => void (answer = await write(1)));
    expect(answer).toEqual(await reviews.read(expert.principal, first!.id));
    expect(statements.length).toBeGreaterThan(1);
    expect(statements.length).toBeLessThanOrEqual(MOST);
  });

  it('a ballot', async () => {
    const ids = judging.entries.map(({ id }) => id);
    await judging.decided('screening', 'shortlisted', ids);
    await judging.seat(judging.jury, 'chair');
    const [one, other] = [await judging.seat(judging.jury, 'member'), await judging.seat(judging.jury, 'member')];
    await judging.openStage(judging.jury);
    await judging.worker.get(DecisionService).prepare(system, judging.jury);
    const ballots = judging.api.get(BallotService);
    const ballot = { ranking: ids.map((id) => [id]) };
    await ballots.cast(one, judging.jury, ballot);
    const statements = await asked(judging.api, () => ballots.cast(other, judging.jury, ballot));
    expect(statements.length).toBeGreaterThan(1);
    expect(statements.length).toBeLessThanOrEqual(MOST);
  });
});
