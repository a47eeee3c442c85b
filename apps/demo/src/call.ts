import { randomUUID } from 'node:crypto';
import type { Story } from './checks.js';
import { type Client, forEach } from './client.js';
import type { Cycle } from './cycle.js';
import { CALENDAR } from './definition.js';
import { type Initiative, contentOf } from './initiatives.js';

/** An entry of a real initiative, and the city's contact person. */
export interface Entrant {
  person: Client;
  cityId: string;
  entryId: string;
  title: string;
  content: Record<string, unknown>;
}

interface Notice {
  version: string;
  questions: { kind: string; key: string }[];
}

const ACCEPTANCE = {
  rulesVersion: '1',
  privacyNoticeVersion: '1',
  language: 'en',
  entryLanguage: 'en',
  publication: { summary: true, profile: true, 'full-text': false },
};

/** Registers the cities and drafts an entry for each initiative. `endOf` gives some an end that is too long ago. */
export async function draftEntries(
  cycle: Cycle,
  initiatives: Initiative[],
  contactOf: (initiative: Initiative) => Client,
  endOf: (index: number) => string | undefined,
): Promise<Entrant[]> {
  const cities = new Map<string, Promise<string>>();
  const { version, questions } = await cycle.secretariat.get<Notice>('/v1/privacy-notice');
  const choices = questions.map(({ kind, key }) => ({ kind, key, granted: true }));
  const privacy = { noticeVersion: version, language: 'en', choices };
  const cityIdOf = ({ city }: Initiative, person: Client) => {
    const key = `${city.name}, ${city.countryCode}`;
    const id =
      cities.get(key) ??
      person.post<{ id: string }>('/v1/cities', { ...city, kind: 'city', privacy }).then((made) => made.id);
    cities.set(key, id);
    return id;
  };
  return forEach(initiatives, async (initiative, index) => {
    const person = contactOf(initiative);
    const cityId = await cityIdOf(initiative, person);
    const content = contentOf(initiative, endOf(index));
    const { id: entryId } = await person.post<{ id: string }>(`${cycle.path}/entries`, { cityId, content });
    const contacts = [{ name: person.name, email: person.address }];
    await expectSaved(person.send('PUT', `/v1/entries/${entryId}/contacts`, { contacts }, { etag: '"1"' }));
    return { person, cityId, entryId, title: content['title'] as string, content };
  });
}

/** Saves the summary of an entry that was read as `version`. */
function saveSummary({ person, entryId }: Entrant, version: number, content: Record<string, unknown>) {
  const { title, abstract, dates, themes } = content;
  const path = `/v1/entries/${entryId}/sections/summary`;
  return person.send('PUT', path, { content: { title, abstract, dates, themes } }, { etag: `"${version}"` });
}

async function expectSaved(saving: ReturnType<Client['send']>): Promise<void> {
  const { status, body } = await saving;
  if (status !== 200) throw new Error(`A save was answered ${status}: ${JSON.stringify(body)}`);
}

/** Sends an entry in; what is answered, also a refusal. */
export const submit = ({ person, entryId }: Entrant, idempotencyKey: string = randomUUID()) =>
  person.send('POST', `/v1/entries/${entryId}/submit`, ACCEPTANCE, { idempotencyKey });

/** What came of the call. */
export interface CallResult {
  /** Submits that were taken, and the drafts that never were. */
  submitted: Entrant[];
  withdrawn: Entrant;
  neverSubmitted: Entrant[];
}

/**
 * The call for entries. The last entries of the list make the mistakes: incomplete, edited stale,
 * submitted twice, withdrawn, in the time of grace, too late.
 */
export async function runCall(story: Story, cycle: Cycle, entrants: Entrant[], beginsAt: Date): Promise<CallResult> {
  const [late, inGrace, incomplete, withdrawn, stale, twice, ...proper] = entrants.toReversed() as [
    Entrant,
    Entrant,
    Entrant,
    Entrant,
    Entrant,
    Entrant,
    ...Entrant[],
  ];
  const answers = await forEach(proper, (entrant) => submit(entrant));
  story.check(
    `${proper.length} cities submit their entries and get a receipt`,
    answers.every(({ status }) => status === 201),
    answers.find(({ status }) => status !== 201)?.body,
  );
  const { receiptId } = answers[0]!.body as { receiptId: string };
  const verified = await proper[0]!.person.get<{ verifies: boolean }>(`/v1/receipts/${receiptId}`);
  story.check('Anybody can verify a receipt', verified.verifies, verified);

  const { abstract: _, ...unfinished } = incomplete.content;
  await expectSaved(saveSummary(incomplete, 1, unfinished));
  const refused = await submit(incomplete);
  story.check(
    'An incomplete entry is refused, naming what is missing',
    refused.status === 422 && JSON.stringify(refused.body).includes('abstract'),
    refused,
  );
  await expectSaved(saveSummary(incomplete, 2, incomplete.content));
  story.check('Completed, it is taken', (await submit(incomplete)).status === 201);

  const newer = { ...stale.content, title: `${String(stale.content['title'])} (revised)` };
  await expectSaved(saveSummary(stale, 1, newer));
  const overwritten = await saveSummary(stale, 1, stale.content);
  story.check(
    'An edit from a stale tab is refused with both texts',
    overwritten.status === 409 && JSON.stringify(overwritten.body).includes('(revised)'),
    overwritten,
  );
  story.check('The newer text is submitted', (await submit(stale)).status === 201);

  const key = randomUUID();
  const both = await Promise.all([submit(twice, key), submit(twice, key)]);
  story.check(
    'A submit sent twice is carried out once',
    both.every(({ status }) => status === 201) && both[0]!.body['receiptId'] === both[1]!.body['receiptId'],
    both,
  );

  await submit(withdrawn);
  const gone = await withdrawn.person.send('POST', `/v1/entries/${withdrawn.entryId}/withdraw`, {
    reasonCode: 'city-decided',
  });
  story.check('A city withdraws its entry', gone.status === 200, gone);

  const { extendedTo, graceSeconds } = CALENDAR.call;
  const deadlineAt = new Date(beginsAt.getTime() + extendedTo * 1000).toISOString();
  await cycle.commanded(cycle.secretariat, 'call', 'deadline', {
    deadlineAt,
    reason: { code: 'holidays', text: 'Public holidays in several regions' },
  });
  const { deadline } = await cycle.untilState('call', 'open');
  story.check('The secretariat extends the deadline for all, with a reason', deadline.utc === deadlineAt, deadline);

  await sleepUntil(beginsAt, extendedTo + graceSeconds / 4);
  const graceAnswer = await submit(inGrace);
  story.check(
    'In the time of grace an entry is taken and marked as late',
    graceAnswer.status === 201 && graceAnswer.body['late'] === true,
    graceAnswer,
  );
  await sleepUntil(beginsAt, extendedTo + graceSeconds + 0.1);
  const tooLate = await submit(late);
  story.check(
    'After it, an entry is refused; the answer names the deadline in both zones',
    tooLate.status === 409 &&
      /Asia\/Shanghai/.test(JSON.stringify(tooLate.body)) &&
      /UTC/.test(JSON.stringify(tooLate.body)),
    tooLate,
  );
  return { submitted: [...proper, incomplete, stale, twice, withdrawn, inGrace], withdrawn, neverSubmitted: [late] };
}

/** Waits for an instant, in seconds after the beginning. */
export async function sleepUntil(beginsAt: Date, seconds: number): Promise<void> {
  const wait = beginsAt.getTime() + seconds * 1000 - Date.now();
  if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
}
