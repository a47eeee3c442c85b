import { z } from 'zod';
import { CITY_ROLES } from '#libs/contracts';
import { Address, NewPerson } from '../../identity/person.schemas.js';
import { instant, reasonCode, reasonText } from '../entry/entry.schemas.js';

const cityRole = z.enum(CITY_ROLES);
const colleague = { ...NewPerson.omit({ addresses: true }).shape, address: Address };
const why = { reasonCode: reasonCode.optional(), reasonText: reasonText.optional() };

export const CityPeople = z
  .object({
    people: z.array(
      z.object({
        personId: z.uuid(),
        name: z.string().nullable().describe('Null until they accepted'),
        address: z.string(),
        cityRole,
        since: instant,
        pending: z.boolean().describe('Invited, and has not accepted yet'),
      }),
    ),
  })
  .meta({ id: 'CityPeople' });

export const NewColleague = z
  .strictObject({ ...colleague, cityRole })
  .describe('Of somebody whose address is known already only the address counts');
export const ChangedCityRole = z.strictObject({ cityRole });
/** A reason is needed of the secretariat only; then both parts. */
export const Removal = z.strictObject(why);
export const HandOver = z.strictObject({
  from: z.uuid().optional().describe('The owner who has left; for the secretariat only'),
  to: z.strictObject(colleague).describe('The successor: somebody of the city, somebody known, or somebody new'),
  ...why,
});

/** A reason, when both its parts are given. */
export const reasonOf = ({ reasonCode: code, reasonText: text }: z.output<typeof Removal>) =>
  code !== undefined && text !== undefined ? { reasonCode: code, reasonText: text } : null;
