import { setTimeout as sleep } from 'node:timers/promises';
import { type MendableFinding, type Checkup, type Finding, type WorkContext, leftToPeople, log } from '#libs/platform';

/** A checkup that takes longer has met a server that does not answer, ms. */
const EXAMINES_WITHIN_MS = 20_000;

/** A finding, and what became of it. */
export type Outcome = Finding & { outcome: 'mended' | 'refused' | 'failed'; said: string };

/** Has everything looked at, and mends what is safe to mend. */
export class Doctor {
  constructor(private readonly checkups: Checkup[]) {}

  /** Everything that is wrong now, the worst first; a checkup that gets no answer is a finding itself. */
  async examine(): Promise<MendableFinding[]> {
    const found = await Promise.all(this.checkups.map((checkup) => examined(checkup)));
    const order = ['loss', 'broken', 'notice'];
    return found.flat().toSorted((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity));
  }

  /** Mends what can be, and says for each finding what became of it. While something is lost, nothing is mended. */
  async mend(context: WorkContext): Promise<Outcome[]> {
    const findings = await this.examine();
    const loss = findings.find(({ severity }) => severity === 'loss');
    const outcomes: Outcome[] = [];
    for (const { mend, ...finding } of findings) {
      outcomes.push(mend ? await mended(finding, mend, context, loss) : refused(finding, finding.refusedBecause!));
    }
    return outcomes;
  }
}

async function examined(checkup: Checkup): Promise<MendableFinding[]> {
  const done = new AbortController();
  const late = sleep(EXAMINES_WITHIN_MS, undefined, { signal: done.signal }).then(() => {
    throw new Error(`no answer within ${EXAMINES_WITHIN_MS / 1000} s`);
  });
  try {
    return await Promise.race([checkup.examine(), late]);
  } catch (error) {
    log.warn({ err: error, checkup: checkup.name }, 'the doctor could not look');
    const finding = leftToPeople(
      {
        code: 'could-not-look',
        severity: 'broken',
        where: checkup.name,
        what: `Could not be looked at: ${(error as Error).message}.`,
      },
      'Is the server it needs there (`/health/ready`)? Ask again when it is.',
    );
    return [{ ...finding, mend: null }];
  } finally {
    done.abort();
    late.catch(() => undefined);
  }
}

const refused = (finding: Finding, said: string): Outcome => ({ ...finding, outcome: 'refused', said });

async function mended(
  finding: Finding,
  mend: NonNullable<MendableFinding['mend']>,
  context: WorkContext,
  loss: Finding | undefined,
): Promise<Outcome> {
  if (loss)
    return refused(finding, `Nothing is mended while something is lost (${loss.code}): it would make it final.`);
  const { code, where } = finding;
  try {
    await mend(context);
    log.info({ code, where, actor: context.actor.id }, 'the doctor mended');
    return { ...finding, outcome: 'mended', said: 'Done.' };
  } catch (error) {
    log.warn({ err: error, code, where, actor: context.actor.id }, 'the doctor could not mend');
    return { ...finding, outcome: 'failed', said: (error as Error).message };
  }
}
