import { hash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { Injectable } from '@nestjs/common';
import { type Authenticator, type Principal, UnitOfWork } from '#libs/platform';
import { Authentication } from './authentication.js';
import { Recent } from './recent.js';

/** How long a revoked key, role or session may still be taken by a process that has just seen it, in milliseconds. */
export const REMEMBERED_MS = 2000;
const REMEMBERED = 10_000;

type Known = Pick<Principal, 'grants'> & { office: boolean };

/**
 * As better-auth keeps a key (its `defaultKeyHasher`), without the detour through Web Crypto that
 * every request would take.
 */
export const hashOfKey = (key: string): string => hash('sha256', key, 'base64url');

const GRANTS = `coalesce(jsonb_agg(jsonb_build_object('role', g.role, 'programme', g.programme, 'cycleId', g.cycle_id,
  'cityId', g.city_id, 'cityRole', g.city_role) order by g.id) filter (where g.id is not null), '[]') as grants`;

/**
 * Finds out who makes a request: the API key in `x-api-key`, else the session cookie. A key costs
 * one indexed query every two seconds. better-auth's own check of a key writes to its row at every
 * request, so its documented hash is looked up here.
 */
@Injectable()
export class IdentityAuthenticator implements Authenticator {
  private readonly recent = new Recent<Principal>(REMEMBERED_MS, REMEMBERED);

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly authentication: Authentication,
  ) {}

  /** The principal, with the grants that hold now; null for nobody, or for a key or session that is not valid. */
  async authenticate(headers: IncomingHttpHeaders): Promise<Principal | null> {
    const { 'x-api-key': key, cookie } = headers;
    if (key) return this.remembered(hashOfKey(String(key)), (hashed) => this.byKey(hashed));
    if (!cookie?.includes('laureate.session_token=')) return null;
    return this.remembered(hash('sha256', cookie, 'hex'), () => this.bySession(cookie));
  }

  /** Takes no answer from memory any more: somebody signed out, or lost a key or a role. */
  forget(): void {
    this.recent.clear();
  }

  private async remembered(id: string, find: (id: string) => Promise<Principal | null>): Promise<Principal | null> {
    const known = this.recent.get(id);
    if (known) return known;
    const found = await find(id);
    if (found) this.recent.set(id, found);
    return found;
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
