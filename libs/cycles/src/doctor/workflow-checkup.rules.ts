import { isDeepStrictEqual } from 'node:util';
import { type CyclePlan, type Instant, type StageFacts, cycleWorkflowId, stageWorkflowId } from '#libs/contracts';
import { type Finding, leftToPeople } from '#libs/platform';
import { bothZones } from '../definition/calendar.js';
import { hasEnded } from '../rows/stage-facts.js';
import { isDecided, overdue } from '../definition/timetable.js';
import { type CycleLook, type StageLook, changeInWords } from '../workflows/workflow-view.js';

/** What mends a finding about workflows. */
export type WorkflowRemedy =
  | { do: 'startCycle'; cycleId: string }
  /** The cycle starts what its stage lost. */
  | { do: 'startStage'; cycleId: string; stageKey: string }
  /** The stage's word that it is decided, once more. */
  | { do: 'tellDecided'; cycleId: string; stageKey: string }
  | { do: 'wake'; workflowId: string };
export type WorkflowFinding = Finding & { remedy: WorkflowRemedy | null };

/** What was committed within this time may still be on its way to its workflow, ms. */
const GRACE_MS = 10_000;

const STARTS_AT_ROWS =
  'It goes on from its rows: what they say was done is not done again, no reminder or mail is sent twice.';
const RESTORE =
  'Was the database restored? Restore it to a later instant; or accept what is lost: docs/operators.md, "Restore".';

/** Holds each cycle's rows against what its workflows know. */
export function workflowFindings(looks: CycleLook[], now: Instant): WorkflowFinding[] {
  return looks.flatMap((look) =>
    look.status === 'published' ? publishedFindings(look, now) : endedFindings(look, now),
  );
}

const isSettled = (since: Instant, now: Instant): boolean => Date.parse(now) - Date.parse(since) > GRACE_MS;
const left = (finding: Omit<Finding, 'wouldDo' | 'refusedBecause'>, refusedBecause: string): WorkflowFinding => ({
  ...leftToPeople(finding, refusedBecause),
  remedy: null,
});

function publishedFindings(look: CycleLook, now: Instant): WorkflowFinding[] {
  const { workflow } = look;
  const stages = look.stages.flatMap((stage) => stageFindings(look, stage, now));
  if (workflow.run === 'running') return [...runningFindings(look, now), ...stages];
  if (!isSettled(look.since, now)) return stages;
  const where = cycleWorkflowId(look.cycleId);
  if (workflow.run === 'ended') {
    const what = `The workflow of "${look.title}" has come to its end, and the database says that the cycle is ${look.status}.`;
    return [left({ code: 'cycle-behind-workflow', severity: 'loss', where, what }, RESTORE), ...stages];
  }
  const how = workflow.run === 'none' ? 'Temporal knows no workflow of it' : `its workflow was ${workflow.how}`;
  const running = look.stages.filter((stage) => stage.workflow.run === 'running').map(({ title }) => `"${title}"`);
  const alone = running.length > 0 ? ` Without it run: ${running.join(', ')}.` : '';
  const taken = running.length > 0 ? ' Stages that run alone are started again as its own.' : '';
  return [
    {
      code: 'cycle-without-workflow',
      severity: 'broken',
      where,
      what: `"${look.title}" is published, and ${how}: no stage that is next will begin.${alone}`,
      wouldDo: `Start it. ${STARTS_AT_ROWS}${taken}`,
      refusedBecause: null,
      remedy: { do: 'startCycle', cycleId: look.cycleId },
    },
    ...stages,
  ];
}

/** A cycle whose workflow runs: does it know what its row says? */
function runningFindings(look: CycleLook, now: Instant): WorkflowFinding[] {
  const { state, silence } = look.workflow;
  const where = cycleWorkflowId(look.cycleId);
  if (!state) return [silent(where, `"${look.title}"`, silence)];
  if (!state.plan) return [];
  const { status, revision } = state.plan;
  if (status !== look.status || revision > look.revision) {
    const what = `The workflow of "${look.title}" knows it as ${status}, revision ${revision}; the database says ${look.status}, revision ${look.revision}.`;
    return [left({ code: 'cycle-behind-workflow', severity: 'loss', where, what }, RESTORE)];
  }
  const settled = [look, ...look.stages].every(({ since }) => isSettled(since, now));
  return settled && !hasHeard(state.plan, look) ? [behind(where, `"${look.title}"`)] : [];
}

/** Does a plan have what a cycle's workflow goes by: the pause, the stages and what each waits for? */
const hasHeard = (plan: CyclePlan, { pausedAt, stages }: CycleLook): boolean =>
  (plan.pausedAt ?? null) === pausedAt &&
  isDeepStrictEqual(
    plan.stages.map(({ key, after }) => [key, after]),
    stages.map(({ row }) => [row.stageKey, row.after]),
  );

/** A cycle that is over: a workflow that still runs must know. */
function endedFindings(look: CycleLook, now: Instant): WorkflowFinding[] {
  const { run, state } = look.workflow;
  const unaware = run === 'running' && state?.plan && state.plan.status !== look.status;
  return unaware && isSettled(look.since, now) ? [behind(cycleWorkflowId(look.cycleId), `"${look.title}"`)] : [];
}

function stageFindings(look: CycleLook, stage: StageLook, now: Instant): WorkflowFinding[] {
  const { run } = stage.workflow;
  if (stage.missing.length > 0 || (run === 'ended' && !hasEnded(stage.row))) return [rowBehind(look, stage)];
  const found = run === 'running' ? runningStage(look, stage, now) : stoppedStage(look, stage, now);
  return [...found, ...undecided(look, stage, now)];
}

