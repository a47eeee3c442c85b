/**
 * Changes of what running workflows do, each behind `patched`: the name of its marker in histories.
 * How a change comes, is retired and goes: docs/developers.md, "How to change a running workflow".
 */
export const Change = {
  /** A cycle tells the secretariat when a stage cannot open at its `opens`. */
  tellLate: 'tell-when-a-stage-is-late',
  /** What is refused while somebody says that it can go on is tried once more before it is parked. */
  tryOnceMore: 'try-once-more-when-told-meanwhile',
  /** What is parked for the same reason again, after it went on or somebody said that it can, is told anew. */
  tellAnew: 'tell-anew-what-is-parked-again',
  /** A stage that has closed is decided only when nothing may come in any more, also by a personal extension. */
  waitForLast: 'wait-for-what-may-still-come-in',
  /** A stage that is told that nothing is owed while it asks about it, asks once more instead of being parked. */
  askOnceMore: 'ask-once-more-when-told-while-asking',
} as const;
