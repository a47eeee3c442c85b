import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { FieldError, Instant, Language } from '#libs/contracts';
import {
  type CycleDefinition,
  type OpenStage,
  Stage,
  openForWriting,
  stageDefinitionOf,
  toInstant,
  zonedForCity,
} from '#libs/cycles';
import type { CityScope } from '#libs/identity';
import { Problem, type RequestContext, UnitOfWork, type Work, requireVersion, rowAs } from '#libs/platform';
import type { FieldFault } from '#libs/words';
import { type CallSettings, formOf } from '../stage-types/call-for-entries.type.js';
import { CONTENT_DIGEST, type FileDigests, sealContent } from '../form/content-digest.rules.js';
import { CycleDefinitions } from '../stage-types/cycle-definitions.js';
import { noSuchEntry, requireCity, requireStaff } from '../entry/entry-access.js';
import { type ReceiptAnswer, formProblem } from '../entry/entry-answers.js';
import { Entry } from '../entry/entry.entities.js';
import { faultsOf, formFor } from '../entry/entry-form.js';
import { requireNotWithdrawn } from '../entry/entry-lock.js';
import type { Extension } from '../more-time/more-time.entities.js';
import { ExtensionService } from '../more-time/extension.service.js';
import { formWords } from '../form/form.words.js';
import { type CallLanguages, isAccepted, languageOf } from '../stage-types/language.rules.js';
import { type Publication, publicationErrors } from '../form/form-publication.js';
import type { JsonObject } from '../form/json-pointer.js';
import { latenessOf, requireAttested, requireOtherHands } from '../draft/paper-access.js';
import { type PaperStanding, pendingPaper } from '../draft/paper.queries.js';
import { type ReopeningStanding, openReopeningOf } from '../more-time/reopening.queries.js';
import { type Signer, keepSigner, signerErrors } from '../draft/signatory.js';
import { entryPermissions } from '../permissions.js';
import { refusal } from '../refusals.words.js';

/** What a city accepts when it submits, and what of the entry may be published. */
export interface Acceptance {
  rulesVersion: string;
  privacyNoticeVersion: string;
  /** Language in which both were read. */
  language: string;
  publication: Publication;
  /**
   * Language the entry is written in (BCP 47); left out, that of the version before, or the only
   * one that the call takes.
   */
  entryLanguage?: string | undefined;
  /** The version of the draft the city has seen; left out, whatever is saved is submitted. */
  draftVersion?: number | undefined;
  /** Who acts; needed where several people use the account. */
  signatory?: Signer | undefined;
}

const DIGEST_NAME = `${CONTENT_DIGEST.algorithm} v${CONTENT_DIGEST.version}`;

