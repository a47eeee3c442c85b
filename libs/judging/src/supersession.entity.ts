import { type InferEntity, defineEntity, p } from '@mikro-orm/core';
import type { EntryOutcome, Role, SupersessionKind } from '#libs/contracts';

/** What was asked for when a certified decision is to be superseded, by whom and why; never changed. */
export const Supersession = defineEntity({
  name: 'Supersession',
  schema: 'judging',
  tableName: 'supersession',
  properties: {
    /** Id of the superseding decision. */
    id: p.uuid().primary(),
    cycleId: p.uuid(),
    stageKey: p.text(),
    /** The decision that was in force. */
    supersedes: p.uuid(),
    kind: p.text().$type<SupersessionKind>(),
    /** The changes people named; what follows from them (the reserve) is in the proposal. */
    changes: p.json().$type<EntryOutcome[]>(),
    /** Who asked for it, in which role, and who put it forward: two identities where somebody acts for another. */
    askedBy: p.uuid(),
    askedRole: p.text().$type<Role>(),
    proposedBy: p.uuid(),
    reasonCode: p.text(),
    reasonText: p.text(),
    reasonDigest: p.text(),
    /** What may be told with the result, wherever it is shown. */
    publicText: p.text().nullable(),
    /** The complaint that was upheld. */
    complaintId: p.uuid().nullable(),
    /** May the reserve move up? Found under the lock when it is asked for: no stage that takes from it has opened. */
    replaces: p.boolean(),
    /** Entries of the reserve that had withdrawn by then. */
    passedOver: p.json().$type<string[]>(),
    /** Digest of the proposal that was previewed. */
    proposalDigest: p.text(),
    commandId: p.text(),
    askedAt: p.datetime(3).defaultRaw('now()'),
  },
});
export type Supersession = InferEntity<typeof Supersession>;
