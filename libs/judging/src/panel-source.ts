import type { PanelSource } from '#libs/cycles';
import { jury } from './jury/jury.type.js';
import { judgingMembers } from './panel/panel.queries.js';
import { technicalScreening } from './screening/technical-screening.type.js';

/** Who adopts the method of a panel: more than half of the members who judge; at least one, also of an empty panel. */
export const panelSource: PanelSource = {
  stageTypes: [technicalScreening.key, jury.key],
  async panel(em, ref) {
    const memberIds = await judgingMembers(em, ref);
    return { memberIds, quorum: Math.floor(memberIds.length / 2) + 1 };
  },
};
