import { DrivenCycle, type Entrant } from '../../e2e/support/driven-cycle.js';
import { type RunningApp, type Somebody, until } from '../../e2e/support/running-app.js';
import type { Story } from './fixture.js';

const ids = (entrants: Entrant[]): string[] => entrants.map(({ entryId }) => entryId);

/** The city answers, the call closes for all but the one that has more time, and then the rest of the cycle. */
export async function endTheCall(app: RunningApp, story: Story['call']): Promise<void> {
  const cycle = DrivenCycle.found(app, story);
  const { asked, entered, extended, draft, clarificationId } = story;
  await app.ask(asked.person, 'POST', `/v1/clarifications/${clarificationId}/answer`, {});
  await cycle.closeStage('call');
  const late = await cycle.submit(draft);
  if (late.status !== 409) throw new Error(`An entry without an extension is answered ${late.status} after the close.`);
  const { status, body } = await cycle.submit(extended);
  if (status !== 201) throw new Error(`The entry that has more time: ${status} ${JSON.stringify(body)}`);
  await cycle.untilState('call', 'decided');
  await endEligibility(cycle);
  const entrants = [asked, entered, extended];
  const experts = await cycle.seat('screening', ['Expert One', 'Expert Two']);
  await cycle.open('screening');
  await cycle.reviewAll(experts, scoresOf(entrants));
  await endScreening(cycle, experts[0]!);
  await judge(cycle, entrants);
}

/** The cycle is resumed, the second expert reviews, and then the rest of the cycle. */
export async function endTheScreening(app: RunningApp, story: Story['screening']): Promise<void> {
  const cycle = DrivenCycle.found(app, story);
  const { entrants, experts, staff } = story;
  const reason = { code: 'over', text: 'What kept us is over.' };
  const review = (key: string) => app.send(experts[1]!, 'GET', `${cycle.path}/stages/screening/${key}`);
  if ((await review('assignments')).status !== 200) throw new Error('The expert sees no assignments.');
  await app.ask(staff, 'POST', `${cycle.path}/resume`, { reason });
  await cycle.reviewAll(experts.slice(1), scoresOf(entrants));
  await endScreening(cycle, experts[0]!);
  await judge(cycle, entrants.slice(0, 3));
}

/** The last juror casts, the jury decides on all ballots, the complaint is answered by two who did not decide. */
export async function endTheJury(app: RunningApp, story: Story['jury']): Promise<void> {
  const cycle = DrivenCycle.found(app, story);
  const { entrants, jurors, complaintId } = story;
  const path = `${cycle.path}/complaints/${complaintId}`;
  const handlers: Somebody[] = [];
  for (const name of ['Hana Handler', 'Hugo Handler']) handlers.push(await app.person(name, 'secretariat'));
  await app.ask(story.staff, 'POST', `${path}/handlers`, { personIds: handlers.map(({ id }) => id) });
  const outcome = { outcome: 'dismissed', reasonCode: 'scores-checked', text: 'They were not.' };
  await app.ask(handlers[0]!, 'POST', `${path}/outcomes`, outcome);
  await app.ask(handlers[1]!, 'POST', `${path}/confirmation`, { version: 1 });
  const [first, second, third] = ids(entrants);
  await cycle.cast(jurors.at(-1)!, [first!, third!, second!]);
  await endJury(cycle, jurors[0]!);
}

/** The first scores best, the last worst. */
const scoresOf = (entrants: Entrant[]) => (id: string) => 5 - ids(entrants).indexOf(id);

async function endEligibility(cycle: DrivenCycle): Promise<void> {
  await cycle.checkAll();
  await cycle.closeStage('eligibility');
  await cycle.decide('eligibility');
  await cycle.release('eligibility');
}

async function endScreening(cycle: DrivenCycle, chair: Somebody): Promise<void> {
  await cycle.closeStage('screening');
  await cycle.decide('screening', chair);
  await cycle.release('screening');
}

/** A new jury ranks those that are shortlisted, in their order. */
async function judge(cycle: DrivenCycle, shortlisted: Entrant[]): Promise<void> {
  const jurors = await cycle.seat('jury', ['Juror One', 'Juror Two', 'Juror Three']);
  await cycle.open('jury');
  for (const juror of jurors) await cycle.cast(juror, ids(shortlisted));
  await endJury(cycle, jurors[0]!);
}

/** From the last ballot to the end of the cycle. */
async function endJury(cycle: DrivenCycle, chair: Somebody): Promise<void> {
  await cycle.closeStage('jury');
  await cycle.decide('jury', chair);
  await cycle.release('jury');
  await cycle.open('ceremony');
  await cycle.closeStage('ceremony');
  await until(
    () => cycle.app.ask(null, 'GET', cycle.path),
    ({ status }) => status === 'completed',
  );
}
