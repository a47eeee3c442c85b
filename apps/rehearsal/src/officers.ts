import { type CycleDefinition, stageDefinitionOf } from '#libs/cycles';
import { panelRole } from '#libs/judging/pure';
import type { Cast, Person } from './cast.js';

/** Who does what people must do. */
export interface Officers {
  /** The chair of a stage's panel; none where there is no panel. */
  chairOf(stageKey: string): Person | undefined;
  /** Those named to certify its decision: as many as must, in turn of the roles that may. */
  certifiersOf(stageKey: string): Person[];
  secretary: Person;
}

/** The first of each panel is its chair; whoever certifies was named beforehand, without a stand-in. */
export function officersOf(definition: CycleDefinition, cast: Cast): Officers {
  const holders: Record<string, Person[]> = {
    secretariat: cast.secretariat,
    organiser: cast.organisers,
    expert: cast.experts,
    juror: cast.jurors,
  };
  return {
    secretary: cast.secretariat[0]!,
    chairOf: (stageKey) => {
      const role = panelRole(stageDefinitionOf(definition, stageKey).type);
      return role ? holders[role]?.[0] : undefined;
    },
    certifiersOf: (stageKey) => {
      const { roles, count } = stageDefinitionOf(definition, stageKey).certifiers;
      const able = roles.map((role) => holders[role] ?? []);
      return Array.from({ length: count }, (_, turn) => able.flatMap((people) => people[turn] ?? []))
        .flat()
        .slice(0, count);
    },
  };
}
