import { Injectable } from '@nestjs/common';
import type { Command, Instant } from '#libs/contracts';
import { UnitOfWork, type WorkContext } from '#libs/platform';

/**
 * PostgreSQL's channel on which it is told that the answer of a command was committed. Another name
 * than in earlier releases, which told an id alone: beside a worker of one of these, the workflow's
 * own answer is waited for.
 */
export const SETTLED_CHANNEL = 'command_answered';

/** What is told there: the command, and its answer, where that is not too long for a notification. */
export interface SettledNotice {
  id: string;
  settled?: { answer: unknown; settledAt: Instant };
}

/** Bytes of an answer that is told; PostgreSQL's limit for the whole notification is 8,000. */
const TOLD_MAX = 7_000;

/**
 * Keeps what a command committed as its answer, in the same transaction, so that whoever waits has it with the commit.
 */
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
           where id = ? and state = 'pending'
           returning pg_notify('${SETTLED_CHANNEL}', (jsonb_build_object('id', id) || case
             when octet_length(answer::text) > ${TOLD_MAX} then '{}'::jsonb
             else jsonb_build_object('settled', jsonb_build_object('answer', answer, 'settledAt', settled_at)) end)::text))`,
        values: [JSON.stringify(answerOf(result)), command.commandId],
      });
      return result;
    });
  }
}
