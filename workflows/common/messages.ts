import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import { QueryName, SignalName, UpdateName, type Updates } from '#libs/contracts/pure';

/** Defines the update of that name with the types the contract gives it. */
const update = <Name extends keyof Updates>(name: Name) =>
  defineUpdate<Updates[Name]['result'], [Updates[Name]['command']], Name>(name);

/** What people ask of a workflow, answered with what was committed. */
export const updates = {
  open: update(UpdateName.open),
  moveDeadline: update(UpdateName.moveDeadline),
  close: update(UpdateName.close),
  sign: update(UpdateName.sign),
  certify: update(UpdateName.certify),
  release: update(UpdateName.release),
  reopen: update(UpdateName.reopen),
  pause: update(UpdateName.pause),
  resume: update(UpdateName.resume),
  supersede: update(UpdateName.supersede),
  drop: update(UpdateName.drop),
  cancel: update(UpdateName.cancel),
  retry: update(UpdateName.retry),
  signAmendment: update(UpdateName.signAmendment),
};

/** "Something changed, read the database": carries no data. */
export const lookAgain = defineSignal(SignalName.lookAgain);

/**
 * The secretariat says that what is parked can be tried again; for workflows that no command is for. Carries no data.
 */
export const tryAgain = defineSignal(SignalName.tryAgain);

/** A stage tells its cycle that it is decided; carries the stage's key. */
export const stageDecided = defineSignal<[stageKey: string]>(SignalName.stageDecided);

/** Nobody may owe anything in a stage any more: it asks, and closes if so. Carries no data. */
export const nothingOwed = defineSignal(SignalName.nothingOwed);

/** What a workflow knows and waits for; for debugging only, pages read the database. */
export const stateQuery = defineQuery<unknown>(QueryName.state);
