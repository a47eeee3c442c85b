import { Injectable } from '@nestjs/common';
import {
  type Activities,
  type ClarificationActivities,
  type ClarificationRef,
  clarificationWorkflowId,
} from '#libs/contracts';
import { asActivity } from '#libs/cycles';
import type { WorkContext } from '#libs/platform';
import { ClarificationRunService } from './clarification/clarification-run.service.js';

const contextOf = ({ clarificationId }: ClarificationRef): WorkContext => ({
  actor: { id: 'service:worker' },
  cause: `workflow:${clarificationWorkflowId(clarificationId)}`,
});

/** What workflows may call here. Bound methods, so that the worker can register them by name. */
@Injectable()
export class EntriesActivities implements ClarificationActivities {
  constructor(private readonly clarifications: ClarificationRunService) {}

  readonly readClarification: Activities['readClarification'] = ({ clarificationId }) =>
    asActivity(() => this.clarifications.facts(clarificationId));

  readonly remindOfClarification: Activities['remindOfClarification'] = (input) =>
    asActivity(() => this.clarifications.remind(contextOf(input), input));

  readonly timeOutClarification: Activities['timeOutClarification'] = (input) =>
    asActivity(() => this.clarifications.timeOut(contextOf(input), input));
}
