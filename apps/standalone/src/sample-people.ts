import type { NewGrant, NewPerson } from '#libs/identity';

/** What the sample people may belong to. */
export interface SampleScope {
  cycleId: string;
  cityId: string;
}

interface SamplePerson extends NewPerson {
  role: (scope: SampleScope) => NewGrant;
}

const person = (name: string, account: string, zone: string, role: SamplePerson['role']): SamplePerson => ({
  name: `${name} (sample)`,
  language: 'en',
  zone,
  addresses: [`${account}@sample.invalid`],
  role,
});

/** One invented person for each role, two for the secretariat, since two certify. The reserved domain takes no mail. */
export const SAMPLE_PEOPLE = {
  secretariat: person('Li Na', 'secretariat', 'Asia/Shanghai', () => ({ role: 'secretariat' })),
  secretariat2: person('Marie Dubois', 'secretariat2', 'Europe/Paris', () => ({ role: 'secretariat' })),
  organiser: person('Carmen Ortiz', 'organiser', 'Europe/Madrid', () => ({ role: 'organiser' })),
  city: person('Aroha Ngata', 'city', 'Pacific/Auckland', ({ cityId }) => ({ role: 'city', cityId })),
  expert: person('Wanjiru Kamau', 'expert', 'Africa/Nairobi', ({ cycleId }) => ({ role: 'expert', cycleId })),
  juror: person('João Silva', 'juror', 'America/Sao_Paulo', ({ cycleId }) => ({ role: 'juror', cycleId })),
  auditor: person('Ingrid Berg', 'auditor', 'Europe/Oslo', () => ({ role: 'auditor' })),
} satisfies Record<string, SamplePerson>;

export type SampleName = keyof typeof SAMPLE_PEOPLE;
/** Their development API keys. */
export type SampleKeys = Record<SampleName, string>;
