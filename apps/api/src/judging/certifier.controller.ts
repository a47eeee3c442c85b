import { Body, Controller, Delete, Get, Param, Post, Put } from '@nestjs/common';
import { z } from 'zod';
import { CertificationService, CertifierService, judgingPermissions } from '#libs/judging';
import { Context, Endpoint, type RequestContext } from '#libs/platform';
import { Certifier, Certifiers, CoSignature, NewCertifier, NewCoSignature, StagePath } from './judging.schemas.js';

const CertifierPath = StagePath.extend({ personId: z.uuid() });

/** Who certifies the decision of a stage, named beforehand, and what auditors co-sign. */
@Controller('v1/cycles/:cycleId/stages/:stageKey')
export class CertifierController {
  constructor(
    private readonly certifiers: CertifierService,
    private readonly certifications: CertificationService,
  ) {}

  @Get('certifiers')
  @Endpoint({
    summary: 'Show who is named to certify the decision of a stage, and who stands in',
    description:
      'Nobody named: whoever has a certifying role of the definition. Says of how many entries of the proposal each is in conflict, never of which.',
    access: judgingPermissions.readCertifiers,
    response: Certifiers,
  })
  list(@Param({ schema: StagePath }) ref: StagePath) {
    return this.certifiers.list(ref);
  }

  @Put('certifiers/:personId')
  @Endpoint({
    summary: 'Name a certifier, or the stand-in of one, before the stage closes',
    description: 'A stand-in is told by mail, and again when the proposal can be certified. One stand-in a certifier.',
    access: judgingPermissions.nameCertifier,
    response: Certifier,
    problems: ['conflict', 'rule-violated'],
  })
  name(
    @Param({ schema: CertifierPath }) { personId, ...ref }: z.output<typeof CertifierPath>,
    @Body({ schema: NewCertifier }) given: z.output<typeof NewCertifier>,
    @Context() context: RequestContext,
  ) {
    return this.certifiers.name(context, ref, { personId, ...given });
  }

  @Delete('certifiers/:personId')
  @Endpoint({
    summary: 'Take somebody off the list of certifiers, before the stage closes',
    access: judgingPermissions.nameCertifier,
    problems: ['conflict'],
  })
  async remove(
    @Param({ schema: CertifierPath }) { personId, ...ref }: z.output<typeof CertifierPath>,
    @Context() context: RequestContext,
  ): Promise<void> {
    await this.certifiers.remove(context, ref, personId);
  }

  @Post('decision/co-signatures')
  @Endpoint({
    summary: 'Co-sign, as auditor, for a certifier who is in conflict with an entry',
    description:
      'An attestation only: it changes nothing of the decision. Then the certifier may certify, and the record says so.',
    access: judgingPermissions.coSignDecision,
    idempotent: true,
    response: CoSignature,
    problems: ['conflict'],
  })
  coSign(
    @Param({ schema: StagePath }) ref: StagePath,
    @Body({ schema: NewCoSignature }) given: z.output<typeof NewCoSignature>,
    @Context() context: RequestContext,
  ) {
    return this.certifications.coSign(context, ref, given);
  }
}
