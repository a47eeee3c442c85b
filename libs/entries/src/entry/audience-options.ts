import type { CycleContextService } from '#libs/cycles';
import type { PeopleService } from '#libs/identity';
import type { UnitOfWork } from '#libs/platform';

/** What the mails of this lib are composed with. */
export interface EntriesAudienceOptions {
  unitOfWork: UnitOfWork;
  cycles: CycleContextService;
  people: PeopleService;
  /** What a decision shows of each entry, by id; nothing while it is withheld. Without it, what people said of it. */
  outcomesOf?: (decisionId: string) => Promise<ReadonlyMap<string, string>>;
  /** Makes the address of a path of the API that mails can show. */
  linkTo: (path: string) => string;
}