function rowBehind({ cycleId, zone }: CycleLook, { row, title, workflow, missing }: StageLook): WorkflowFinding {
  const seen = missing.map(({ at, facts }, index) => {
    const before = index === 0 ? row : missing[index - 1]!.facts;
    return `version ${facts.version} at ${bothZones(at, zone)}: ${changeInWords(before, facts, zone)}`;
  });
  const last = missing.at(-1)?.facts.version;
  const versions =
    last === undefined ? 'its end' : `versions ${row.version + 1} to ${last}, of which its last run saw: `;
  const ended = workflow.run === 'ended' ? ['has come to its end'] : [];
  const ahead = last === undefined ? [] : [`knows version ${last}`];
  return left(
    {
      code: 'stage-behind-workflow',
      severity: 'loss',
      where: stageWorkflowId(cycleId, row.stageKey),
      what:
        `The workflow of "${title}" ${[...ahead, ...ended].join(' and ')}, and the database has version ${row.version} (${row.state}) of the stage. ` +
        `The database lacks ${versions}${seen.join('; ')}.`,
    },
    RESTORE,
  );
}

function runningStage({ cycleId, zone }: CycleLook, stage: StageLook, now: Instant): WorkflowFinding[] {
  const { row, title, since, workflow } = stage;
  const where = stageWorkflowId(cycleId, row.stageKey);
  const { state, silence } = workflow;
  if (!state) return [silent(where, `"${title}"`, silence)];
  if (state.facts && state.facts.version < row.version && isSettled(since, now)) return [behind(where, `"${title}"`)];
  const late = overdue({ ...row, mayComeInUntil: state.facts?.mayComeInUntil ?? null }, now);
  if (!late) return [];
  const parked = Object.values(state.parked)[0];
  return [
    left(
      {
        code: 'stage-overdue',
        severity: 'broken',
        where,
        what: `"${title}" should have ${late.what} at ${bothZones(late.at, zone)}, and is ${row.state}.`,
      },
      parked
        ? `Its workflow waits for people: ${parked.detail} Mend that, then \`laureate cycle retry\`.`
        : 'Its workflow is due and no worker carries it out. Is a worker running, and does its log say why it fails?',
    ),
  ];
}

/** A stage that should have a workflow, and has none that runs. */
function stoppedStage(look: CycleLook, stage: StageLook, now: Instant): WorkflowFinding[] {
  const { row, title, workflow } = stage;
  const ofCycle = look.workflow.state;
  // Without the cycle's workflow that one is started, and starts what is next.
  if (!ofCycle || hasEnded(row) || !isNext(look, row, now)) return [];
  const { stageKey } = row;
  if (row.after.some((key) => !ofCycle.decided.includes(key))) return [];
  const how = workflow.run === 'none' ? 'Temporal knows no workflow of it' : `its workflow was ${workflow.how}`;
  const finding = {
    code: 'stage-without-workflow',
    severity: 'broken' as const,
    where: stageWorkflowId(look.cycleId, stageKey),
    what: `"${title}" is ${row.state}, and ${how}: nothing opens, reminds or closes it, and no command reaches it.`,
  };
  return [
    {
      ...finding,
      wouldDo: `Have its cycle start it again. ${STARTS_AT_ROWS}`,
      refusedBecause: null,
      remedy: { do: 'startStage', cycleId: look.cycleId, stageKey },
    },
  ];
}

/** A stage is next when all that it waits for are decided, and have been for a while. */
const isNext = ({ stages, since }: CycleLook, { after }: StageFacts, now: Instant): boolean =>
  isSettled(since, now) &&
  stages
    .filter(({ row }) => after.includes(row.stageKey))
    .every((stage) => isDecided(stage.row) && isSettled(stage.since, now));

/** A stage that is decided, and whose cycle was not told or has forgotten. */
function undecided(look: CycleLook, { row, title, since, workflow }: StageLook, now: Instant): WorkflowFinding[] {
  const ofCycle = look.workflow.state;
  if (!ofCycle?.plan || !isDecided(row) || !isSettled(since, now)) return [];
  const { stageKey } = row;
  if (ofCycle.decided.includes(stageKey)) return [];
  if (workflow.run === 'running' && !workflow.state?.announced) return [];
  return [
    {
      code: 'decision-unheard',
      severity: 'broken',
      where: cycleWorkflowId(look.cycleId),
      what: `"${title}" is decided, and the workflow of "${look.title}" does not know: what comes after it will not begin.`,
      wouldDo: 'Tell it once more.',
      refusedBecause: null,
      remedy: { do: 'tellDecided', cycleId: look.cycleId, stageKey },
    },
  ];
}

const silent = (where: string, title: string, silence: string | undefined): WorkflowFinding =>
  left(
    {
      code: 'workflow-silent',
      severity: 'broken',
      where,
      what: `The workflow of ${title} runs, and does not say where it stands: ${silence ?? 'no answer'}`,
    },
    'Is a worker running? If it is, `laureate_workflow_task_failures` and its log say whether its code fits the history.',
  );

const behind = (workflowId: string, title: string): WorkflowFinding => ({
  code: 'workflow-behind',
  severity: 'broken',
  where: workflowId,
  what: `The database has changed ${title}, and its workflow has not heard of it.`,
  wouldDo: 'Wake the workflow, so that it reads its row.',
  refusedBecause: null,
  remedy: { do: 'wake', workflowId },
});