/** Submits entries: the hottest path of the application in the last minute before a deadline. */
@Injectable()
export class SubmitService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly definitions: CycleDefinitions,
    private readonly extensions: ExtensionService,
  ) {}

  /**
   * Submits what is drafted, as the next version, and returns the receipt. In time is what began
   * before the hard close, by the database's clock. Throws `not-open` or `deadline-passed` (both
   * with `at`), `rule-violated` with everything that is missing, `conflict` when nothing changed
   * since the last version. Of an entry that is reopened, or came on paper, it is the confirmation;
   * paper is late by the instant it arrived.
   */
  async submit(context: RequestContext, entryId: string, acceptance: Acceptance): Promise<ReceiptAnswer> {
    return this.unitOfWork.run(context, async (work) => {
      const toSubmit = await this.take(work, entryId, (scope) =>
        requireCity(context, scope, entryPermissions.submitEntry),
      );
      const { entry, content, open, definition, paper } = toSubmit;
      const at = toInstant(open.at);
      refuseState(entry, content, acceptance, at);
      if (paper) requireAttested(paper);
      if (paper) requireOtherHands(paper, context.actor.id);
      const language = languageOf(acceptance.entryLanguage, toSubmit.writtenIn, toSubmit.languages);
      const errors = [
        ...faultsIn(toSubmit, language, context.language),
        ...acceptanceErrors(definition, entry, acceptance),
        ...signerErrors(context, acceptance.signatory),
      ];
      if (errors.length > 0) throw formProblem(refusal('failed.submit'), errors, { at });
      return this.write(work, toSubmit, { acceptance, writtenIn: language });
    });
  }

  /**
   * Has an entry count that came on paper and that its city cannot confirm, as the second of two
   * who say so. Nobody accepts anything for the city. Throws `conflict` while nobody has said why,
   * `forbidden` for whoever has, and what `submit` throws of time and content.
   */
  async second(context: RequestContext, entryId: string): Promise<ReceiptAnswer> {
    return this.unitOfWork.run(context, async (work) => {
      const toSubmit = await this.take(work, entryId, (scope) =>
        requireStaff(context, scope, entryPermissions.handlePaper),
      );
      const { entry, paper, open } = toSubmit;
      requireNotWithdrawn(entry);
      if (!paper) throw new Problem('conflict', refusal('paper.counts'));
      if (!paper.declared) throw new Problem('conflict', refusal('paper.notDeclared'));
      if (paper.declared.by === context.actor.id) throw new Problem('forbidden', refusal('paper.declaredYourself'));
      const language = languageOf(paper.declaredLanguage ?? undefined, toSubmit.writtenIn, toSubmit.languages);
      const errors = faultsIn(toSubmit, language, context.language);
      if (errors.length > 0) throw formProblem(refusal('failed.second'), errors, { at: toInstant(open.at) });
      return this.write(work, toSubmit, { acceptance: null, writtenIn: language });
    });
  }

  /**
   * The entry locked with its stage, which takes it now, and what lets it in. Throws for whom it
   * may not be shown, and when it is too late.
   */
  private async take(work: Work, entryId: string, allow: (scope: CityScope) => void): Promise<EntryToSubmit> {
    const locked = await lockToSubmit(work, entryId);
    const { entry, cityZone } = locked;
    const { cycleId, cityId } = entry;
    allow({ programme: await this.definitions.programmeOf(cycleId), cycleId, cityId });
    let extension: Extension | null = null;
    const open = await openForWriting(locked, {
      cityZone,
      extendedUntil: async (stage) => {
        extension = await this.extensions.usable(work, stage, entry, cityZone);
        return extension?.until ?? null;
      },
    });
    const reopening = await openReopeningOf(work.em, entry);
    const paper = await pendingPaper(work.em, entry);
    const definition = await this.definitions.of(work.em, open.stage);
    const { languages } = stageDefinitionOf(definition, entry.stageKey).settings as CallSettings;
    // A reopened version was in time, or not: confirming another one later does not change that.
    const late = paper ? latenessOf(paper.arrivedAt, open.stage, open.at) : open.late && (reopening?.late ?? true);
    const early = locked.wasEarly ?? isEarly(open.stage, paper?.arrivedAt ?? toInstant(open.at));
    const extensionId = (extension as Extension | null)?.id ?? null;
    return { ...locked, open: { ...open, late }, early, extensionId, reopening, paper, definition, languages };
  }

  /** Part of the last statement: the version, what was accepted, the receipt, and where the entry stands now. */
  private write(
    work: Work,
    {
      entry,
      content: drafted,
      attachments: files,
      open,
      early,
      extensionId,
      reopening,
      paper,
      cityZone,
    }: EntryToSubmit,
    { acceptance, writtenIn }: Written,
  ): ReceiptAnswer {
    const { at, late, stage } = open;
    const receiptId = randomUUID();
    const version = entry.currentVersion + 1;
    const { content, salts, hmacs, attachments, digest } = sealContent(drafted, files);
    const accepted = acceptance && {
      rulesVersion: acceptance.rulesVersion,
      privacyNoticeVersion: acceptance.privacyNoticeVersion,
      language: acceptance.language,
      publication: acceptance.publication,
    };
    // Confirmed while the call is open, what was granted for it lets nothing more in after its close.
    const redeemed = [...new Set([extensionId, reopening?.extensionId, paper?.extensionId])].filter((id) => id != null);
    const written = {
      entry: entry.id,
      version,
      content: JSON.stringify(content),
      salts: JSON.stringify(salts),
      hmacs: JSON.stringify(hmacs),
      attachments: JSON.stringify(attachments),
      language: writtenIn,
      digest,
      algorithm: DIGEST_NAME,
      revision: stage.revision,
      at,
      actor: work.actor.id,
      late,
      early,
      extension: extensionId,
      reopening: reopening?.id ?? null,
      paper: paper?.id ?? null,
      arrived: paper?.arrivedAt ?? null,
      receipt: receiptId,
      acceptance: accepted && JSON.stringify(accepted),
      redeemed: `{${redeemed.join()}}`,
    };
    const parameters = Object.keys(written).map((name) => `${name} => ?`);
    work.defer({ call: `entries.write_submission(${parameters.join(', ')})`, values: Object.values(written) });
    const instant = toInstant(at);
    const { id: entryId, cycleId, cityId } = entry;
    keepSigner(work, acceptance?.signatory, { entryId, act: 'submitted', version, at });
    const how = { ...(reopening && { reopeningId: reopening.id }), ...(paper && { paperId: paper.id }) };
    work.emit({
      type: 'laureate.entry.submitted.v1',
      subject: entryId,
      data: { entryId, cycleId, cityId, version, digest, at: instant, late, ...how },
    });
    const deadline = zonedForCity(toInstant(stage.deadlineAt), stage.zone, cityZone);
    const receipt = { receiptId, entryId, version, digest, digestAlgorithm: DIGEST_NAME, at: instant, late, early };
    return { ...receipt, afterReopening: reopening !== null, arrivedAt: paper?.arrivedAt ?? null, deadline };
  }
}

interface Written {
  /** Null where nobody accepts anything: two members have it count. */
  acceptance: Acceptance | null;
  /** Language of what is submitted. */
  writtenIn: string | null;
}

/**
 * An entry that is being submitted: its row locked, how many contacts it names, what its sections say, and the
 * digests of its files; with its stage under its shared lock.
 */
