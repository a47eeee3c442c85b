import { Controller, Get, Post } from '@nestjs/common';
import { z } from 'zod';
import {
  Context,
  Endpoint,
  type Finding as FindingOf,
  operationPermissions,
  type RequestContext,
  SEVERITIES,
  WEIGHTS,
} from '#libs/platform';
import { Doctor } from './doctor.js';

const Finding = z
  .object({
    code: z.string(),
    severity: z.enum(SEVERITIES).describe('loss: something that happened is missing in the database'),
    where: z.string().describe('A workflow, a consumer, a topic'),
    what: z.string(),
    mendable: z.boolean(),
    wouldDo: z.string().nullable().describe('What mending does'),
    refusedBecause: z.string().nullable().describe('Why it is left to people, and what they can do'),
  })
  .meta({ id: 'DoctorFinding' });
const Outcome = Finding.extend({
  outcome: z.enum(['mended', 'refused', 'failed']),
  said: z.string().describe('What was done, or what stood in its way'),
}).meta({ id: 'DoctorOutcome' });

const withMendable = <F extends FindingOf>(finding: F) => ({ ...finding, mendable: finding.wouldDo !== null });

/** Whether database, workflows, events, mails and archives agree. */
@Controller('v1/doctor')
export class DoctorController {
  constructor(private readonly doctor: Doctor) {}

  @Get()
  @Endpoint({
    summary: 'What is wrong, and what mending would do',
    weight: WEIGHTS.doctor,
    description:
      'Holds rows, running workflows, outbox, consumers, mails and archives against each other. An empty list: healthy.',
    access: operationPermissions.examine,
    response: z.object({ findings: z.array(Finding) }),
  })
  async examine() {
    return { findings: (await this.doctor.examine()).map(withMendable) };
  }

  @Post('mend')
  @Endpoint({
    summary: 'Mend what is safe to mend',
    weight: WEIGHTS.doctor,
    description:
      'Starts workflows that are missing at the state of their rows, sends lost signals again, publishes again what Kafka lost. ' +
      'While something is missing in the database, nothing is mended.',
    access: operationPermissions.mend,
    idempotent: { no: 'it looks again before it mends, and finds nothing left to do' },
    status: 200,
    response: z.object({ outcomes: z.array(Outcome) }),
  })
  async mend(@Context() context: RequestContext) {
    return { outcomes: (await this.doctor.mend(context)).map(withMendable) };
  }
}
