import { Injectable } from '@nestjs/common';
import { Problem, UnitOfWork, type WorkContext } from '#libs/platform';
import { Authentication } from '../auth/authentication.js';
import { IdentityAuthenticator } from '../auth/identity-authenticator.js';
import { refusal } from '../refusals.words.js';

/** Keys for machines: each acts as the person it belongs to. */
@Injectable()
export class ApiKeyService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly authentication: Authentication,
    private readonly authenticator: IdentityAuthenticator,
  ) {}

  /**
   * Makes a key of a person, who must be committed already; the key itself is returned this once
   * and kept nowhere. Whoever has it acts as that person, so only that person may be given it.
   * Throws `not-found`.
   */
  async createApiKey(context: WorkContext, personId: string, name: string): Promise<{ id: string; key: string }> {
    return this.unitOfWork.run(context, async (work) => {
      const found = await work.em.execute<unknown[]>('select from auth."user" where id = ?', [personId]);
      if (found.length === 0) throw new Problem('not-found', refusal('person.notFound'));
      // better-auth commits on its own connection: should this transaction fail, a key stays that nobody has seen.
      const made = await this.authentication.makeApiKey(personId, name);
      const data = { personId, apiKeyId: made.id };
      work.emit({ type: 'laureate.api-key.created.v1', subject: personId, data });
      return made;
    });
  }

  /**
   * Takes a key away; nothing happens when it is already revoked. Throws `not-found` for a key this person never had.
   */
  async revokeApiKey(context: WorkContext, personId: string, apiKeyId: string): Promise<void> {
    await this.unitOfWork.run(context, async (work) => {
      const [key] = await work.em.execute<{ enabled: boolean }[]>(
        'select enabled from auth.apikey where id = ? and "referenceId" = ? for update',
        [apiKeyId, personId],
      );
      if (!key) throw new Problem('not-found', refusal('apiKey.notFound'));
      if (!key.enabled) return;
      await work.em.execute('update auth.apikey set enabled = false, "updatedAt" = now() where id = ?', [apiKeyId]);
      work.emit({ type: 'laureate.api-key.revoked.v1', subject: personId, data: { personId, apiKeyId } });
    });
    await this.authenticator.forget();
  }
}
