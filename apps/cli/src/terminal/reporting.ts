import type { Api } from '../client/connection.js';
import { show } from './output.js';
import { type Answer, settle } from '../client/settle.js';

/** Waits for what became of a command and shows it. */
export async function report(api: Api, answer: Promise<Answer>, json: boolean | undefined): Promise<void> {
  const committed = await settle(api, await answer, (line) => console.error(line));
  show(committed, committedInWords(committed), json);
}

function committedInWords(committed: unknown): string {
  const { stage, decision } = committed as { stage?: Facts; decision?: Decision };
  if (decision) {
    const { signatures, signaturesNeeded, certifications, certificationsNeeded, complete } = decision;
    const count = `signed ${signatures} of ${signaturesNeeded}, certified ${certifications} of ${certificationsNeeded}`;
    return complete ? `Done: ${count}. The stage is ${stage?.state}.` : `Recorded: ${count}.`;
  }
  const { amendment } = committed as {
    amendment?: { state: string; number: number | null; signatures: number; signaturesNeeded: number };
  };
  if (amendment) {
    const { state, number, signatures, signaturesNeeded } = amendment;
    if (state === 'adopted') return `Amendment ${number} is in force.`;
    return `Signed: ${signatures} of ${signaturesNeeded}. It comes into force with the last signature.`;
  }
  const facts = committed as Partial<Facts>;
  if (facts.stageKey) {
    const steps = (facts.steps ?? []).map(({ step, deadlineAt }) => `, ${step} ${deadlineAt}`).join('');
    return `Stage ${facts.stageKey} is ${facts.state}; deadline ${facts.deadlineAt}, hard close ${facts.hardCloseAt}${steps}.`;
  }
  return `Done: the cycle is ${(committed as { status?: string }).status}.`;
}
interface Facts {
  stageKey: string;
  state: string;
  deadlineAt: string;
  hardCloseAt: string;
  steps?: { step: string; deadlineAt: string }[];
}
interface Decision {
  signatures: number;
  signaturesNeeded: number;
  certifications: number;
  certificationsNeeded: number;
  complete: boolean;
}
