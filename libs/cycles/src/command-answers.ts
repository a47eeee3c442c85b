import { Injectable } from '@nestjs/common';
import type { Command } from '#libs/contracts';
import { UnitOfWork, type WorkContext } from '#libs/platform';

/** PostgreSQL's channel on which the id of a command is told whose answer was committed. */
export const SETTLED_CHANNEL = 'command_settled';

/** Keeps what a command committed as its answer, in the same transaction, so that whoever waits has it with the commit. */
@Injectable()
export class CommandAnswers {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * Carries out what a command asks for; without a command, just acts.
   * @param answerOf what the caller gets of the result, the same as the workflow answers
   */
  async keep<T>(
    context: WorkContext,
    command: Command | undefined,
    act: () => Promise<T>,
    answerOf: (result: T) => unknown = (result) => result,
  ): Promise<T> {
    if (!command) return act();
    return this.unitOfWork.run(context, async (work) => {
      const result = await act();
      work.defer({
        sql: `settled as (
           update cycles.command set state = 'done', answer = ?::jsonb, settled_at = clock_timestamp()
           where id = ? and state = 'pending' returning pg_notify('${SETTLED_CHANNEL}', id))`,
        values: [JSON.stringify(answerOf(result)), command.commandId],
      });
      return result;
    });
  }
}
