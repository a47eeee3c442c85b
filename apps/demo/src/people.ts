import { Client, forEach } from './client.js';
import type { Mailbox } from './mailbox.js';

/** Somebody to invite. */
export interface Invited {
  name: string;
  address: string;
  zone: string;
  role: { role: 'city' | 'expert' | 'juror'; programme?: string; cycleId?: string };
}

const expert = (name: string, countryCode: string, zone: string) => ({ name, countryCode, zone });

/** The Technical Committee: eleven invented people; the first is the chair. */
export const EXPERTS = [
  expert('Amara Okafor', 'NG', 'Africa/Lagos'),
  expert('Bruno Keller', 'CH', 'Europe/Zurich'),
  expert('Chen Wei', 'SG', 'Asia/Singapore'),
  expert('Dalia Haddad', 'JO', 'Asia/Amman'),
  expert('Elena Popova', 'BG', 'Europe/Sofia'),
  expert('Farid Karimov', 'UZ', 'Asia/Tashkent'),
  expert('Grace Mensah', 'GH', 'Africa/Accra'),
  expert('Hiroshi Tanaka', 'JP', 'Asia/Tokyo'),
  expert('Isabel Moreno', 'CL', 'America/Santiago'),
  expert('Jakub Nowak', 'PL', 'Europe/Warsaw'),
  expert('Kemal Aydin', 'TR', 'Europe/Istanbul'),
];

/** The Jury: seven invented people; the first is the chair. */
export const JURORS = [
  expert('Laura Bianchi', 'IT', 'Europe/Rome'),
  expert('Mohamed Benali', 'MA', 'Africa/Casablanca'),
  expert('Nadia Rahman', 'BD', 'Asia/Dhaka'),
  expert('Oscar Lindqvist', 'SE', 'Europe/Stockholm'),
  expert('Priya Nair', 'IN', 'Asia/Kolkata'),
  expert('Quentin Moreau', 'FR', 'Europe/Paris'),
  expert('Rosa Jiménez', 'MX', 'America/Mexico_City'),
];

/**
 * Invites people by mail and lets each accept: they open the page of the link, press its button, and make an API key of
 * their own with the session they get.
 */
export async function invite(secretariat: Client, mailbox: Mailbox, people: Invited[]): Promise<Client[]> {
  const invitations = await forEach(people, ({ name, address, zone, role }) =>
    secretariat.post<{ personId: string }>('/v1/invitations', { person: { name, zone, addresses: [address] }, role }),
  );
  const mails = await mailbox.mailsTo(
    people.map(({ address }) => address),
    /invited/,
  );
  return forEach(people, async ({ name, address }, index) => {
    const link = /https?:\/\/\S+\/v1\/invitations\/\S+/.exec(mails.get(address)!.text)![0];
    await (await fetch(link)).text();
    const accepted = await fetch(link, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    const cookie = accepted.headers
      .getSetCookie()
      .map((line) => line.split(';')[0])
      .join('; ');
    if (!accepted.ok || cookie === '') throw new Error(`${name} could not accept the invitation: ${accepted.status}`);
    const { personId } = invitations[index]!;
    const session = new Client(secretariat.api, name, { cookie });
    const { key } = await session.post<{ key: string }>(`/v1/people/${personId}/api-keys`, { name: 'demonstration' });
    return new Client(secretariat.api, name, { 'x-api-key': key }, personId, address);
  });
}
