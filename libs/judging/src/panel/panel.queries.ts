import type { SqlEntityManager } from '@mikro-orm/postgresql';
import type { Outcome, StageRef } from '#libs/contracts';
import type { Panel } from '#libs/cycles';

/** An expert with their assignments of a stage. */
export interface ExpertLoad {
  personId: string;
  /** Not recused. */
  assigned: number;
  open: number;
}

/** The experts who have assignments in a stage, by id. */
export function expertLoads(em: SqlEntityManager, ref: StageRef, personId?: string): Promise<ExpertLoad[]> {
  return em.execute<ExpertLoad[]>(
    `select person_id as "personId", count(*)::int as assigned, count(*) filter (where state = 'open')::int as open
     from judging.assignment where cycle_id = ? and stage_key = ? and state in ('open', 'done') ${personId ? 'and person_id = ?' : ''}
     group by person_id order by person_id`,
    [ref.cycleId, ref.stageKey, ...(personId ? [personId] : [])],
  );
}

/** The members of a panel who judge (deputies do not), by id. */
export async function judgingMembers(em: SqlEntityManager, ref: StageRef): Promise<string[]> {
  const rows = await em.execute<{ personId: string }[]>(
    `select person_id as "personId" from judging.panel_member
     where cycle_id = ? and stage_key = ? and seat <> 'deputy' order by person_id`,
    [ref.cycleId, ref.stageKey],
  );
  return rows.map(({ personId }) => personId);
}

/** Who adopts the method of a panel: more than half of the members who judge; at least one, also of an empty panel. */
export async function adoptingPanel(em: SqlEntityManager, ref: StageRef): Promise<Panel> {
  const memberIds = await judgingMembers(em, ref);
  return { memberIds, quorum: Math.floor(memberIds.length / 2) + 1 };
}

/** The jurors who have not cast their ballot, by id. */
export async function jurorsToCast(em: SqlEntityManager, ref: StageRef): Promise<string[]> {
  const cast = await em.execute<{ personId: string }[]>(
    'select person_id as "personId" from judging.ballot_cast where cycle_id = ? and stage_key = ?',
    [ref.cycleId, ref.stageKey],
  );
  const members = await judgingMembers(em, ref);
  return members.filter((id) => !cast.some(({ personId }) => personId === id));
}

/** An entry of a decision with its outcome, and somebody who acts for its city. */
export interface OutcomeOfPerson {
  personId: string;
  title: string;
  outcome: Outcome;
}

/** Whom a certified decision concerns, each with their entries; entries withdrawn since are left out. */
export function concernedPeople(
  em: SqlEntityManager,
  decisionId: string,
  personId?: string,
): Promise<OutcomeOfPerson[]> {
  return em.execute<OutcomeOfPerson[]>(
    `select distinct g.person_id as "personId", e.id, v.content ->> 'title' as title, o.outcome
     from judging.outcome o
     join entries.entry e on e.id = o.entry_id and e.state <> 'withdrawn'
     join entries.entry_version v on v.entry_id = e.id and v.version = e.current_version
     join identity.city_person g on g.city_id = e.city_id
     where o.decision_id = ? ${personId ? 'and g.person_id = ?' : ''}
     order by g.person_id, title, e.id`,
    [decisionId, ...(personId ? [personId] : [])],
  );
}

/** The people who act for the cities of these entries, also of withdrawn ones, each with the entry and its title. */
export async function peopleOfCities(
  em: SqlEntityManager,
  entryIds: readonly string[],
  personId?: string,
): Promise<{ personId: string; entryId: string; title: string }[]> {
  if (entryIds.length === 0) return [];
  return em.execute(
    `select distinct g.person_id as "personId", e.id as "entryId", v.content ->> 'title' as title
     from entries.entry e
     join entries.entry_version v on v.entry_id = e.id and v.version = e.current_version
     join identity.city_person g on g.city_id = e.city_id
     where e.id in (?) ${personId ? 'and g.person_id = ?' : ''}
     order by g.person_id, title, e.id`,
    [[...entryIds], ...(personId ? [personId] : [])],
  );
}

/** Has this person cast a ballot? Nothing tells which. */
export async function hasCast(em: SqlEntityManager, ref: StageRef, personId: string): Promise<boolean> {
  const rows = await em.execute<unknown[]>(
    'select id from judging.ballot_cast where cycle_id = ? and stage_key = ? and person_id = ?',
    [ref.cycleId, ref.stageKey, personId],
  );
  return rows.length > 0;
}
