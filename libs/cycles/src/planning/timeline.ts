import type { Instant, LadderStep, ReleaseStep, WindowStep } from '#libs/contracts';
import { ladderSteps, toInstant } from '../definition/calendar.js';
import { hardCloseOf } from '../definition/definition.rules.js';
import type { CycleDefinition } from '../definition/definition.js';
import { factsOf } from '../rows/stage-facts.js';
import type { Stage } from '../definition/stage.entity.js';
import { stepsOf } from '../definition/window-steps.js';

/** When a stage does what: by its row once there is one, else by the definition. */
export interface PlannedStage {
  key: string;
  title: string;
  type: string;
  settings: Record<string, unknown>;
  certifiers: CycleDefinition['stages'][number]['certifiers'];
  /** Titles of the stages whose decision it waits for. */
  after: string[];
  opens: Instant;
  deadline: Instant;
  hardClose: Instant;
  /** Further deadlines. */
  steps: WindowStep[];
  /** Earliest first. */
  reminders: LadderStep[];
  releases: ReleaseStep[];
  /** Increases with every change. */
  version: number;
  cancelled: boolean;
}

/** What explanation, calendar and picture show of a cycle. */
export interface Timeline {
  /** The cycle's id; of a definition that is no cycle yet, its programme and edition. */
  id: string;
  definition: CycleDefinition;
  /** Is it only planned: a draft, or a definition that is no cycle yet? */
  isDraft: boolean;
  pausedAt: Instant | null;
  stages: PlannedStage[];
}

/** The timeline of a definition; with the cycle's rows, as its deadlines are now. Pure. */
export function timelineOf(definition: CycleDefinition, cycle?: { id: string; stages: Stage[] }): Timeline {
  const titleOf = (key: string) => oneLine(definition.stages.find((stage) => stage.key === key)?.title ?? key);
  const stages = definition.stages.map((stage): PlannedStage => {
    const row = cycle?.stages.find(({ key }) => key === stage.key);
    const facts = row && factsOf(row);
    const { opens, deadline } = stage.window;
    return {
      key: stage.key,
      title: oneLine(stage.title),
      type: stage.type,
      settings: stage.settings,
      certifiers: stage.certifiers,
      after: stage.after.map(titleOf),
      opens: facts?.opensAt ?? opens,
      deadline: facts?.deadlineAt ?? deadline,
      hardClose: facts?.hardCloseAt ?? hardCloseOf(stage, definition.zone),
      steps: row?.steps ?? stepsOf(stage.window.steps, definition.zone),
      reminders: facts?.ladder ?? ladderSteps(stage.ladder, deadline, definition.zone),
      releases: facts?.releases ?? stage.release,
      version: facts?.version ?? 0,
      cancelled: facts?.state === 'cancelled',
    };
  });
  const paused = cycle?.stages.find(({ pausedAt }) => pausedAt)?.pausedAt;
  return {
    id: cycle?.id ?? `${definition.programme.key}.${definition.edition}`,
    definition,
    isDraft: !cycle || cycle.stages.length === 0,
    pausedAt: paused ? toInstant(paused) : null,
    stages,
  };
}

/** A release at an instant, not by command and not as soon as it is decided. */
export const isInstant = (when: ReleaseStep['when']): when is Instant => when !== 'decided' && when !== 'command';

/** A text of a definition on one line, without what is no text in XML. */
export const oneLine = (text: string): string => text.replaceAll(/[\s\p{Cc}\u{fffe}\u{ffff}]+/gu, ' ').trim();