interface LockedEntry extends Pick<OpenStage, 'stage' | 'at'> {
  entry: Entry;
  contacts: number;
  content: JsonObject;
  attachments: FileDigests;
  /** IANA zone of its city. */
  cityZone: string;
  /** Was the first version early? Null while there is none. */
  wasEarly: boolean | null;
  /** Language of the version before; null without. */
  writtenIn: string | null;
  /** How its city is verified; what a call asks of it. */
  verified: CallSettings['requiresVerification'];
}

/** A locked entry that its stage takes now. */
interface EntryToSubmit extends LockedEntry {
  open: OpenStage;
  /** Is, or was, the first version early? */
  early: boolean;
  extensionId: string | null;
  /** What a submit confirms. */
  reopening: ReopeningStanding | null;
  paper: PaperStanding | null;
  definition: CycleDefinition;
  languages: CallLanguages | undefined;
}

interface Locked extends Omit<LockedEntry, 'entry' | 'stage' | 'at' | 'content'> {
  entry: object;
  stage: object | null;
  at: string;
  sections: JsonObject[];
}

/**
 * Locks an entry and its stage and reads the draft, in one round trip: no section is saved and the
 * stage does not change from here to the commit. Throws `not-found`.
 */
async function lockToSubmit(work: Work, entryId: string): Promise<LockedEntry> {
  const [row] = await work.em.execute<{ locked: Locked | null }[]>('select entries.lock_to_submit(?) as locked', [
    entryId,
  ]);
  if (!row?.locked?.stage) throw noSuchEntry();
  const { entry, stage, at, sections, ...draft } = row.locked;
  const locked = { entry: rowAs(work.em, Entry, entry), stage: rowAs(work.em, Stage, stage), at: new Date(at) };
  return { ...draft, ...locked, content: Object.fromEntries(sections.flatMap(Object.entries)) };
}

/**
 * Does a first version come in, or did it arrive, before the deadline for early entries? False where the call has none.
 */
const isEarly = ({ steps }: Stage, at: Instant): boolean =>
  steps.some(({ step, deadlineAt }) => step === 'earlyBird' && at < deadlineAt);

function refuseState(entry: Entry, content: JsonObject, { draftVersion }: Acceptance, at: string): void {
  if (entry.state === 'withdrawn') throw new Problem('conflict', refusal('entry.withdrawn'), { at });
  if (!entry.draftChanged) {
    const detail = refusal('entry.nothingChanged', { version: entry.currentVersion });
    throw new Problem('conflict', detail, { at, currentVersion: entry.currentVersion });
  }
  if (draftVersion !== undefined) requireVersion(draftVersion, entry.version, { theirs: content });
}

/** What is wrong with an entry, whoever has it count. */
function faultsIn(
  { definition, entry, content, contacts, languages, verified }: EntryToSubmit,
  language: string | null,
  told: Language | undefined,
): FieldError[] {
  return [
    ...languageErrors(language, languages, told),
    ...contentErrors(definition, entry, { content, contacts }, told),
    ...cityErrors(definition, entry, verified, told),
  ];
}

/** What is missing or wrong in a content that is to be submitted, and in who is named for it. */
export function contentErrors(
  definition: CycleDefinition,
  entry: Entry,
  { content, contacts }: { content: JsonObject; contacts: number },
  language: Language = 'en',
): FieldError[] {
  const errors = faultsOf(formFor(definition, entry), content, language);
  return contacts > 0 ? errors : [...errors, { pointer: '/contacts', message: formWords.say(language, 'noContact') }];
}

function languageErrors(
  language: string | null,
  languages: CallLanguages | undefined,
  told: Language = 'en',
): FieldError[] {
  if (!languages) return [];
  const pointer = '/entryLanguage';
  const allowed = languages.accepted === 'any' ? {} : { allowed: languages.accepted.join(', ') };
  if (language === null) return [{ pointer, message: formWords.say(told, 'noLanguage'), ...allowed }];
  return isAccepted(language, languages) ? [] : [{ pointer, message: formWords.say(told, 'notAccepted'), ...allowed }];
}

function acceptanceErrors(definition: CycleDefinition, { stageKey }: Entry, given: Acceptance): FieldFault[] {
  const asked = stageDefinitionOf(definition, stageKey).settings as CallSettings;
  const message = refusal('entry.otherVersion');
  const versions = (['rulesVersion', 'privacyNoticeVersion'] as const)
    .filter((name) => given[name] !== asked[name])
    .map((name) => ({ pointer: `/${name}`, message, allowed: asked[name] }));
  return [...versions, ...publicationErrors(formOf(definition), given.publication)];
}

function cityErrors(
  definition: CycleDefinition,
  { stageKey }: Entry,
  verified: LockedEntry['verified'],
  language: Language = 'en',
): FieldError[] {
  const { requiresVerification: asked } = stageDefinitionOf(definition, stageKey).settings as CallSettings;
  const say = formWords.in(language);
  if (asked === 'by-letter' && verified !== 'by-letter')
    return [{ pointer: '/city', message: say('cityWithoutLetter') }];
  return asked === 'verified' && verified === 'no' ? [{ pointer: '/city', message: say('cityUnverified') }] : [];
}
