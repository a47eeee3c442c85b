import type { CycleContextService, StageHandlers } from '#libs/cycles';
import type { PeopleService } from '#libs/identity';
import type { UnitOfWork } from '#libs/platform';

/** What the audiences of judging read with, and how they link. */
export interface JudgingAudienceOptions {
  unitOfWork: UnitOfWork;
  cycles: CycleContextService;
  people: PeopleService;
  handlers: StageHandlers;
  /** Makes the address of a path of the API that mails can show. */
  linkTo: (path: string) => string;
}
