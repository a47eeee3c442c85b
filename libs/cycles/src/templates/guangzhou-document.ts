/** What differs from one edition to the next. */
export interface GuangzhouOptions {
  edition: string;
  /** Year of the call and the ceremony. */
  year: number;
  title?: string;
  demonstration?: boolean;
}

type CertifyingRole = 'secretariat' | 'organiser';
const certifiers = () => ({ count: 2, roles: ['secretariat', 'organiser'] as CertifyingRole[] });
const concerned = 'concerned' as const;
const toAll = 'public' as const;
const command = 'command' as const;

/**
 * The Guangzhou International Award for Urban Innovation with the calendar of its 2023 edition
 * (call from 23 February to 31 August, ceremony on 7 December) and room to extend the call.
 * Everything not named here is off, or its simplest form.
 */
export function guangzhouDocument({ edition, year, title, demonstration = false }: GuangzhouOptions) {
  const on = (day: string, time: string) => `${year}-${day}T${time}`;
  const ceremonyOpens = on('12-07', '19:00');
  return {
    programme: { key: 'guangzhou', name: 'Guangzhou International Award for Urban Innovation' },
    edition,
    title: title ?? `Guangzhou Award ${year}`,
    zone: 'Asia/Shanghai',
    languages: ['en'],
    demonstration,
    form: 'guangzhou',
    criteria: [
      { key: 'innovation', title: 'Innovation' },
      { key: 'effectiveness', title: 'Effectiveness' },
      { key: 'context', title: 'Context' },
      { key: 'replicability', title: 'Replicability' },
      { key: 'relevance', title: 'Relevance to the SDGs and the New Urban Agenda' },
    ],
    stages: [
      {
        key: 'call',
        type: 'call-for-entries',
        title: 'Call for entries',
        window: { opens: on('02-23', '09:00'), deadline: on('08-31', '23:59'), grace: 'PT1H' },
        ladder: ['P30D', 'P7D', 'P1D'],
        settings: { languages: { authoritative: 'en', accepted: 'any' } },
      },
      {
        key: 'eligibility',
        type: 'eligibility',
        title: 'Eligibility',
        window: { opens: on('09-18', '09:00'), deadline: on('09-28', '18:00') },
        ladder: ['P2D'],
        certifiers: certifiers(),
        release: [{ audience: concerned, when: command }],
      },
      {
        key: 'screening',
        type: 'technical-screening',
        title: 'Technical screening',
        window: { opens: on('10-09', '09:00'), deadline: on('10-30', '18:00') },
        ladder: ['P7D', 'P2D'],
        settings: { reviewsPerEntry: 3, quotas: { shortlisted: 15, deserving: 30 } },
        certifiers: certifiers(),
        release: [
          { audience: concerned, when: command },
          { audience: toAll, when: command },
        ],
      },
      {
        key: 'jury',
        type: 'jury',
        title: 'Jury',
        window: { opens: on('12-04', '09:00'), deadline: on('12-06', '18:00') },
        ladder: ['P1D', 'PT3H'],
        settings: { quotas: { winners: 5 } },
        certifiers: certifiers(),
        release: [
          { audience: concerned, when: ceremonyOpens },
          { audience: toAll, when: ceremonyOpens },
        ],
      },
      {
        key: 'ceremony',
        type: 'ceremony',
        title: 'Award ceremony',
        window: { opens: ceremonyOpens, deadline: on('12-07', '22:00') },
      },
    ],
  };
}
