import { NestFactory } from '@nestjs/core';
import { IdentityModule, IdentityService, identityEntities } from '#libs/identity';
import { type BeginningConfig, type DatabaseConfig, PlatformModule, Problem } from '#libs/platform';

class Beginning {}

/**
 * Makes the first member of the secretariat, who then signs in by mail and invites the others. Does
 * nothing when there is a secretariat, or when nobody is named.
 */
export async function appointFirstSecretariat(
  { database, beginning }: { database: DatabaseConfig; beginning: BeginningConfig },
  report: (line: string) => void,
): Promise<void> {
  const { firstSecretariat: person } = beginning;
  if (!person) return;
  const imports = [
    PlatformModule.forRoot({ app: 'api', database, entities: identityEntities }),
    IdentityModule.forRoot(),
  ];
  const app = await NestFactory.createApplicationContext({ module: Beginning, imports }, { logger: false });
  try {
    const context = { actor: { id: 'service:migrator' }, cause: 'command:migrate' };
    const { name, address } = person;
    await app
      .get(IdentityService)
      .bootstrapSecretariat(context, { name, language: 'en', zone: 'UTC', addresses: [address] });
    report(`First member of the secretariat: ${name}. They sign in with a code by mail (POST /v1/sign-in).`);
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'conflict') throw error;
    report('There is a secretariat; FIRST_SECRETARIAT changes nothing.');
  } finally {
    await app.close();
  }
}
