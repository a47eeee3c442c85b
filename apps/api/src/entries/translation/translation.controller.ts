import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import { entryPermissions, TranslationReaderService, TranslationService } from '#libs/entries';
import { Context, Endpoint, PageQuery, type RequestContext, pageOf, readCursor, toPage } from '#libs/platform';
import {
  NewTranslation,
  Translation,
  TranslationSummary,
  TranslationWithdrawal,
  UntranslatedEntries,
} from './translation.schemas.js';

const EntryPath = z.object({ entryId: z.uuid() });
const TranslationPath = EntryPath.extend({ translationId: z.uuid() });
const StagePath = z.object({ cycleId: z.uuid(), stageKey: z.string().max(40) });

/** Translations of submitted versions: beside the original, which they never change. */
@Controller('v1')
export class TranslationController {
  constructor(
    private readonly translations: TranslationService,
    private readonly reader: TranslationReaderService,
  ) {}

  @Post('entries/:entryId/translations')
  @Endpoint({
    summary: 'Add a translation of a submitted version',
    description:
      'Its own (`city`) by the city, until eligibility closes; those of humans and machines by the secretariat. The version it is of, ' +
      'its digest and its receipt stay as they are.',
    access: entryPermissions.addTranslation,
    idempotent: true,
    response: TranslationSummary,
    problems: ['conflict', 'paused', 'not-open', 'deadline-passed', 'rule-violated'],
  })
  add(
    @Param({ schema: EntryPath }) { entryId }: z.output<typeof EntryPath>,
    @Body({ schema: NewTranslation }) given: z.output<typeof NewTranslation>,
    @Context() context: RequestContext,
  ) {
    return this.translations.add(context, entryId, given);
  }

  @Get('entries/:entryId/translations')
  @Endpoint({
    summary: 'List the translations of an entry',
    description: 'Of all its versions, oldest first, also those that were withdrawn.',
    access: entryPermissions.readEntry,
    response: pageOf(TranslationSummary),
  })
  async list(
    @Param({ schema: EntryPath }) { entryId }: z.output<typeof EntryPath>,
    @Query({ schema: PageQuery }) { cursor, limit }: z.output<typeof PageQuery>,
    @Context() context: RequestContext,
  ) {
    const page = { after: readCursor(cursor, z.uuid()), limit: limit + 1 };
    return toPage(
      await this.reader.list(context, entryId, page),
      limit,
      ({ id }) => id,
      (translation) => translation,
    );
  }

  @Get('entries/:entryId/translations/:translationId')
  @Endpoint({
    summary: 'Show a translation with its texts',
    access: entryPermissions.readEntry,
    response: Translation,
  })
  get(
    @Param({ schema: TranslationPath }) { entryId, translationId }: z.output<typeof TranslationPath>,
    @Context() context: RequestContext,
  ) {
    return this.reader.get(context, entryId, translationId);
  }

  @Post('entries/:entryId/translations/:translationId/withdraw')
  @Endpoint({
    summary: 'Withdraw a translation',
    description:
      'It counts no more, and stays. A city withdraws its own, the secretariat those of humans and machines.',
    access: entryPermissions.addTranslation,
    idempotent: true,
    status: 200,
    response: TranslationSummary,
    problems: ['conflict', 'paused', 'not-open', 'deadline-passed'],
  })
  withdraw(
    @Param({ schema: TranslationPath }) path: z.output<typeof TranslationPath>,
    @Body({ schema: TranslationWithdrawal }) { reasonCode }: z.output<typeof TranslationWithdrawal>,
    @Context() context: RequestContext,
  ) {
    return this.translations.withdraw(context, path, reasonCode);
  }

  @Get('cycles/:cycleId/stages/:stageKey/untranslated')
  @Endpoint({
    summary: 'List the submitted entries of a call that have yet to be translated',
    description:
      'Those that are in no form in the language the call has entries judged in, and until when that is needed.',
    access: entryPermissions.listUntranslated,
    response: UntranslatedEntries,
  })
  async untranslated(
    @Param({ schema: StagePath }) ref: z.output<typeof StagePath>,
    @Query({ schema: PageQuery }) { cursor, limit }: z.output<typeof PageQuery>,
    @Context() context: RequestContext,
  ) {
    const page = { after: readCursor(cursor, z.uuid()), limit: limit + 1 };
    const { into, by, entries } = await this.reader.untranslated(context, ref, page);
    const items = toPage(
      entries,
      limit,
      ({ entryId }) => entryId,
      (entry) => entry,
    );
    return { into, by, ...items };
  }
}
