import { type ReplayReport, replay } from './audit.js';
import { type Books, BookKeeper } from './books.js';
import { type CallResult, draftEntries, runCall } from './call.js';
import type { Story } from './checks.js';
import { Client, until } from './client.js';
import { Cycle, type EntryOutcome } from './cycle.js';
import { demonstrationCycle } from './definition.js';
import { enterHistory } from './history.js';
import type { RunningApp } from './running-app.js';
import { type Initiative, realInitiatives } from './initiatives.js';
import { runEligibility, runJury, runScreening, seat } from './judging.js';
import { Mailbox } from './mailbox.js';
import { EXPERTS, type Invited, JURORS, invite } from './people.js';

/** The figures at the end, as `--json` writes them. */
export interface Figures {
  entries: { received: number; valid: number; eligible: number };
  shortlisted: string[];
  deserving: string[];
  winners: string[];
  events: { published: number; consumed: number; dead: number };
  mails: Books['mails'];
  workflows: { count: number; replayed: number; failures: number };
  seconds: number;
}

const PROGRAMME = 'guangzhou';
/** Time to invite and seat the panels before the call opens, in ms. */
const PREPARATION_MS = 6_000;

/** Runs one whole cycle over the API and checks everything at the end. */
export async function demonstrate(app: RunningApp, story: Story): Promise<Figures> {
  const { api, keys, database, mailbox: mailboxUrl } = app.run;
  const client = (role: string) => new Client(api, role, { 'x-api-key': keys[role]! });
  const secretariat = client('secretariat');
  const mailbox = new Mailbox(mailboxUrl);
  const books = await BookKeeper.open(database);
  try {
    story.chapter('Past editions');
    await enterHistory(story, secretariat);

    story.chapter('People are invited by mail');
    const initiatives = await realInitiatives();
    const contacts = await inviteCities(secretariat, mailbox, initiatives);
    story.check(
      `${contacts.size} cities press the button in their mail and make a key of their own`,
      contacts.size >= 70,
      contacts.size,
    );

    story.chapter('The secretariat defines the cycle');
    const beginsAt = new Date(Date.now() + PREPARATION_MS);
    const cycle = await publish(
      story,
      { secretariat, secretariat2: client('secretariat2'), organiser: client('organiser') },
      beginsAt,
    );
    const { experts, jurors } = await seatPanels(story, cycle, mailbox);

    story.chapter('Call for entries');
    await cycle.untilState('call', 'open');
    const entrants = await draftEntries(
      cycle,
      initiatives,
      ({ city }) => contacts.get(`${city.name}, ${city.countryCode}`)!,
      // Two initiatives ended too long ago; the rules will find them.
      (index) => (index < 2 ? '2020-06-30' : undefined),
    );
    story.tell(`${entrants.length} entries are drafted, with real titles and sample texts.`);
    const call = await runCall(story, cycle, entrants, beginsAt);

    story.chapter('Eligibility');
    await runEligibility(story, cycle);
    story.chapter('Technical screening');
    const screened = await runScreening(story, cycle, experts);
    story.chapter('Jury');
    const judged = await runJury(story, cycle, jurors);
    story.chapter('Ceremony');
    const results = await ceremony(story, cycle);
    story.chapter('The books are closed');
    const audited = await closeBooks(story, cycle, {
      books,
      mailbox,
      replay: () => replay(api, keys['auditor']!, cycle.id),
    });
    const counted = await secretariat.get<Record<keyof Figures['entries'], { count: number }>>(
      `${cycle.path}/entry-counts`,
    );
    const counts = {
      received: counted.received.count,
      valid: counted.valid.count,
      eligible: counted.eligible.count,
    };
    checkCounts(story, counts, call, audited.kinds);
    return {
      entries: counts,
      ...tiersOf(story, screened, judged, results),
      ...audited.figures,
      seconds: story.seconds,
    };
  } finally {
    await books.close();
  }
}

/** One contact person for each city, by city and country. */
async function inviteCities(
  secretariat: Client,
  mailbox: Mailbox,
  initiatives: Initiative[],
): Promise<Map<string, Client>> {
  const cities = new Map(initiatives.map(({ city }) => [`${city.name}, ${city.countryCode}`, city]));
  const invited = [...cities.values()].map(({ name, zone }, index): Invited => ({
    name: `Contact of ${name}`,
    address: `city-${index}@cities.example`,
    zone,
    role: { role: 'city', programme: PROGRAMME },
  }));
  const people = await invite(secretariat, mailbox, invited);
  return new Map([...cities.keys()].map((key, index) => [key, people[index]!]));
}

interface Staff {
  secretariat: Client;
  secretariat2: Client;
  organiser: Client;
}

async function publish(story: Story, staff: Staff, beginsAt: Date): Promise<Cycle> {
  const definition = demonstrationCycle(beginsAt);
  const wrong = { ...definition, zone: 'Mars/Olympus' };
  const checked = await staff.secretariat.post<{ sound: boolean; problems: { pointer: string }[] }>(
    '/v1/cycles/check',
    { definition: wrong },
  );
  story.check(
    'A wrong definition is refused, naming the place',
    !checked.sound && checked.problems[0]?.pointer === '/zone',
    checked,
  );
  const drafted = await staff.secretariat.send('POST', '/v1/cycles', { definition });
  if (drafted.status !== 201) throw new Error(`The definition was refused: ${JSON.stringify(drafted.body)}`);
  const cycle = new Cycle(drafted.body['id'] as string, staff.secretariat, staff.secretariat2, staff.organiser);
  const publish = () =>
    staff.secretariat.send('POST', `${cycle.path}/publish`, undefined, { etag: drafted.etag ?? undefined });
  const published = await publish();
  const frozen = published.body['status'] === 'published' && published.body['revision'] === 1;
  story.check(
    'The Guangzhou template, a year in about a minute, is published and frozen',
    frozen && (await publish()).status === 409,
    published,
  );
  return cycle;
}

