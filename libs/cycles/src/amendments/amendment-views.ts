import type { AmendmentKind, AmendmentState, Instant } from '#libs/contracts';
import type { AmendmentSignature, Amendment } from '../move-deadline/amendment.entities.js';
import { type WindowChange, windowChangesOf } from '../move-deadline/amendment.rules.js';
import { toInstant } from '../definition/calendar.js';
import type { DefinitionChange } from '../definition/definition-changes.js';

/** An amendment in lists and by itself; its definition is asked for separately. */
export interface AmendmentView {
  id: string;
  cycleId: string;
  kind: AmendmentKind;
  stageKey: string | null;
  state: AmendmentState;
  baseRevision: number;
  number: number | null;
  definitionDigest: string;
  changes: DefinitionChange[];
  moves: WindowChange[];
  reason: { code: string; text: string | null };
  proposedBy: string;
  proposedAt: Instant;
  settledAt: Instant | null;
  signatures: { personId: string; signedAt: Instant }[];
  signaturesNeeded: number;
}

export const amendmentView = (
  row: Amendment,
  signatures: AmendmentSignature[],
  signaturesNeeded: number,
  reasonText: string | null,
): AmendmentView => ({
  id: row.id,
  cycleId: row.cycleId,
  kind: row.kind,
  stageKey: row.stageKey ?? null,
  state: row.state,
  baseRevision: row.baseRevision,
  number: row.number ?? null,
  definitionDigest: row.definitionDigest,
  changes: row.changes,
  moves: windowChangesOf(row.changes),
  reason: { code: row.reasonCode, text: reasonText },
  proposedBy: row.proposedBy,
  proposedAt: toInstant(row.proposedAt),
  settledAt: row.settledAt ? toInstant(row.settledAt) : null,
  signatures: signatures.map(({ personId, signedAt }) => ({ personId, signedAt: toInstant(signedAt) })),
  signaturesNeeded,
});
