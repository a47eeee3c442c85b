import type { Divergence } from './fold.rules.js';

/** More time that was given to one city or entry: as the table has it, or as the event said when it was given. */
export interface ExtensionAccount {
  id: string;
  stageKey: string;
  until: string;
  reasonCode: string;
  grantedAt: string;
}

/** As the log heard of it: how it was granted, and the ends it has had since, oldest first. */
export interface LoggedExtension extends ExtensionAccount {
  moves: { at: string; until: string }[];
}

/**
 * Holds the personal extensions of a cycle against the events that granted and moved them, as the
 * auditor's log received them: no workflow has them. The rows must have been read before the log,
 * so that the log can only know more.
 */
export function compareExtensions(rows: ExtensionAccount[], logged: LoggedExtension[], readAt: string): Divergence[] {
  const events = new Map(logged.map((event) => [event.id, event]));
  const kept = new Set(rows.map(({ id }) => id));
  const changed = rows.flatMap((row) => {
    const event = events.get(row.id);
    if (!event) return [divergence(row, null, 'The database has this extension, and no event in the log granted it.')];
    const field = FIELDS.find((name) => row[name] !== event[name]);
    if (field) return [divergence(row, event, `${field} was ${event[field]} when it was granted, ${has(row[field])}`)];
    const end = event.moves.findLast(({ at }) => at < readAt)?.until ?? event.until;
    const isKnown = [end, ...event.moves.filter(({ at }) => at >= readAt).map(({ until }) => until)].includes(
      row.until,
    );
    return isKnown ? [] : [divergence(row, event, `until was ${end} by the log, ${has(row.until)}`)];
  });
  const lost = logged
    .filter(({ id, grantedAt }) => !kept.has(id) && grantedAt < readAt)
    .map((event) =>
      divergence(event, event, 'The log has an event that granted this extension, and the database has no such row.'),
    );
  return [...changed, ...lost];
}

const FIELDS = ['grantedAt', 'stageKey', 'reasonCode'] as const;
const has = (value: string): string => `and the database has ${value}.`;

const divergence = (
  { id, stageKey }: ExtensionAccount,
  event: ExtensionAccount | null,
  detail: string,
): Divergence => ({
  check: 'log',
  what: `personal extension of stage ${stageKey}`,
  where: `entries.extension ${id}`,
  when: event?.grantedAt ?? null,
  detail,
});
