import { Migration } from '@mikro-orm/migrations';

/**
 * The tables better-auth asks for (a test compares them with what it expects), in a schema and with a role of their own.
 * Ids of people and keys are uuids, so that the database ties them to `identity`.
 */
export class Identity20261123000102 extends Migration {
  override up(): void {
    this.addSql(`do $$ begin
      if not exists (select from pg_roles where rolname = 'laureate_auth') then create role laureate_auth nologin; end if;
      execute format('grant laureate_auth to %I', current_user);
    exception when duplicate_object or unique_violation then null; end $$`);
    this.addSql('create schema auth');
    this.addSql('grant usage on schema auth to laureate_auth, laureate_api');

    this.addSql(`create table auth."user" (
      id uuid primary key references identity.person on delete cascade,
      name text not null,
      email text not null unique,
      "emailVerified" boolean not null,
      image text,
      "createdAt" timestamptz not null default current_timestamp,
      "updatedAt" timestamptz not null default current_timestamp
    )`);
    this.addSql(`create table auth.session (
      id uuid primary key,
      "expiresAt" timestamptz not null,
      token text not null unique,
      "createdAt" timestamptz not null default current_timestamp,
      "updatedAt" timestamptz not null,
      "ipAddress" text,
      "userAgent" text,
      "userId" uuid not null references auth."user" on delete cascade
    )`);
    this.addSql('create index "session_userId_idx" on auth.session ("userId")');
    this.addSql(`create table auth.account (
      id uuid primary key,
      "accountId" text not null,
      "providerId" text not null,
      "userId" uuid not null references auth."user" on delete cascade,
      "accessToken" text,
      "refreshToken" text,
      "idToken" text,
      "accessTokenExpiresAt" timestamptz,
      "refreshTokenExpiresAt" timestamptz,
      scope text,
      password text,
      "createdAt" timestamptz not null default current_timestamp,
      "updatedAt" timestamptz not null
    )`);
    this.addSql('create index "account_userId_idx" on auth.account ("userId")');
    this.addSql(`create table auth.verification (
      id text primary key,
      identifier text not null,
      value text not null,
      "expiresAt" timestamptz not null,
      "createdAt" timestamptz not null default current_timestamp,
      "updatedAt" timestamptz not null default current_timestamp
    )`);
    this.addSql('create index "verification_identifier_idx" on auth.verification (identifier)');
    this.addSql(`create table auth.apikey (
      id uuid primary key,
      "configId" text not null,
      name text,
      start text,
      "referenceId" uuid not null references auth."user" on delete cascade,
      prefix text,
      key text not null,
      "refillInterval" integer,
      "refillAmount" integer,
      "lastRefillAt" timestamptz,
      enabled boolean,
      "rateLimitEnabled" boolean,
      "rateLimitTimeWindow" integer,
      "rateLimitMax" integer,
      "requestCount" integer,
      remaining integer,
      "lastRequest" timestamptz,
      "expiresAt" timestamptz,
      "createdAt" timestamptz not null,
      "updatedAt" timestamptz not null,
      permissions text,
      metadata text
    )`);
    this.addSql('create index "apikey_configId_idx" on auth.apikey ("configId")');
    this.addSql('create index "apikey_referenceId_idx" on auth.apikey ("referenceId")');
    this.addSql('create index "apikey_key_idx" on auth.apikey (key)');

    this.addSql('grant select, insert, update, delete on all tables in schema auth to laureate_auth');
    this.addSql('grant select, insert on auth."user" to laureate_api');
    this.addSql('grant select, update (enabled, "updatedAt") on auth.apikey to laureate_api');
  }
}
