import { DateTime, Duration } from 'luxon';
import type { WindowStepKey } from '#libs/contracts/pure';
import { STEP_NAMES, bothZones, hardClose, isZone, ladderSteps, readInstant, stepFault } from '#libs/cycles/pure';
import { inWords } from '#libs/words/pure';
import type { Questions, Understood } from './questions.js';
import { type LocalTime, type Template, type TemplateStage, put } from './template.js';

/** A date as it was answered: as the definition has it, and as an instant. */
interface Answered {
  local: LocalTime;
  instant: string;
}
/** What was answered of a stage. */
interface Dates {
  stage: TemplateStage;
  opens: Answered;
  deadline: Answered;
  hardClose: string;
}

/** A check of an answer: what is wrong, or null. */
type Check = (instant: string) => string | null;

/**
 * Asks for the names and every date of a new cycle, and puts them into the template's document.
 * Each answer is checked at once by the rules of definitions, and shown in both zones. Suggestions
 * are the template's dates in the new year; when an answer is other than suggested, those after it
 * move by as many days.
 */
export async function interview(template: Template, questions: Questions, now: Date): Promise<void> {
  const first = template.stages.map(({ opens }) => opens).toSorted()[0]!;
  const last = template.stages
    .map(({ deadline }) => deadline)
    .toSorted()
    .at(-1)!;
  const oldYear = yearOf(first);
  const suggested = String(yearFor(template, first, last, now));
  const year = await questions.ask<number>('In which year does the first stage open?', suggested, (answer) =>
    /^\d{4}$/.test(answer) && Number(answer) >= now.getUTCFullYear()
      ? { value: Number(answer) }
      : { wrong: `Give a year with four digits, ${now.getUTCFullYear()} or later.` },
  );
  const edition = await questions.ask<string>(
    'Which edition is it?',
    editionAfter(template.edition, oldYear, year),
    line(40),
  );
  const title = template.title.replaceAll(String(oldYear), String(year));
  put(template.document, ['edition'], edition);
  put(template.document, ['title'], await questions.ask<string>('What is it called?', title, line(200)));
  const zone = await questions.ask<string>('In which time zone are its dates?', template.zone, (answer) =>
    isZone(answer)
      ? { value: answer }
      : { wrong: 'Give a name of the IANA database, such as Asia/Shanghai or Europe/Paris.' },
  );
  put(template.document, ['zone'], zone);
  questions.tell(
    `\nNow the dates, local to ${zone}. Enter takes what stands in brackets; a day alone keeps its time.\n`,
  );
  await new Calendar(template, questions, zone, now, year - oldYear).ask();
}

class Calendar {
  private readonly answered: Dates[] = [];
  /** By how many days the last answer was later than suggested. */
  private shift = 0;

  constructor(
    private readonly template: Template,
    private readonly questions: Questions,
    private readonly zone: string,
    private readonly now: Date,
    private readonly years: number,
  ) {}

  async ask(): Promise<void> {
    for (const [index, stage] of this.template.stages.entries()) await this.stage(stage, index);
    for (const dates of this.answered) await this.releases(dates);
  }

  private async stage(stage: TemplateStage, index: number): Promise<void> {
    const { document } = this.template;
    const opens = await this.date(`"${stage.title}" opens`, stage.opens, (instant) => this.tooEarly(stage, instant));
    const deadline = await this.date(`"${stage.title}" has its deadline`, stage.deadline, (instant) =>
      this.wrongDeadline(stage, opens, instant),
    );
    put(document, ['stages', index, 'window', 'opens'], opens.local);
    put(document, ['stages', index, 'window', 'deadline'], deadline.local);
    const window = { opens: opens.instant, deadline: deadline.instant };
    for (const { step, deadline: template } of stage.steps) {
      const what = `"${stage.title}" has its deadline for ${STEP_NAMES[step]}`;
      const at = await this.date(what, template, (instant) => wrongStep(step, instant, window, this.zone));
      put(document, ['stages', index, 'window', 'steps', step, 'deadline'], at.local);
    }
    this.answered.push({ stage, opens, deadline, hardClose: hardClose(deadline.instant, stage.grace, this.zone) });
  }

