import { apiKey } from '@better-auth/api-key';
import { type BetterAuthOptions, betterAuth } from 'better-auth';
import { emailOTP, magicLink } from 'better-auth/plugins';
import { Pool } from 'pg';
import { v7 as uuidv7 } from 'uuid';
import type { DatabaseConfig } from '#libs/platform';

/** How long a mailed link or code signs in, and how long the session lasts, in seconds. */
export const CREDENTIALS_SECONDS = 15 * 60;
const SESSION_SECONDS = 14 * 24 * 3600;
/** Wrong codes after which a code is void, also for the right one. */
export const CODE_ATTEMPTS = 3;

/** What sign-in needs to know: its database, the installation's secret, and the address people reach the API at. */
export interface SignInOptions {
  database: DatabaseConfig;
  /** 32 bytes in base64 (`SIGN_IN_SECRET`). */
  secret: string;
  /** Origin of the links in mails, such as `https://award.example`; over https the session cookie is `Secure`. */
  publicUrl: string;
  /** Waits so many milliseconds; the real clock when left out. */
  wait?: (ms: number) => Promise<unknown>;
}

/** The small pool of the sign-in library: its own role, its own schema. */
export function authPool(database: DatabaseConfig): Pool {
  return new Pool({
    connectionString: database.url,
    max: 3,
    options: '-c role=laureate_auth -c search_path=auth',
    application_name: 'laureate-auth',
  });
}

/**
 * What better-auth is set up with. Its HTTP routes are never mounted: the services of this lib call it, and write what
 * others need to know in their own transactions.
 */
export function authOptions(pool: Pool, options: SignInOptions) {
  return {
    database: pool,
    secret: options.secret,
    baseURL: options.publicUrl,
    telemetry: { enabled: false },
    logger: { level: 'error' },
    rateLimit: { enabled: false },
    session: { expiresIn: SESSION_SECONDS, disableSessionRefresh: true },
    verification: { storeIdentifier: 'hashed' },
    advanced: {
      cookiePrefix: 'laureate',
      database: { generateId: () => uuidv7() },
      ipAddress: { disableIpTracking: true },
    },
    plugins: [
      magicLink({
        expiresIn: CREDENTIALS_SECONDS,
        disableSignUp: true,
        storeToken: 'hashed',
        sendMagicLink: ({ token, metadata }) => metadata?.['handOver'](token),
      }),
      emailOTP({
        expiresIn: CREDENTIALS_SECONDS,
        otpLength: 6,
        allowedAttempts: CODE_ATTEMPTS,
        disableSignUp: true,
        storeOTP: 'hashed',
        sendVerificationOTP: () => Promise.reject(new Error('Codes are mailed by the notifier.')),
      }),
      apiKey({
        defaultPrefix: 'laureate_',
        requireName: true,
        maximumNameLength: 100,
        rateLimit: { enabled: false },
        startingCharactersConfig: { shouldStore: false },
      }),
    ],
  } satisfies BetterAuthOptions;
}

/** The sign-in library, with magic links, codes and API keys. */
export function createAuth(pool: Pool, options: SignInOptions) {
  return betterAuth(authOptions(pool, options));
}

/**
 * What better-auth knows a person by instead of an address: people have several, and they stay in
 * `identity` alone, where they can be erased.
 */
export const authName = (personId: string): string => `${personId}@person.invalid`;
