import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { type CycleDefinition, type StageDefinition, hardClose, ladderSteps } from '#libs/cycles';
import { projectRoot } from '../../../deploy/local/index.js';
import { bundleWorkflows } from '../../../workflows/testing/bundle.js';
import { rehearsedAudiences } from './audiences.js';
import { readDefinition, shippedStageTypes } from './definition.js';
import { type Performance, perform } from './perform.js';
import { summaryAsText, timelineAsText } from './print.js';
import type { Moment } from './timeline.js';

const PACE_MS = 2 * 3_600_000;
const NUMBERS = { entries: 12, experts: 11, jurors: 7, seed: 'test', pace: 'PT2H' };
/**
 * A moment may be so much later than the definition says: closing waits for writers, and the work takes
 * time, more on a busy machine. No two instants of a definition are so near each other.
 */
const LATE_MS = 30 * 60_000;

/** Kinds that a rehearsal shows only of definitions or numbers that go wrong. */
const ONLY_WHEN_WRONG = ['needs-attention', 'stage-late'];

const example = () => readFile(join(projectRoot(), 'docs/examples/guangzhou-2027.yaml'), 'utf8');

function sound(text: string): CycleDefinition {
  const checked = readDefinition(text);
  if ('problems' in checked) throw new Error(JSON.stringify(checked.problems));
  return checked.definition;
}

const run = async (definition: CycleDefinition, numbers: Partial<typeof NUMBERS> = {}): Promise<Performance> =>
  perform(
    definition,
    { ...NUMBERS, ...numbers },
    {
      serverPath: process.env['LAUREATE_TIME_SKIPPING_SERVER']!,
      workflows: { workflowBundle: await bundleWorkflows('apps/rehearsal/src/workflows.ts') },
      root: projectRoot(),
    },
  );

