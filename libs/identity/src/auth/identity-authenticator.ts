import { hash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { Injectable } from '@nestjs/common';
import { type Authenticator, type Principal, UnitOfWork } from '#libs/platform';
import { Authentication } from './authentication.js';
import { IdentityMemory } from './identity-memory.js';

type Known = Pick<Principal, 'grants'> & { office: boolean };

/**
 * As better-auth keeps a key (its `defaultKeyHasher`), without the detour through Web Crypto that
 * every request would take.
 */
export const hashOfKey = (key: string): string => hash('sha256', key, 'base64url');

const GRANTS = `coalesce(jsonb_agg(jsonb_build_object('role', g.role, 'programme', g.programme, 'cycleId', g.cycle_id,
  'cityId', g.city_id, 'cityRole', g.city_role) order by g.id) filter (where g.id is not null), '[]') as grants`;

/**
 * Finds out who makes a request: the API key in `x-api-key`, else the session cookie. A key costs one indexed query a
 * second at most (`IdentityMemory`). better-auth's own check of a key writes to its row at every request, so its
 * documented hash is looked up here.
 */
@Injectable()
export class IdentityAuthenticator implements Authenticator {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly memory: IdentityMemory,
    private readonly authentication: Authentication,
  ) {}

  /** The principal, with the grants that hold now; null for nobody, or for a key or session that is not valid. */
  async authenticate(headers: IncomingHttpHeaders, { afresh = false } = {}): Promise<Principal | null> {
    const { 'x-api-key': key, cookie } = headers;
    const ask = (id: string, find: () => Promise<Principal | null>) => (afresh ? find() : this.memory.ask(id, find));
    if (key) {
      const hashed = hashOfKey(String(key));
      return ask(hashed, () => this.byKey(hashed));
    }
    if (!cookie?.includes('laureate.session_token=')) return null;
    return ask(hash('sha256', cookie, 'hex'), () => this.bySession(cookie));
  }

  /**
   * Has every process take no answer from memory any more, once what is under way is committed:
   * somebody signed out, lost a key or a role, or got one.
   */
  forget(): Promise<void> {
    return this.memory.forgetEverywhere();
  }

  private async byKey(hash: string): Promise<Principal | null> {
    const [row] = await this.query<Known & { id: string; personId: string }>(
      `select k.id, p.id as "personId", p.office, ${GRANTS}
       from auth.apikey k join identity.person p on p.id = k."referenceId"
       left join identity.role_grant g on g.person_id = p.id and g.revoked_at is null
       where k.key = ? and p.erased_at is null and k.enabled and (k."expiresAt" is null or k."expiresAt" > now()) group by k.id, p.id`,
      [hash],
    );
    return row ? { personId: row.personId, grants: row.grants, office: row.office, apiKeyId: row.id } : null;
  }

  private async bySession(cookie: string): Promise<Principal | null> {
    const personId = await this.authentication.personOfSession(new Headers({ cookie }));
    if (!personId) return null;
    const [row] = await this.query<Known>(
      `select p.office, ${GRANTS} from identity.person p
       left join identity.role_grant g on g.person_id = p.id and g.revoked_at is null where p.id = ? and p.erased_at is null group by p.id`,
      [personId],
    );
    return row ? { personId, ...row, apiKeyId: null } : null;
  }

  private query<T>(sql: string, parameters: string[]): Promise<T[]> {
    return this.unitOfWork.read((em) => em.execute<T[]>(sql, parameters));
  }
}
