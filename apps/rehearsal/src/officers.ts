import { stageDefinitionOf } from '#libs/cycles';
import { type Person, holdersOf } from './cast.js';
import type { Course } from './course.js';

/** Who does what people must do. */
export interface Officers {
  /** The chair of a stage's panel; none where there is no panel. */
  chairOf(stageKey: string): Person | undefined;
  /** Those named to certify its decision: as many as must, in turn of the roles that may. */
  certifiersOf(stageKey: string): Person[];
  secretary: Person;
}

/** The first of each panel is its chair; whoever certifies was named beforehand, without a stand-in. */
export function officersOf(course: Course): Officers {
  const { definition, cast } = course;
  return {
    secretary: cast.secretariat[0]!,
    chairOf: (stageKey) => {
      const role = course.panelRole(stageDefinitionOf(definition, stageKey));
      return role ? holdersOf(cast, role)[0] : undefined;
    },
    certifiersOf: (stageKey) => {
      const { roles, count } = stageDefinitionOf(definition, stageKey).certifiers;
      const able = roles.map((role) => holdersOf(cast, role));
      return Array.from({ length: count }, (_, turn) => able.flatMap((people) => people[turn] ?? []))
        .flat()
        .slice(0, count);
    },
  };
}