describe('a rehearsal of the shipped definition', () => {
  let definition: CycleDefinition;
  let played: Performance;
  let connections = 0;

  beforeAll(async () => {
    definition = sound(await example());
    const mailServer = createServer(() => connections++).listen(0, '127.0.0.1');
    await new Promise((resolve) => mailServer.once('listening', resolve));
    process.env['SMTP_URL'] = `smtp://127.0.0.1:${(mailServer.address() as { port: number }).port}`;
    played = await run(definition);
    mailServer.close();
  });

  const moments = (stage: StageDefinition, what: Moment['what']) =>
    played.timeline.filter((moment) => moment.what === what && moment.stageKey === stage.key);
  /** How much later than planned, ms; one number for each moment. */
  const lateness = (found: Moment[], planned: string[]) => {
    expect(found).toHaveLength(planned.length);
    return found.map(({ at }, index) => at - Date.parse(planned[index]!));
  };

  it('opens, reminds and closes each stage at the instants of the definition, in order', () => {
    for (const stage of definition.stages) {
      const { opens, deadline, grace } = stage.window;
      const steps = ladderSteps(stage.ladder, deadline, definition.zone);
      const late = [
        ...lateness(moments(stage, 'opened'), [opens]),
        ...lateness(
          moments(stage, 'reminder'),
          steps.map(({ at }) => at),
        ),
        ...lateness(moments(stage, 'deadline'), [deadline]),
        ...lateness(moments(stage, 'closed'), [hardClose(deadline, grace, definition.zone)]),
      ];
      expect(late.filter((ms) => ms < 0 || ms > LATE_MS)).toEqual([]);
      expect(moments(stage, 'reminder').map(({ detail }) => detail)).toEqual(steps.map(({ step }) => step));
    }
    const instants = played.timeline.map(({ at }) => at);
    expect(instants).toEqual(instants.toSorted((a, b) => a - b));
    const besides = ['entry', 'reminder', 'prepared', 'deadline'];
    const steps = definition.stages.map(({ key }) =>
      played.timeline
        .filter(({ stageKey, what }) => stageKey === key && !besides.includes(what))
        .map(({ what }) => what)
        .join(' '),
    );
    expect(steps).toEqual([
      'opened closed decided',
      'opened closed proposed certified certified decided released',
      'opened closed proposed signed certified certified decided released released',
      'opened closed proposed signed certified certified decided released released',
      'opened closed decided',
    ]);
    expect(played.timeline.at(-1)).toMatchObject({ what: 'completed', stageKey: null });
  });

  it('has people do what only they can, each after the time they take, two different ones certifying', () => {
    const jury = definition.stages.find(({ key }) => key === 'jury')!;
    const [proposed] = moments(jury, 'proposed');
    const [first, second] = moments(jury, 'certified');
    const [signed] = moments(jury, 'signed');
    expect(signed!.at - proposed!.at).toBeGreaterThanOrEqual(PACE_MS);
    expect(second!.at - proposed!.at).toBeLessThan(3 * PACE_MS + LATE_MS);
    expect(new Set([signed, first, second].map((moment) => moment!.personId)).size).toBe(3);
  });

  it('writes every kind of mail that a cycle sends, to invented addresses', () => {
    const expected = new Set(
      rehearsedAudiences(shippedStageTypes())
        .map(({ kind }) => kind)
        .filter((kind) => !ONLY_WHEN_WRONG.includes(kind)),
    );
    expect(Object.keys(played.summary.mails).toSorted()).toEqual([...expected].toSorted());
    const mails = played.timeline.flatMap(({ mails }) => mails);
    expect(mails.filter(({ to }) => !to.address.endsWith('@example.org'))).toEqual([]);
    expect(mails.filter(({ html, text }) => /undefined|\{\{|NaN/.test(html + text))).toEqual([]);
    expect(played.summary.mails).toMatchObject({ 'entry-received': 12, 'eligibility-decision': 12, assignment: 11 });
    for (const stage of definition.stages)
      expect(moments(stage, 'reminder').filter((moment) => moment.mails.length === 0)).toEqual([]);
  });

  it('sends none of them', () => expect(connections).toBe(0));

  it('finds no problem, and says which reminders fall on a weekend', () => {
    expect(played.summary.problems).toEqual([]);
    expect(played.summary.notes.filter((note) => note.includes('Sunday'))).toHaveLength(3);
    expect(played.summary.people).toHaveLength(3);
    expect(summaryAsText(definition, played.summary)).toContain('287 days 13 hours');
  });

  it('shows the mails in full when asked', () => {
    const [mail] = played.timeline.flatMap(({ mails }) => mails);
    expect(timelineAsText(played.scenes, false)).not.toContain('Dear');
    expect(timelineAsText(played.scenes, true)).toContain(`Dear ${mail!.to.name}`);
  });
});

it('reports what goes wrong: late predecessors, late releases, too few experts', async () => {
  const definition = sound(
    (await example())
      .replace("opens: '2027-12-04T09:00'", "opens: '2027-10-30T19:00'")
      .replace("deadline: '2027-12-06T18:00'", "deadline: '2027-12-07T17:00'"),
  );
  const { timeline, summary } = await run(definition, { experts: 2 });
  expect(timeline.at(-1)?.what).toBe('completed');
  expect(summary.mails).toMatchObject({ 'needs-attention': 2, 'stage-late': 4 });
  const late = timeline.find(({ what }) => what === 'late');
  expect(late?.mails[0]?.text).toMatch(
    /It waits for the decision of "Technical screening", which has closed and waits/,
  );
  const problems = [
    /“Jury” cannot open on 30 October 2027 at 19:00 .* it opened 5 hours later: “Technical screening” was decided only then/,
    /“Award ceremony” cannot open on 7 December 2027 at 19:00 .* it opened 4 hours later, after its own deadline: “Jury”/,
    /“Jury” cannot be released to those concerned on 7 December 2027 at 19:00 .* it was released 4 hours later/,
    /“Jury” cannot be released to the public/,
    /“Technical screening” stopped and had to be put right: The entries cannot be assigned. .*3 are needed/,
  ];
  expect(summary.problems).toEqual(problems.map((problem) => expect.stringMatching(problem)));
});

it('says where a cycle stands still, when there are too few people for it', async () => {
  const definition = sound(
    (await example()).replaceAll('{ count: 2, roles: [secretariat, organiser] }', '{ count: 3, roles: [juror] }'),
  );
  const { timeline, summary } = await run(definition, { jurors: 2 });
  expect(timeline.at(-1)?.what).not.toBe('completed');
  expect(summary.problems).toEqual([expect.stringMatching(/does not come to its end: “Eligibility” waits/)]);
});
