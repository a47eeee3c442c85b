import { Injectable } from '@nestjs/common';
import type { Language } from '#libs/contracts';
import { UnitOfWork } from '#libs/platform';
import { formOf, languagesOf } from '../stage-types/call-for-entries.type.js';
import { CycleDefinitions } from '../stage-types/cycle-definitions.js';
import { callOf } from '../draft/entry.service.js';
import { formIn } from '../form/form-language.js';
import type { Form } from '../form/form.js';
import { type PublicationGroup, publicationGroupsOf } from '../form/form-publication.js';
import type { CallLanguages } from '../stage-types/language.rules.js';

/** A call's form as somebody reads it. */
export interface FormAnswer {
  cycleId: string;
  stageKey: string;
  /** Of the definition in force. */
  revision: number;
  language: Language;
  /** What entries may be written in, and in which language they are judged; null where nobody asks. */
  entryLanguages: CallLanguages | null;
  form: Form;
  /** The groups of fields whose publication a submit says yes or no to. */
  publication: PublicationGroup[];
}

/** Shows the forms of published calls. */
@Injectable()
export class FormService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly definitions: CycleDefinitions,
  ) {}

  /**
   * The form in force of a call, in one language. Throws `not-found`; `invalid-request` when the
   * cycle has several calls and none is named.
   */
  inForce(cycleId: string, asked: { stageKey: string | undefined; language: Language }): Promise<FormAnswer> {
    return this.unitOfWork.read(async (em) => {
      const call = await callOf({ em }, this.definitions, cycleId, asked.stageKey);
      const definition = await this.definitions.of(em, call);
      const form = formIn(formOf(definition), asked.language);
      const entryLanguages = languagesOf(definition)[call.key] ?? null;
      const { key: stageKey, revision } = call;
      const publication = publicationGroupsOf(form);
      return { cycleId, stageKey, revision, language: asked.language, entryLanguages, form, publication };
    });
  }
}
