import { Injectable } from '@nestjs/common';
import { type Activities, RETENTION_WORKFLOW_ID, type RetentionActivities as Signatures } from '#libs/contracts';
import { RetentionService } from './retention.service.js';

const context = { actor: { id: 'service:worker' }, cause: `workflow:${RETENTION_WORKFLOW_ID}` };

/** What workflows may call here. Bound methods, so that the worker can register them by name. */
@Injectable()
export class RetentionActivities implements Signatures {
  constructor(private readonly retention: RetentionService) {}

  readonly carryOutRetention: Activities['carryOutRetention'] = () => this.retention.carryOut(context);
}
