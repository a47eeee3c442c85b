import type { Instant, StageFacts } from '#libs/contracts';

/** What the clock does next in a stage. */
export interface NextFiring {
  what: 'opens' | 'reminder' | 'deadline' | 'hard-close' | 'release';
  at: Instant;
  /** The ladder's step, or the audience of the release. */
  detail?: string;
}

/** States in which the stages after one may begin. */
const DECIDED: readonly string[] = ['decided', 'released'];

/** May the stages after it begin? */
export const isDecided = ({ state }: Pick<StageFacts, 'state'>): boolean => DECIDED.includes(state);

/** Keys of the stages whose decision a stage still waits for. */
export const waitsFor = (stage: StageFacts, all: StageFacts[]): string[] =>
  stage.state === 'scheduled'
    ? stage.after.filter((key) => all.some((other) => other.stageKey === key && !DECIDED.includes(other.state)))
    : [];

/**
 * What the clock alone makes happen next in a stage, or null when it is paused, waits for people,
 * for other stages or for nothing. A stage opens at the later of its window and the decision of the
 * stages before.
 */
export function nextFiring(stage: StageFacts, all: StageFacts[], now: Instant): NextFiring | null {
  if (stage.pausedAt) return null;
  if (stage.state === 'scheduled') return waitsFor(stage, all).length > 0 ? null : { what: 'opens', at: stage.opensAt };
  if (stage.state === 'open') {
    const steps = stage.ladder.map(({ step, at }): NextFiring => ({ what: 'reminder', at, detail: step }));
    const all: NextFiring[] = [...steps, { what: 'deadline', at: stage.deadlineAt }];
    return all.filter(({ at }) => at > now).toSorted(byInstant)[0] ?? { what: 'hard-close', at: stage.hardCloseAt };
  }
  if (stage.state !== 'decided') return null;
  const release = stage.releases.find(({ audience }) => !stage.releasedTo.includes(audience));
  if (!release || release.when === 'command' || release.when === 'decided') return null;
  return { what: 'release', at: release.when, detail: release.audience };
}

/** The earliest of all that fires next in a cycle. */
export const firstFiring = (stages: StageFacts[], now: Instant): (NextFiring & { stageKey: string }) | null =>
  stages
    .flatMap((stage) => {
      const next = nextFiring(stage, stages, now);
      return next ? [{ ...next, stageKey: stage.stageKey }] : [];
    })
    .toSorted(byInstant)[0] ?? null;

const byInstant = (a: { at: Instant }, b: { at: Instant }): number => a.at.localeCompare(b.at);

/** How long after its instant a stage still moves by itself: writers finish first, proposals are computed. */
const LATE_MS = 60_000;

/** What the clock should have made happen in a stage a while ago and did not, or null; in a paused stage nothing. */
export function overdue(stage: StageFacts, now: Instant): { what: string; at: Instant } | null {
  const late = (what: string, at: Instant) => (Date.parse(now) - Date.parse(at) > LATE_MS ? { what, at } : null);
  if (stage.pausedAt) return null;
  if (stage.state === 'closing' && stage.closedAt) {
    const { closedAt, mayComeInUntil } = stage;
    const since = mayComeInUntil && mayComeInUntil > closedAt ? mayComeInUntil : closedAt;
    return late('come to a proposal after it closed', since);
  }
  const firing = nextFiring(stage, [], now);
  switch (firing?.what) {
    case 'opens':
      return late('opened', firing.at);
    case 'hard-close':
      return late('closed', firing.at);
    case 'release':
      return late(`been released to ${firing.detail}`, firing.at);
    default:
      return null;
  }
}
