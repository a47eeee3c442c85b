import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { Problem, type RequestContext, UnitOfWork, type WorkContext } from '#libs/platform';
import type { FieldFault } from '#libs/words';
import type { Language } from '../people/identity.rules.js';
import { PrivacyChoiceRow, PrivacyNoticeRow } from './privacy.entities.js';
import {
  type PrivacyChoice,
  type PrivacyNotice,
  choiceProblems,
  openQuestions,
  presentChoices,
  unanswered,
} from './privacy.rules.js';
import { refusal } from '../refusals.words.js';

/** A choice as it was made. */
export interface RecordedChoice extends PrivacyChoice {
  noticeVersion: string;
  language: string;
  at: string;
}

/** What somebody said to privacy notices. */
export interface PrivacyRecord {
  /** Version of the notice in force. */
  inForce: string;
  /** Does every question of it have an answer? */
  complete: boolean;
  /** The last answer to each question. */
  present: RecordedChoice[];
  /** All there was, oldest first. */
  record: RecordedChoice[];
}

/** What somebody says to a notice. */
export interface GivenChoices {
  noticeVersion: string;
  /** The language it was read in. */
  language: Language;
  choices: PrivacyChoice[];
}

/** Publishes privacy notices and keeps what each person said to them, word for word and for good. */
@Injectable()
export class PrivacyService {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** A notice by its version, or the one in force. Throws `not-found`. */
  notice(version?: string): Promise<PrivacyNotice> {
    return this.unitOfWork.read((em) => noticeOf(em, version));
  }

  /**
   * Publishes a notice, which is in force from then on. Throws `conflict` for a version there is,
   * `invalid-request` for a question asked twice.
   */
  async publish(context: RequestContext, { version, questions }: PrivacyNotice): Promise<PrivacyNotice> {
    const keys = questions.map(({ kind, key }) => `${kind} ${key}`);
    const twice = keys.findIndex((key, index) => keys.indexOf(key) !== index);
    if (twice >= 0) {
      const errors = [{ pointer: `/questions/${twice}`, message: refusal('privacyNotice.isAskedTwice') }];
      throw new Problem('invalid-request', refusal('privacyNotice.askedTwice'), { errors });
    }
    return this.unitOfWork.run(context, async (work) => {
      const added = await work.em.execute<unknown[]>(
        `insert into identity.privacy_notice (version, questions, published_by) values (?, ?::jsonb, ?)
         on conflict do nothing returning version`,
        [version, JSON.stringify(questions), work.actor.id],
      );
      if (added.length === 0) throw new Problem('conflict', refusal('privacyNotice.published', { version }));
      work.emit({ type: 'laureate.privacy.notice-published.v1', subject: version, data: { noticeVersion: version } });
      return { version, questions };
    });
  }

  /**
   * Keeps what the caller says to a notice they read in a language; also how they take back what they agreed to. Throws
   * `rule-violated` with everything that is wrong (`choiceProblems`), `not-found` for no such notice.
   */
  choose(context: RequestContext, given: GivenChoices): Promise<PrivacyRecord> {
    return this.keep(context, context.principal!.personId, given);
  }

  /**
   * The same, for somebody who shows otherwise who they are; `at` is where in the request it stands, a JSON pointer.
   */
  keep(context: WorkContext, personId: string, given: GivenChoices, at = ''): Promise<PrivacyRecord> {
    const { noticeVersion, language, choices } = given;
    return this.unitOfWork.run(context, async (work) => {
      // Two of one person at once pass one by one.
      await work.em.execute('select 1 from identity.person where id = ? for update', [personId]);
      const notice = await noticeOf(work.em, noticeVersion);
      const { inForce, record } = await recordOf(work.em, personId);
      const answered = record.filter((choice) => choice.noticeVersion === noticeVersion);
      const errors = choiceProblems(notice, { inForce, answered }, choices);
      if (errors.length > 0)
        throw new Problem('rule-violated', refusal('privacyNotice.notRecorded'), { errors: under(at, errors) });
      const chosenAt = await work.now();
      const rows = choices.map((choice) => ({ id: uuidv7(), personId, ...choice, noticeVersion, language, chosenAt }));
      await work.em.insertMany(PrivacyChoiceRow, rows);
      work.emit({ type: 'laureate.privacy.chosen.v1', subject: personId, data: { personId, noticeVersion } });
      return recordOf(work.em, personId);
    });
  }

  /** Sees that somebody new answers the whole notice in force. Throws `rule-violated` with everything that is wrong. */
  async requireWhole({ noticeVersion, choices }: GivenChoices): Promise<void> {
    const notice = await this.notice();
    const given = { ...notice, version: noticeVersion };
    const wrong = choiceProblems(given, { inForce: notice.version, answered: [] }, choices);
    const errors = wrong.length > 0 ? wrong : openQuestions(notice.questions, choices);
    if (errors.length > 0) throw new Problem('rule-violated', refusal('privacyNotice.notAnswered'), { errors });
  }

  /**
   * Keeps what the caller says with a registration, and sees that every question of the notice in
   * force has their answer, a yes or a no. Throws `rule-violated` with the open questions, and what
   * `choose` throws.
   */
  async requireAnswers(context: RequestContext, given: GivenChoices | undefined): Promise<void> {
    const { personId } = context.principal!;
    await this.unitOfWork.run(context, async ({ em }) => {
      const at = '/privacy';
      const said = given ? await this.keep(context, personId, given, at) : await recordOf(em, personId);
      if (said.complete) return;
      const { inForce, present } = said;
      const answered = present.filter(({ noticeVersion }) => noticeVersion === inForce);
      const errors = under(at, openQuestions((await noticeOf(em)).questions, answered));
      throw new Problem('rule-violated', refusal('privacyNotice.toBeAnswered', { version: inForce }), { errors });
    });
  }

  /** What a person said to privacy notices, up to now. */
  of(personId: string): Promise<PrivacyRecord> {
    return this.unitOfWork.read((em) => recordOf(em, personId));
  }
}

const under = (at: string, errors: FieldFault[]): FieldFault[] =>
  errors.map((error) => ({ ...error, pointer: at + error.pointer }));

async function noticeOf(em: SqlEntityManager, version?: string): Promise<PrivacyNotice> {
  const [row] = await em.find(PrivacyNoticeRow, version === undefined ? {} : { version }, {
    orderBy: { publishedAt: 'desc' },
    limit: 1,
  });
  if (!row) throw new Problem('not-found', refusal('privacyNotice.notFound'));
  return { version: row.version, questions: row.questions };
}

async function recordOf(em: SqlEntityManager, personId: string): Promise<PrivacyRecord> {
  const { version: inForce, questions } = await noticeOf(em);
  const rows = await em.find(PrivacyChoiceRow, { personId }, { orderBy: { id: 'asc' } });
  const record = rows.map(({ kind, key, granted, noticeVersion, language, chosenAt }) => ({
    kind,
    key,
    granted,
    noticeVersion,
    language,
    at: chosenAt.toISOString(),
  }));
  const underIt = record.filter(({ noticeVersion }) => noticeVersion === inForce);
  const complete = unanswered(questions, underIt).length === 0;
  return { inForce, complete, present: presentChoices(record), record };
}
