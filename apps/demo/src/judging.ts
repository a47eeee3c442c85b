import { createHash } from 'node:crypto';
import type { Story } from './checks.js';
import { type Client, forEach, until } from './client.js';
import type { Cycle, EntryOutcome } from './cycle.js';

/** A number from 0 to 1 that depends on nothing but its seed: scores are generated, and the same in every run. */
const drawn = (...seed: string[]): number =>
  createHash('sha256').update(seed.join('\n')).digest().readUInt32BE(0) / 0xffffffff;

interface EligibilityCase {
  entryId: string;
  version: number;
  title: string;
  rulesOutcome: string;
  rules: { id: string; result: string; severity: string; reason: string }[];
  verdict: { outcome: string; overridden: boolean } | null;
}

/** Eligibility: the rules propose, people confirm; one is overridden with a reason. */
export async function runEligibility(story: Story, cycle: Cycle): Promise<void> {
  await cycle.untilState('eligibility', 'open');
  const queue = `${cycle.pathOf('eligibility')}/eligibility`;
  const cases = await until('the rules to be evaluated', async () => {
    const { items } = await cycle.secretariat.get<{ items: EligibilityCase[] }>(`${queue}?state=open&limit=200`);
    return items.length > 0 ? items : undefined;
  });
  const unmet = cases.filter(({ rulesOutcome }) => rulesOutcome === 'invalid');
  story.check(
    `Of ${cases.length} entries the rules find ${unmet.length} not valid, and say why`,
    unmet.length === 2 &&
      unmet.every(({ rules }) => rules.some(({ result, reason }) => result === 'fail' && reason !== '')),
    unmet,
  );
  const [defended] = unmet;
  await forEach(cases, ({ entryId, version, rulesOutcome }) =>
    cycle.secretariat.post(`${queue}/${entryId}/checks`, {
      version,
      ...(entryId === defended?.entryId
        ? { outcome: 'valid', reasonCode: 'evidence', reasonText: 'The city showed that the initiative goes on.' }
        : { outcome: rulesOutcome }),
    }),
  );
  const { items: checked } = await cycle.secretariat.get<{ items: EligibilityCase[] }>(`${queue}?limit=200`);
  const overridden = checked.filter(({ verdict }) => verdict?.overridden);
  story.check(
    'The secretariat confirms them, and overrides one with a reason',
    checked.every(({ verdict }) => verdict !== null) && overridden.length === 1,
    overridden,
  );
  await cycle.closeEarly('eligibility');
  const { proposalDigest, outcomes } = await cycle.proposal('eligibility');
  story.check(
    'One entry is not valid',
    outcomes.filter(({ outcome }) => outcome === 'invalid').length === 1,
    outcomes.filter(({ outcome }) => outcome === 'invalid'),
  );
  await cycle.decide('eligibility', proposalDigest);
  await cycle.release('eligibility', 'concerned');
  story.tell('Two people certified; each city was told about its own entries.');
}

/** Seats a panel; the first is the chair. */
export async function seat(
  cycle: Cycle,
  stageKey: string,
  panel: { person: Client; countryCode: string }[],
): Promise<void> {
  for (const [index, { person, countryCode }] of panel.entries()) {
    const body = { seat: index === 0 ? 'chair' : 'member', countryCodes: [countryCode] };
    await cycle.secretariat.ask('PUT', `${cycle.pathOf(stageKey)}/panel/${person.id}`, body);
  }
}

interface Assignment {
  id: string;
  entryId: string;
  title: string;
  countryCode: string;
  version: number;
  state: string;
}

const CRITERIA = ['innovation', 'effectiveness', 'context', 'replicability', 'relevance'];

/**
 * Technical screening: balanced assignment, three reviews an entry, a shortlist that people adjust, sign and certify.
 */
