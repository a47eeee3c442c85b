import { describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { createTestDatabase } from '../../../test/support/test-database.js';
import { appointFirstSecretariat } from './first-secretariat.js';
import { allMigrations } from './migrations.js';

describe('the first member of the secretariat', () => {
  it('is made once, on an empty database, and not when somebody is there', async () => {
    const database = await createTestDatabase(allMigrations);
    const lines: string[] = [];
    const appoint = (firstSecretariat?: { name: string; address: string }) =>
      appointFirstSecretariat({ database, beginning: { firstSecretariat } }, (line) => lines.push(line));
    await appoint();
    await appoint({ name: 'Li Na', address: 'li.na@award.example' });
    await appoint({ name: 'Mallory', address: 'mallory@award.example' });
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    const { rows } = await client.query(
      'select p.name, a.address, g.role, g.programme from identity.person p join identity.person_address a on a.person_id = p.id join identity.role_grant g on g.person_id = p.id',
    );
    await client.end();
    expect(rows).toEqual([{ name: 'Li Na', address: 'li.na@award.example', role: 'secretariat', programme: null }]);
    expect(lines).toEqual([expect.stringContaining('Li Na'), expect.stringContaining('changes nothing')]);
  });
});
