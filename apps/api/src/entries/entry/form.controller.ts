import { Controller, Get, Param, Query } from '@nestjs/common';
import { z } from 'zod';
import { LANGUAGES } from '#libs/contracts';
import { FormService, PICKERS, type Picker } from '#libs/entries';
import { Context, Endpoint, type RequestContext } from '#libs/platform';

const CyclePath = z.object({ cycleId: z.uuid() });
const PickerPath = z.object({ picker: z.enum(Object.keys(PICKERS) as [Picker, ...Picker[]]) });
const FormQuery = z.object({
  stageKey: z
    .string()
    .max(40)
    .optional()
    .describe('The call for entries; may be left out while the cycle has one only'),
  language: z.enum(LANGUAGES).optional().describe('Else the language that `accept-language` prefers'),
});

const Form = z
  .object({
    cycleId: z.uuid(),
    stageKey: z.string(),
    revision: z.int().describe('Of the definition in force'),
    language: z.enum(LANGUAGES),
    entryLanguages: z
      .object({
        authoritative: z.string().describe('In which every entry is judged'),
        accepted: z.union([z.literal('any'), z.array(z.string())]).describe('In which entries may be written'),
      })
      .nullable()
      .describe('Null where nobody asks in which language an entry is written'),
    form: z.looseObject({}).describe('JSON Schema 2020-12, titles and help in that language'),
    publication: z
      .array(z.object({ key: z.string(), fields: z.array(z.string()) }))
      .describe('The groups of fields whose publication a submit says yes or no to'),
  })
  .meta({ id: 'Form' });

const Choices = z
  .object({ picker: z.string(), items: z.array(z.object({ code: z.string(), title: z.string() })) })
  .meta({ id: 'Choices' });

/** What a call asks for, and the lists that its codes are picked from. */
@Controller('v1')
export class FormController {
  constructor(private readonly forms: FormService) {}

  @Get('cycles/:cycleId/form')
  @Endpoint({ summary: 'Show the form of a call for entries', access: 'public', response: Form })
  form(
    @Param({ schema: CyclePath }) { cycleId }: z.output<typeof CyclePath>,
    @Query({ schema: FormQuery }) { stageKey, language }: z.output<typeof FormQuery>,
    @Context() context: RequestContext,
  ) {
    return this.forms.inForce(cycleId, { stageKey, language: language ?? context.language ?? 'en' });
  }

  @Get('pickers/:picker')
  @Endpoint({ summary: 'Show a list that codes of a form are picked from', access: 'public', response: Choices })
  choices(@Param({ schema: PickerPath }) { picker }: z.output<typeof PickerPath>) {
    return { picker, items: PICKERS[picker].map(([code, title]) => ({ code, title })) };
  }
}