  /** Releases that were planned for the opening of a stage stay there; other ones are asked for. */
  private async releases({ stage, hardClose: closes }: Dates): Promise<void> {
    const early: Check = (instant) =>
      instant < closes ? `"${stage.title}" closes on ${this.show(closes)}. Give that time or a later one.` : null;
    const asked = new Map<LocalTime, Answered>();
    for (const { index, audience, when } of stage.releases) {
      const linked = this.answered.find((other) => other.stage.opens === when && early(other.opens.instant) === null);
      const to = audience === 'public' ? 'published' : 'told to those concerned';
      const at =
        linked?.opens ?? asked.get(when) ?? (await this.date(`The result of "${stage.title}" is ${to}`, when, early));
      if (linked) {
        this.questions.tell(`The result of "${stage.title}" is ${to} when "${linked.stage.title}" opens.`);
      }
      asked.set(when, at);
      const position = this.template.stages.indexOf(stage);
      put(this.template.document, ['stages', position, 'release', index, 'when'], at.local);
    }
  }

  private async date(what: string, template: LocalTime, check: Check): Promise<Answered> {
    const plain = naive(template).plus({ years: this.years });
    const suggestion = plain.plus({ days: this.shift }).toFormat('yyyy-MM-dd HH:mm');
    const answered = await this.questions.ask(what, suggestion, (answer) => this.understand(answer, suggestion, check));
    this.shift = Math.round(naive(answered.local).startOf('day').diff(plain.startOf('day'), 'days').days);
    return answered;
  }

  private understand(answer: string, suggestion: string, check: Check): Understood<Answered> {
    const whole = /^\d{4}-\d\d-\d\d$/.test(answer) ? answer + suggestion.slice(10) : answer;
    const local = whole.replace(/^(\S+)\s+(?=\d)/, '$1T');
    if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(local))
      return { wrong: 'Give a day and a time, such as 2027-08-31 23:59.' };
    const instant = readInstant(local, this.zone);
    if (!instant) {
      return {
        wrong: `There is no such day and time in ${this.zone}. When clocks are put forward, an hour is left out.`,
      };
    }
    const wrong = check(instant);
    return wrong ? { wrong } : { value: { local, instant }, shown: `= ${this.show(instant)}` };
  }

  /** An opening before what the stage waits for has closed. */
  private tooEarly(stage: TemplateStage, instant: string): string | null {
    const inTheWay = this.answered.find((other) => stage.after.includes(other.stage.key) && instant < other.hardClose);
    return inTheWay
      ? `It waits for "${inTheWay.stage.title}", which closes for good on ${this.show(inTheWay.hardClose)}. Give that time or a later one.`
      : null;
  }

  private wrongDeadline({ ladder }: TemplateStage, { instant: opens }: Answered, instant: string): string | null {
    if (instant <= opens) return `It opens on ${this.show(opens)} only. Give a later time.`;
    if (Date.parse(instant) <= this.now.getTime()) return 'That is past. Give a time to come.';
    const [early] = ladderSteps(ladder, instant, this.zone);
    if (!early || early.at >= opens) return null;
    const before = Duration.fromISO(early.step, { locale: 'en' }).toHuman();
    return `A reminder ${before} before it would come before the opening. Give a later time.`;
  }

  private show(instant: string): string {
    return bothZones(instant, this.zone);
  }
}

/** A further deadline that does not go with its stage's window. */
function wrongStep(
  step: WindowStepKey,
  deadlineAt: string,
  window: { opens: string; deadline: string },
  zone: string,
): string | null {
  const fault = stepFault({ step, deadlineAt }, window, zone);
  return fault && `${inWords(fault.sentence, 'en')} Allowed is: ${inWords(fault.allowed, 'en')}.`;
}

/** A local time to reckon with, whatever its zone. */
const naive = (local: LocalTime): DateTime => DateTime.fromISO(local, { zone: 'UTC' });
const yearOf = (local: LocalTime): number => naive(local).year;

const line =
  (most: number) =>
  (answer: string): Understood<string> =>
    answer !== '' && answer.length <= most
      ? { value: answer }
      : { wrong: `Give a text of at most ${most} characters.` };

/**
 * The year one cycle later (its length in whole years); for the shipped template, and if that is
 * past, the first to come.
 */
function yearFor({ zone, isCycle }: Template, first: LocalTime, last: LocalTime, now: Date): number {
  const span = Math.max(1, Math.ceil(naive(last).diff(naive(first), 'years').years));
  const opens = DateTime.fromISO(first, { zone });
  let years = isCycle ? span : 0;
  while (opens.plus({ years }).toMillis() <= now.getTime()) years += 1;
  return opens.year + years;
}

/** An edition that was named by its year is named by the new one; a number counts on. */
function editionAfter(edition: string, oldYear: number, year: number): string | null {
  if (edition === String(oldYear)) return String(year);
  return /^\d{1,3}$/.test(edition) ? String(Number(edition) + 1) : null;
}
