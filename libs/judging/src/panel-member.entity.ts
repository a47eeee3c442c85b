import { type InferEntity, defineEntity, p } from '@mikro-orm/core';

export const SEATS = ['chair', 'member', 'deputy'] as const;
export type Seat = (typeof SEATS)[number];

/** A person's seat on the panel of a stage, with the cities and countries that are conflicts for them. */
export const PanelMember = defineEntity({
  name: 'PanelMember',
  schema: 'judging',
  tableName: 'panel_member',
  properties: {
    cycleId: p.uuid().primary(),
    stageKey: p.text().primary(),
    personId: p.uuid().primary(),
    /** A deputy judges nothing until appointed as a member in somebody's place. */
    seat: p.text().$type<Seat>(),
    /** ISO 3166-1 alpha-2. */
    countryCodes: p.json().$type<string[]>(),
    cityIds: p.json().$type<string[]>(),
    appointedBy: p.text(),
    appointedAt: p.datetime(3).defaultRaw('now()'),
  },
});
export type PanelMember = InferEntity<typeof PanelMember>;
