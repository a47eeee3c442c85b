import { bothZones, type Stage, toInstant } from '#libs/cycles';
import type { CityScope } from '#libs/identity';
import { Problem, type RequestContext, type Work } from '#libs/platform';
import { isAllowed, requireCity } from '../entry/entry-access.js';
import type { Entry } from '../entry/entry.entities.js';
import { type PaperStanding, endOf } from './paper.queries.js';
import { mayConfirm, timelinessOf } from '../entry/paper.rules.js';
import { entryPermissions } from '../permissions.js';
import { refusal } from '../refusals.words.js';

/** Throws `conflict` for an entry that came on paper and does not count yet: it says what the paper says. */
export function requireNotOnPaper({ paperId }: Pick<Entry, 'paperId'>): void {
  if (!paperId) return;
  throw new Problem('conflict', refusal('paper.confirmFirst'));
}

/**
 * Lets in whoever may write a draft: the people of its city; of one that came on paper, until it
 * counts, the secretariat alone, who type what the paper says. Throws as `requireCity`, and
 * `conflict`.
 */
export function requireWriter(context: RequestContext, scope: CityScope, entry: Entry): void {
  if (entry.paperId && isAllowed(context.principal, entryPermissions.handlePaper, scope) && !context.actor.onBehalfOf)
    return;
  requireCity(context, scope, entryPermissions.editEntry);
  requireNotOnPaper(entry);
}

/**
 * Keeps who types what came on paper. What was checked before, or said of its city, was of other
 * texts: it holds no more.
 */
export async function keepTyping({ em, actor }: Work, { paperId }: Entry, since: Date): Promise<void> {
  if (!paperId) return;
  await em.execute(
    'insert into entries.paper_typist (paper_id, typed_by, since) values (?, ?, ?) on conflict do nothing',
    [paperId, actor.id, since],
  );
  await em.execute(
    `update entries.paper set attested_by = null, attested_at = null, originals = '{}', declared_by = null, declared_at = null,
       declared_language = null, declared_code = null, declared_text = null where id = ?`,
    [paperId],
  );
}

/** Throws `conflict` while nobody has checked what was typed. */
export function requireAttested({ attestedBy }: PaperStanding): void {
  if (attestedBy !== null) return;
  throw new Problem('conflict', refusal('paper.notChecked'));
}

/** Throws `forbidden` for whoever has typed or checked it: the city confirms what others have written. */
export function requireOtherHands(paper: PaperStanding, person: string): void {
  if (mayConfirm(person, paper)) return;
  throw new Problem('forbidden', refusal('paper.ownHands'));
}

/** Was it late by the instant it arrived? Throws `deadline-passed` for what arrived when nothing was taken any more. */
export function latenessOf(arrivedAt: string, stage: Stage, at: Date): boolean {
  const end = endOf(stage);
  const timeliness = timelinessOf(arrivedAt, end);
  if (timeliness !== 'too-late') return timeliness === 'late';
  const closed = end.closedAt !== null && end.closedAt < end.hardCloseAt ? end.closedAt : end.hardCloseAt;
  const { title, zone } = stage;
  const instants = { arrived: bothZones(arrivedAt, zone), closed: bothZones(closed, zone) };
  const detail = refusal('paper.arrivedTooLate', { title, ...instants });
  throw new Problem('deadline-passed', detail, { at: toInstant(at), arrivedAt });
}
