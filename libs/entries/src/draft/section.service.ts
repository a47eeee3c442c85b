import { Injectable } from '@nestjs/common';
import { toInstant } from '#libs/cycles';
import { Problem, type RequestContext, UnitOfWork, type Work, requireVersion } from '#libs/platform';
import type { FieldFault } from '#libs/words';
import { CycleDefinitions } from '../stage-types/cycle-definitions.js';
import { givenTitle, refuseWrong } from '../entry/entry-answers.js';
import { EntryContact, type EntrySection } from '../entry/entry.entities.js';
import { type EntryForms, formsOf } from '../entry/entry-form.js';
import { lockEntry, requireNotWithdrawn } from '../entry/entry-lock.js';
import { savedSections } from '../entry/entry-sections.js';
import { checkDraft } from '../form/form-validation.js';
import { sectionsOf } from '../form/form-sections.js';
import type { Form } from '../form/form.js';
import type { JsonObject } from '../form/json-pointer.js';
import { keepTyping, requireWriter } from './paper-access.js';
import { redistributeSections } from '../form/changed-form.rules.js';
import { refusal } from '../refusals.words.js';

/** The most contacts an entry names. */
export const CONTACTS_MAX = 3;

/** A contact person named in an entry. */
export interface Contact {
  name: string;
  office: string | null;
  email: string;
  phone: string | null;
}

/** Where a section stands after it was saved. */
export interface SectionStanding {
  key: string;
  /** Its ETag. */
  version: number;
  savedAt: string;
  /** Revision of the definition whose form the draft follows from now on. */
  formRevision: number;
}

/**
 * Saves the draft of an entry, section by section, and its contacts: for its city, or of paper for
 * the secretariat that types it. Somebody who edits another section is not disturbed.
 */
@Injectable()
export class SectionService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly definitions: CycleDefinitions,
  ) {}

  /**
   * Saves a section that was read as `version`, 0 when it was never saved. Throws `stale-version`
   * with both texts when somebody saved it meanwhile, `rule-violated` for what does not fit the
   * form; a draft need not be complete. When the form was amended since the last save, the draft
   * follows the new one from now on: a section the form has no more is still taken, and its texts
   * go where they belong now.
   */
  async save(
    context: RequestContext,
    ref: { entryId: string; key: string },
    version: number,
    content: JsonObject,
  ): Promise<SectionStanding> {
    return this.unitOfWork.run(context, async (work) => {
      const entry = await lockEntry(work, this.definitions, ref.entryId, (scope, found) =>
        requireWriter(context, scope, found),
      );
      const forms = await formsOf(work.em, this.definitions, entry);
      const fields = fieldsOf(forms, ref.key);
      if (!fields) throw new Problem('not-found', refusal('section.none', { key: ref.key }));
      const saved = await savedSections(work.em, ref.entryId, forms.own === forms.inForce ? ref.key : undefined);
      const present = saved.get(ref.key);
      const theirs = present && {
        version: present.version,
        savedAt: toInstant(present.savedAt),
        content: present.content,
      };
      requireVersion(version, present?.version ?? 0, { yours: content, theirs });
      requireNotWithdrawn(entry);
      refuseWrong(strangers(fields, content));
      refuseWrong(checkDraft(forms.inForce, askedIn(forms, content), context.language));

      const savedAt = await work.now();
      const moved = forms.own === forms.inForce ? null : moveOf(forms.inForce, saved, ref.key, content);
      if (moved) entry.title = givenTitle(moved.content);
      else if (fields.includes('title')) entry.title = givenTitle(content);
      work.em.assign(entry, {
        version: entry.version + 1,
        formRevision: forms.revision,
        draftChanged: true,
        savedBy: context.actor.id,
        savedAt,
      });
      await work.em.flush();
      await keepTyping(work, entry, savedAt);
      const transcribed = Boolean(entry.paperId);
      await writeSection(work, ref, { version: version + 1, content, savedAt, transcribed });
      let standing = version + 1;
      for (const [key, part] of moved?.sections ?? []) {
        const before = key === ref.key ? standing++ : (saved.get(key)?.version ?? 0);
        await writeSection(work, { ...ref, key }, { version: before + 1, content: part, savedAt, transcribed });
      }
      return { key: ref.key, version: standing, savedAt: toInstant(savedAt), formRevision: forms.revision };
    });
  }

  /**
   * Replaces the contacts that were read as `version`. Throws `stale-version` with both when they
   * were changed meanwhile.
   */
  async saveContacts(
    context: RequestContext,
    entryId: string,
    version: number,
    contacts: Contact[],
  ): Promise<{ version: number; contacts: Contact[] }> {
    return this.unitOfWork.run(context, async (work) => {
      const entry = await lockEntry(work, this.definitions, entryId, (scope, found) =>
        requireWriter(context, scope, found),
      );
      const theirs = await work.em.find(EntryContact, { entryId }, { orderBy: { position: 'asc' } });
      requireVersion(version, entry.contactsVersion, { yours: contacts, theirs: theirs.map(contactOf) });
      requireNotWithdrawn(entry);
      entry.contactsVersion += 1;
      await work.em.flush();
      await keepTyping(work, entry, await work.now());
      await work.em.nativeDelete(EntryContact, { entryId });
      const rows = contacts.map((contact, index) => ({ entryId, position: index + 1, ...contact }));
      if (rows.length > 0) await work.em.insertMany(EntryContact, rows);
      return { version: entry.contactsVersion, contacts };
    });
  }
}

