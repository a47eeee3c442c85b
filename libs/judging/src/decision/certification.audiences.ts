import type { SqlEntityManager } from '@mikro-orm/postgresql';
import type { Audience, LaureateEvent, MailFacts, StageRef } from '#libs/contracts';
import { type StageHandlers, requireStage } from '#libs/cycles';
import { Certifier } from '../panel/panel.entities.js';
import { isVoid, signaturesOf } from './decision-facts.queries.js';
import { Decision } from './decision.entities.js';
import type { JudgingAudienceOptions } from '../panel/audience-options.js';

/**
 * Who is told what of certifying: the named and their stand-ins beforehand and when it is their
 * turn, those co-signed for.
 */
export function certificationAudiences(options: JudgingAudienceOptions): Audience[] {
  return [
    standInNamed(options),
    certificationDue(options, 'laureate.decision.proposed.v1'),
    certificationDue(options, 'laureate.decision.signed.v1'),
    coSigned(options),
  ] as unknown as Audience[];
}

const proposalPath = ({ cycleId, stageKey }: StageRef) => `/v1/cycles/${cycleId}/stages/${stageKey}/proposal`;
const refOf = ({ data: { cycleId, stageKey } }: { data: StageRef }): StageRef => ({ cycleId, stageKey });

async function nameOf({ people }: JudgingAudienceOptions, personId: string): Promise<string> {
  const [person] = await people.findPeople([personId]);
  return person?.name ?? '';
}

function standInNamed(options: JudgingAudienceOptions): Audience<'laureate.certifier.named.v1'> {
  const { unitOfWork, cycles } = options;
  return {
    kind: 'stand-in-named',
    on: 'laureate.certifier.named.v1',
    occasion: ({ data }) =>
      data.standsInFor && ['stand-in', data.cycleId, data.stageKey, data.personId, data.standsInFor].join('/'),
    people: async ({ data }) => [data.personId],
    facts: async (event) => {
      const { personId, standsInFor } = event.data;
      const ref = refOf(event);
      const named = await unitOfWork.read((em) => em.count(Certifier, { ...ref, personId, standsInFor }));
      if (named === 0 || standsInFor === null) return null;
      return { ...(await cycles.stageFacts(ref)), certifier: await nameOf(options, standsInFor) };
    },
  };
}

/**
 * The proposal stands and only certifications are wanted: at once where there is no panel, else
 * when the chair has signed.
 */
function certificationDue(
  options: JudgingAudienceOptions,
  on: 'laureate.decision.proposed.v1' | 'laureate.decision.signed.v1',
): Audience<typeof on> {
  const { unitOfWork, cycles, handlers, linkTo } = options;
  const asked = ({ data: { decisionId: id, proposalVersion } }: LaureateEvent<typeof on>) =>
    unitOfWork.read((em) => askedFor(em, handlers, { id, proposalVersion }));
  return {
    kind: 'certification-due',
    on,
    occasion: ({ data }) => `certification/${data.decisionId}/${data.proposalVersion}`,
    people: async (event) => {
      return (await asked(event)).map(({ personId }) => personId);
    },
    facts: async (event, personId): Promise<MailFacts | null> => {
      const ref = refOf(event);
      const own = (await asked(event)).find((each) => each.personId === personId);
      if (!own) return null;
      const certifier = own.standsInFor ? await nameOf(options, own.standsInFor) : null;
      return { ...(await cycles.stageFacts(ref)), certifier, link: linkTo(proposalPath(ref)) };
    },
  };
}

/**
 * The named whose certification of this version is still wanted: of each certifier and stand-in, none has certified.
 */
async function askedFor(
  em: SqlEntityManager,
  handlers: StageHandlers,
  version: { id: string; proposalVersion: number },
): Promise<Certifier[]> {
  const decision = await em.findOne(Decision, { ...version, state: 'proposed' });
  if (!decision) return [];
  const { cycleId, stageKey } = decision;
  const ref = { cycleId, stageKey };
  const stage = await requireStage(em, ref);
  const signatures = await signaturesOf(em, decision);
  const isSigned = handlers.panelRole(stage.type) === null || signatures.some(({ kind }) => kind === 'signature');
  if (!isSigned) return [];
  const done = signatures.map(({ personId, inPlaceOf }) => inPlaceOf ?? personId);
  const named = await em.find(Certifier, ref, { orderBy: { personId: 'asc' } });
  return named.filter(({ personId, standsInFor }) => !done.includes(standsInFor ?? personId));
}

function coSigned({ unitOfWork, cycles, linkTo }: JudgingAudienceOptions): Audience<'laureate.decision.co-signed.v1'> {
  return {
    kind: 'co-signed',
    on: 'laureate.decision.co-signed.v1',
    occasion: ({ data }) => `co-signed/${data.decisionId}/${data.proposalVersion}/${data.personId}`,
    people: async ({ data }) => [data.personId],
    facts: async (event, personId) => {
      const { decisionId: id, proposalVersion } = event.data;
      const isWanted = await unitOfWork.read(async (em) => {
        const decision = await em.findOne(Decision, { id, state: 'proposed', proposalVersion });
        return (
          decision &&
          !isVoid(decision) &&
          !(await signaturesOf(em, decision)).some((each) => each.personId === personId)
        );
      });
      if (!isWanted) return null;
      return { ...(await cycles.stageFacts(refOf(event))), link: linkTo(proposalPath(refOf(event))) };
    },
  };
}
