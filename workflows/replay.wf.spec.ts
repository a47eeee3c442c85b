import { beforeAll, describe, expect, test } from '@jest/globals';
import { DefaultLogger, Runtime, type ReplayWorkerOptions } from '@temporalio/worker';
import { WorkflowType } from '#libs/contracts/pure';
import { Change } from './common/changes.js';
import * as workflows from './index.js';
import { bundleWorkflows } from './testing/bundle.js';
import { recordedHistories, type RecordedHistory } from './testing/histories.js';
import { replay as replayHistories } from './testing/replay.js';

let recorded: RecordedHistory[];
let workflowBundle: NonNullable<ReplayWorkerOptions['workflowBundle']>;

beforeAll(async () => {
  Runtime.install({ logger: new DefaultLogger('ERROR'), shutdownSignals: [] });
  recorded = await recordedHistories();
  workflowBundle = await bundleWorkflows();
});

/** Replays histories; the error of each by its file, null where code and history agree. */
const replay = (histories: RecordedHistory[], bundle = workflowBundle): Promise<Record<string, string | null>> =>
  replayHistories(
    histories.map(({ file, history }) => ({ workflowId: file, history })),
    bundle,
  );

describe('the recorded histories', () => {
  test('are there for every workflow type', () => {
    const types = Object.keys(workflows).sort();
    expect(types).toEqual(Object.values(WorkflowType).sort());
    expect([...new Set(recorded.map(({ workflowType }) => workflowType))].sort()).toEqual(types);
  });

  test('name no machine and no path', () => {
    for (const { history } of recorded) {
      expect(JSON.stringify(history)).not.toMatch(/stackTrace|node_modules|"\d+@|"identity":"(?!recorder)/);
    }
  });

  test('are replayed by the present code', async () => {
    const outcomes = await replay(recorded);
    expect(outcomes).toEqual(Object.fromEntries(recorded.map(({ file }) => [file, null])));
  });
});

describe('each change of running workflows', () => {
  type Marker = { details?: { 'patch-data'?: { payloads: { data: string }[] } } };
  const marked = (change: string) => (event: Record<string, unknown>) => {
    const patch = (event['markerRecordedEventAttributes'] as Marker | undefined)?.details?.['patch-data'];
    if (!patch) return false;
    return (JSON.parse(Buffer.from(patch.payloads[0]!.data, 'base64').toString()) as { id: string }).id === change;
  };

  test.each(Object.values(Change))('%s is recorded, and so is what runs without it', (change) => {
    const after = recorded.filter(({ history }) => history.events.some(marked(change)));
    const types = new Set(after.map(({ workflowType }) => workflowType));
    expect(types.size).toBeGreaterThan(0);
    for (const type of types) {
      const all = recorded.filter(({ workflowType }) => workflowType === type);
      expect(after.filter(({ workflowType }) => workflowType === type).length).toBeLessThan(all.length);
    }
  });
});

describe('a replay finds', () => {
  const called = (name: string) => (event: Record<string, unknown>) =>
    (event['activityTaskScheduledEventAttributes'] as { activityType?: { name?: string } })?.activityType?.name ===
    name;

  const oneWith = (name: string): RecordedHistory =>
    structuredClone(recorded.find(({ history }) => history.events.some(called(name)))!);

  test('a history in which another activity was called', async () => {
    const altered = oneWith('closeStage');
    const event = altered.history.events.find(called('closeStage'))!;
    event['activityTaskScheduledEventAttributes'] = {
      ...(event['activityTaskScheduledEventAttributes'] as object),
      activityType: { name: 'remind' },
    };
    expect((await replay([altered]))[altered.file]).toMatch(/nondeterminism/i);
  });

  test('workflow code with one step removed', async () => {
    if (!('code' in workflowBundle)) throw new Error('the bundle has no code');
    const reminded = oneWith('remind');
    const code = workflowBundle.code.replace(/await [\w$.]*activities[\w$.]*\.remind\(/, 'void (');
    expect(code).not.toBe(workflowBundle.code);
    expect((await replay([reminded], { code }))[reminded.file]).toMatch(/nondeterminism/i);
  });
});
