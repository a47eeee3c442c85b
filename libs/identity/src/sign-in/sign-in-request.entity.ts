import { type InferEntity, defineEntity, p } from '@mikro-orm/core';

/** Somebody asked for a sign-in mail to one of a person's addresses. Link and code are made when the mail is sent. */
export const SignInRequest = defineEntity({
  name: 'SignInRequest',
  schema: 'identity',
  tableName: 'sign_in_request',
  properties: {
    id: p.uuid().primary(),
    personId: p.uuid(),
    addressId: p.uuid(),
    requestedAt: p.datetime(),
  },
});
export type SignInRequest = InferEntity<typeof SignInRequest>;
