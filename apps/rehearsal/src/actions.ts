import type { ReleaseAudience } from '#libs/contracts/pure';
import { nextRelease } from '#libs/cycles/pure';
import type { StageRecord } from '../../../workflows/in-memory/records.js';
import type { Officers } from './officers.js';

/** Something a person does by a command. */
export interface Action {
  stageKey: string;
  name: 'sign' | 'certify' | 'release' | 'retry';
  /** Id of who does it. */
  personId: string;
  audience?: ReleaseAudience;
  /** The same action of the same stage has the same key. */
  key: string;
}

/**
 * What a stage waits for somebody to do; null when it waits for the clock, for other stages, or for
 * people there are none of.
 */
export function nextAction({ facts, decision, certifiers }: StageRecord, officers: Officers): Action | null {
  const { stageKey, state } = facts;
  if (state === 'deciding' && decision) {
    const { signatures, signaturesNeeded } = decision;
    if (signatures < signaturesNeeded) {
      const personId = officers.chairOf(stageKey)?.id;
      return personId ? { stageKey, name: 'sign', personId, key: `sign ${signatures}` } : null;
    }
    const personId = officers.certifiersOf(stageKey).find(({ id }) => !certifiers.has(id))?.id;
    return personId ? { stageKey, name: 'certify', personId, key: `certify ${certifiers.size}` } : null;
  }
  const release = state === 'decided' ? nextRelease(facts) : null;
  if (release?.when !== 'command') return null;
  const { audience } = release;
  return { stageKey, name: 'release', personId: officers.secretary.id, audience, key: `release ${audience}` };
}