export async function runScreening(
  story: Story,
  cycle: Cycle,
  experts: { person: Client; countryCode: string }[],
): Promise<EntryOutcome[]> {
  await cycle.openEarly('screening');
  await cycle.untilState('screening', 'open');
  const path = `${cycle.pathOf('screening')}/assignments`;
  const assigned = await forEach(experts, ({ person }) =>
    until(`the assignments of ${person.name}`, async () => {
      const list = await person.get<Assignment[]>(path);
      return list.length > 0 ? list : undefined;
    }),
  );
  const loads = assigned.map(({ length }) => length);
  story.check(
    `${loads.reduce((a, b) => a + b, 0)} reviews are assigned, ${Math.min(...loads)} to ${Math.max(...loads)} an expert`,
    Math.max(...loads) - Math.min(...loads) <= 1,
    loads,
  );
  story.check(
    'Nobody reviews an entry of their own country',
    assigned.every((list, index) => list.every(({ countryCode }) => countryCode !== experts[index]!.countryCode)),
  );
  await forEach(experts, async ({ person }, index) => {
    for (const { id, title, version } of assigned[index]!) {
      const scores = Object.fromEntries(
        CRITERIA.map((key) => [
          key,
          1 + Math.floor(5 * Math.min(0.99, (drawn(title) * 2 + drawn(title, key, person.name)) / 3)),
        ]),
      );
      await person.ask(
        'PUT',
        `/v1/assignments/${id}/review`,
        { scores, comment: 'Generated for the demonstration.' },
        { etag: `"${version}"` },
      );
    }
  });
  const reviewed = (await forEach(experts, ({ person }) => person.get<Assignment[]>(path))).flat();
  story.check(
    'The experts score every entry by five criteria',
    reviewed.every(({ state }) => state === 'done'),
  );
  await cycle.closeEarly('screening');
  const computed = await cycle.proposal('screening');
  const chair = experts[0]!;
  const out = computed.outcomes.find(({ outcome }) => outcome === 'deserving')!;
  const into = computed.outcomes.find(({ outcome }) => outcome === 'eligible')!;
  await chair.person.post(
    `${cycle.pathOf('screening')}/proposal/adjustments`,
    {
      changes: [
        { entryId: out.entryId, outcome: 'eligible' },
        { entryId: into.entryId, outcome: 'deserving' },
      ],
      reasonCode: 'balance',
      reasonText: 'For the balance of regions, as the committee decided in its meeting.',
    },
    { etag: computed.etag },
  );
  const outdated = await cycle.command(chair.person, 'screening', 'sign', { proposalDigest: computed.proposalDigest });
  story.check(
    'The committee adjusts the proposal with a reason; the old one cannot be signed any more',
    outdated.status === 409,
    outdated,
  );
  const { proposalDigest, outcomes } = await cycle.proposal('screening');
  await cycle.decide('screening', proposalDigest, chair.person);
  await cycle.release('screening', 'concerned');
  await cycle.release('screening', 'public');
  story.tell('The chair signed, two people certified; the finalists were told first, then the public.');
  return outcomes;
}

interface BallotPaper {
  entries: { id: string; title: string }[];
  recused: { entryId: string }[];
}

/** The jury: one recusal, secret ballots, a proposal of up to five winners, released by the ceremony only. */
export async function runJury(story: Story, cycle: Cycle, jurors: { person: Client }[]): Promise<EntryOutcome[]> {
  await cycle.openEarly('jury');
  await cycle.untilState('jury', 'open');
  const path = `${cycle.pathOf('jury')}/ballot`;
  const paperOf = (person: Client) =>
    until(`the ballot paper of ${person.name}`, async () => {
      const { status, body } = await person.send('GET', path);
      return status === 200 ? (body as unknown as BallotPaper) : undefined;
    });
  const recusing = jurors[3]!.person;
  const { entries } = await paperOf(recusing);
  await recusing.post(`${cycle.pathOf('jury')}/recusals`, { entryId: entries[0]!.id, reasonCode: 'advised-the-city' });
  story.check(
    `${entries.length} finalists; a juror declares a conflict with one`,
    entries.length === 15,
    entries.length,
  );
  const ballots = await forEach(jurors, async ({ person }) => {
    const paper = await paperOf(person);
    const own = new Set(paper.recused.map(({ entryId }) => entryId));
    const ranked = paper.entries
      .filter(({ id }) => !own.has(id))
      .toSorted((a, b) => preference(b.title, person) - preference(a.title, person));
    const ranking = ranked.map(({ id }) => [id]);
    return {
      cast: await until(
        `the ballot of ${person.name} to be taken`,
        async () => {
          const answer = await person.send('POST', path, { ranking });
          return answer.status === 204 ? answer : undefined;
        },
        20_000,
      ),
      again: await person.send('POST', path, { ranking }),
      recused: own.size,
    };
  });
  story.check(
    'Seven jurors cast a sealed ballot; nobody casts a second',
    ballots.every(({ again }) => again.status === 409),
    ballots.map(({ again }) => again.status),
  );
  story.check('Who is recused gives no comparison of that entry', ballots[3]!.recused >= 1, ballots[3]!.recused);
  await cycle.closeEarly('jury');
  const { proposalDigest, outcomes } = await cycle.proposal('jury');
  await cycle.decide('jury', proposalDigest, jurors[0]!.person);
  const { tiers } = await cycle.secretariat.get<{ tiers: { tier: string; entries: unknown[] }[] }>(
    `/v1/results/${cycle.id}`,
  );
  const shown = tiers.find(({ tier }) => tier === 'winner')?.entries ?? [];
  story.check('Before the ceremony nobody sees a winner', shown.length === 0, shown);
  return outcomes;
}

const preference = (title: string, { name }: Client): number => drawn(title) * 3 + drawn(title, 'jury', name);