async function seatPanels(story: Story, cycle: Cycle, mailbox: Mailbox) {
  const invited = (role: 'expert' | 'juror', people: typeof EXPERTS): Invited[] =>
    people.map(({ name, zone }, index) => ({
      name,
      zone,
      address: `${role}-${index}@panel.example`,
      role: { role, programme: PROGRAMME, cycleId: cycle.id },
    }));
  const people = await invite(cycle.secretariat, mailbox, [...invited('expert', EXPERTS), ...invited('juror', JURORS)]);
  const seats = [...EXPERTS, ...JURORS].map(({ countryCode }, index) => ({ person: people[index]!, countryCode }));
  const experts = seats.slice(0, EXPERTS.length);
  const jurors = seats.slice(EXPERTS.length);
  await seat(cycle, 'screening', experts);
  await seat(cycle, 'jury', jurors);
  story.check(
    'A Technical Committee of 11 and a Jury of 7 accept their invitations and are seated',
    experts.length === 11 && jurors.length === 7,
  );
  return { experts, jurors };
}

interface Results {
  demonstration: boolean;
  notice: string | null;
  tiers: { tier: string; entries: EntryOutcome[] }[];
}

async function ceremony(story: Story, cycle: Cycle): Promise<Results> {
  story.tell('The winners are under embargo until the ceremony opens; everybody waits for it …');
  await cycle.untilState('jury', 'released');
  const results = await cycle.secretariat.get<Results>(`/v1/results/${cycle.id}`);
  story.check(
    'The ceremony releases the winners, and the results say DEMONSTRATION',
    results.demonstration && /DEMONSTRATION/.test(results.notice ?? ''),
    results.notice,
  );
  await until('the cycle to be completed', async () => {
    const { status } = await cycle.secretariat.get<{ status: string }>(cycle.path);
    return status === 'completed' ? true : undefined;
  });
  story.tell('The cycle is completed.');
  return results;
}

/** Waits until all is published, heard, sent and archived; then holds everything against everything. */
async function closeBooks(
  story: Story,
  cycle: Cycle,
  of: { books: BookKeeper; mailbox: Mailbox; replay: () => Promise<ReplayReport> },
): Promise<{ figures: Pick<Figures, 'events' | 'mails' | 'workflows'>; kinds: Record<string, number> }> {
  await until('all events, mails and archives to settle', async () =>
    (await of.books.settled(cycle.id)) ? true : undefined,
  );
  const { events, mails, unmarked, kinds } = await of.books.audit(cycle.id, of.mailbox);
  story.check(
    'Every event that was committed is published and heard; none is dead',
    events.unpublished === 0 && events.consumed === events.published && events.dead === 0,
    events,
  );
  story.check(
    'Every mail that was due is in the mailbox, once',
    mails.lost === 0 && mails.duplicates === 0 && mails.unknown === 0,
    mails,
  );
  story.check(
    'Every mail of the cycle says DEMONSTRATION',
    unmarked.length === 0,
    unmarked.map(({ subject }) => subject).slice(0, 3),
  );
  const report = await of.replay();
  story.check(
    'The auditor replays every history, folds the stages and makes every decision again: PASS',
    report.pass && report.replayed === 6 && report.decisions === 3,
    report,
  );
  const { published, consumed, dead } = events;
  const workflows = { count: report.workflows, replayed: report.replayed, failures: report.divergences.length };
  return { figures: { events: { published, consumed, dead }, mails, workflows }, kinds };
}

function checkCounts(
  story: Story,
  counts: Figures['entries'],
  { submitted }: CallResult,
  kinds: Record<string, number>,
): void {
  story.check(
    'Received, valid and eligible are counted apart',
    counts.received === submitted.length && counts.valid === counts.received - 2,
    counts,
  );
  const told = [
    'invitation',
    'entry-received',
    'deadline-moved',
    'reminder',
    'eligibility-decision',
    'assignment',
    'shortlist',
    'result',
  ];
  const missing = told.filter((kind) => !kinds[kind]);
  story.check(
    'Everybody was told: receipts, reminders, moved deadline, decisions, assignments, results',
    missing.length === 0 && kinds['entry-received'] === submitted.length,
    kinds,
  );
}

/** The tiers as the public sees them, held against what was certified. */
function tiersOf(story: Story, screened: EntryOutcome[], judged: EntryOutcome[], results: Results) {
  const tier = (name: string) => results.tiers.find(({ tier }) => tier === name)?.entries ?? [];
  const titles = (entries: EntryOutcome[]) => entries.map(({ title }) => title);
  const winners = titles(tier('winner'));
  const shortlisted = titles(screened.filter(({ outcome }) => outcome === 'shortlisted'));
  const deserving = titles(tier('deserving'));
  story.check(
    '15 are shortlisted, 30 deserving, up to 5 win, unranked',
    shortlisted.length === 15 && deserving.length === 30 && winners.length >= 1 && winners.length <= 5,
    { shortlisted: shortlisted.length, deserving: deserving.length, winners: winners.length },
  );
  const certified = titles(judged.filter(({ outcome }) => outcome === 'winner')).toSorted();
  story.check(
    'The winners are those that were certified',
    JSON.stringify(winners.toSorted()) === JSON.stringify(certified),
    { winners, certified },
  );
  return { shortlisted, deserving, winners };
}
