import type { CycleDefinition } from '#libs/cycles';
import type { Course } from './course.js';
import type { Mail, Moment } from './timeline.js';
import { audienceInWords, counted, durationInWords, instantInWords, listed } from './words.js';

/** Moments that are shown under one instant. */
export interface Scene {
  /** When it began, and when it was over if that is another minute; in both zones. */
  when: string;
  lines: Line[];
}

/** One thing that happened, in words. */
export interface Line {
  text: string;
  /** What a person types for it in a real cycle. */
  command?: string;
  mails: Mail[];
}

/**
 * The timeline in words: what falls into one minute stands together, and entries that come in one after the other too.
 */
export function scenesOf(course: Course, timeline: Moment[]): Scene[] {
  const { definition, cast } = course;
  const { zone } = definition;
  const officers = [...cast.secretariat, ...cast.organisers, ...cast.experts, ...cast.jurors];
  const people = new Map(officers.map(({ id, name, role }) => [id, `${name} (${role})`]));
  const scenes: Scene[] = [];
  for (let index = 0; index < timeline.length; index++) {
    const entries = timeline.slice(index, endOfEntries(timeline, index));
    const moment = timeline[index]!;
    const line = entries.length > 0 ? entriesLine(definition, entries) : lineOf(course, people, moment);
    index += Math.max(0, entries.length - 1);
    if (!line) continue;
    const [first, last] = [moment, entries.at(-1) ?? moment].map(({ at }) => instantInWords(at, zone));
    const when = first === last ? first! : `${first} — ${last}`;
    if (scenes.at(-1)?.when === when) scenes.at(-1)!.lines.push(line);
    else scenes.push({ when, lines: [line] });
  }
  return scenes;
}

function endOfEntries(timeline: Moment[], from: number): number {
  const end = timeline.findIndex(
    ({ what, stageKey }, index) => index >= from && (what !== 'entry' || stageKey !== timeline[from]!.stageKey),
  );
  return end === -1 ? timeline.length : end;
}

function entriesLine({ stages }: CycleDefinition, entries: Moment[]): Line {
  const stage = stages.find(({ key }) => key === entries[0]!.stageKey)!;
  const late = entries.filter(({ at }) => at > Date.parse(stage.window.deadline)).length;
  const after = late > 0 ? ` (${late === entries.length ? '' : `${late} of them `}late, in the time of grace)` : '';
  const comes = entries.length === 1 ? 'comes' : 'come';
  return {
    text: `“${stage.title}”: ${counted(entries.length, 'entry', 'entries')} ${comes} in${after}.`,
    mails: entries.flatMap(({ mails }) => mails),
  };
}

/** One moment in words; null for what people need not know. */
function lineOf(course: Course, people: Map<string, string>, moment: Moment): Line | null {
  const { what, stageKey, detail = '', personId = '', mails } = moment;
  const stage = course.definition.stages.find(({ key }) => key === stageKey);
  const says = stage && course.rehearsalOf(stage).says;
  const title = `“${stage?.title}”`;
  const name = people.get(personId) ?? 'somebody';
  const line = (text: string, command?: string): Line => ({ text, mails, ...(command ? { command } : {}) });
  const command = (verb: string, more = '') => `laureate cycle ${verb} CYCLE ${stageKey}${more}`;
  switch (what) {
    case 'opened':
      return line(`${title} opens.`);
    case 'prepared':
      return mails.length > 0 && says?.prepared ? line(`${title}: ${says.prepared(mails.length)}.`) : null;
    case 'reminder':
      return line(`${title}: reminder, ${durationInWords(detail)} before the deadline.`);
    case 'deadline':
      return line(`${title}: the deadline.`);
    case 'closed':
      return line(`${title} closes${says?.closed ? `: ${says.closed}` : ''}.`);
    case 'proposed': {
      const signer = course.panelRole(stage!) ? 'the chair to sign it and for ' : '';
      const { count, roles } = stage!.certifiers;
      return line(
        `${title}: the proposal is computed. It waits for ${signer}${count} of ${roles.join(' or ')} to certify it.`,
      );
    }
    case 'signed':
      return line(`${title}: ${name}, its chair, signs its decision.`, command('sign', ' --digest …'));
    case 'certified':
      return line(`${title}: ${name} certifies its decision.`, command('certify', ' --digest …'));
    case 'decided':
      return line(stage!.certifiers.count > 0 ? `${title} is decided.` : `${title} is over.`);
    case 'released': {
      const audience = audienceInWords(detail);
      if (!personId) return line(`${title} is released to ${audience}, by itself.`);
      return line(
        `${title}: ${name} releases it to ${audience}.`,
        command('release', ` --audience ${detail} --reason as-planned`),
      );
    }
    case 'late':
      return line(`${title} cannot open in time.`);
    case 'needs-attention':
      return line(`${stage ? title : 'The cycle'} cannot go on by itself: ${detail}`);
    case 'put-right':
      return line(`${title}: ${name} puts it right and has it tried again.`, command('retry', ' --reason put-right'));
    case 'completed':
      return line('The cycle is completed.');
    case 'entry':
      return null;
  }
}

/** Mails of one line by kind, in words: how many, what about, to whom. */
export function mailsInWords(mails: Mail[]): string[] {
  return [...Map.groupBy(mails, ({ kind }) => kind)].map(([kind, all]) => {
    const subjects = new Set(all.map(({ subject }) => subject));
    const others = subjects.size > 1 ? ', and the like' : '';
    const to = listed(all.map(({ to: { name, place } }) => `${name} (${place})`));
    return `${counted(all.length, 'mail')} (${kind}): “${all[0]!.subject}”${others}\n  to ${to}`;
  });
}