export const contactOf = ({ name, office, email, phone }: EntryContact): Contact => ({
  name,
  office: office ?? null,
  email,
  phone: phone ?? null,
});

/** One statement: the section as it is now, and its version. */
export async function writeSection(
  work: Work,
  { entryId, key }: { entryId: string; key: string },
  given: { version: number; content: JsonObject; savedAt: Date; transcribed?: boolean },
): Promise<void> {
  const { version, content, savedAt, transcribed = false } = given;
  const values = [entryId, key, version, JSON.stringify(content), work.actor.id, savedAt, transcribed];
  await work.em.execute(
    `with saved as (
       insert into entries.entry_section as s (entry_id, key, version, content, saved_by, saved_at)
       values (?, ?, ?, ?::jsonb, ?, ?)
       on conflict (entry_id, key) do update set version = excluded.version, content = excluded.content,
         saved_by = excluded.saved_by, saved_at = excluded.saved_at
       returning s.*
     )
     insert into entries.entry_section_version (entry_id, key, version, content, saved_by, saved_at, transcribed)
     select entry_id, key, version, content, saved_by, saved_at, ? from saved`,
    values,
  );
}

/**
 * The fields that may be saved under a key: those of its section in the form in force and in the one the draft follows.
 */
function fieldsOf({ own, inForce }: EntryForms, key: string): string[] | null {
  const forms = own === inForce ? [inForce] : [inForce, own];
  const sections = forms.flatMap((form) => sectionsOf(form).filter((section) => section.key === key));
  return sections.length > 0 ? [...new Set(sections.flatMap(({ fields }) => fields))] : null;
}

/**
 * The draft as the form in force divides it, with what is saved now: the sections to write for
 * that, and the whole. What stood in the saved section and belongs elsewhere by now is no part of
 * what its editor sees, and stays.
 */
function moveOf(
  inForce: Form,
  saved: Map<string, EntrySection>,
  key: string,
  given: JsonObject,
): { sections: Map<string, JsonObject>; content: JsonObject } {
  const others = [...saved].filter(([other]) => other !== key).map(([other, row]) => [other, row.content] as const);
  const own = sectionsOf(inForce).find((section) => section.key === key)?.fields ?? [];
  const elsewhere = Object.entries(saved.get(key)?.content ?? {}).filter(([field]) => !own.includes(field));
  const parts = [...others.map(([, part]) => part), Object.fromEntries(elsewhere), given];
  const content = Object.assign({}, ...parts) as JsonObject;
  return { sections: redistributeSections(inForce, content, new Map([...others, [key, given]])), content };
}

/** What of a content the form in force asks for; the rest only the form before did. */
function askedIn({ own, inForce }: EntryForms, content: JsonObject): JsonObject {
  if (own === inForce) return content;
  const asked = sectionsOf(inForce).flatMap(({ fields }) => fields);
  return Object.fromEntries(Object.entries(content).filter(([field]) => asked.includes(field)));
}

const strangers = (fields: string[], content: JsonObject): FieldFault[] =>
  Object.keys(content)
    .filter((field) => !fields.includes(field))
    .map((field) => ({ pointer: `/${field}`, message: refusal('section.noField'), allowed: fields.join(', ') }));
