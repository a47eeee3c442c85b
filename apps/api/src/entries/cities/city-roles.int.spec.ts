import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Caller, type EntriesApi, openEntriesApi } from '../../../../../test/support/entries-api.js';
import { ALL_PUBLISHED, completeContent, translatedTexts } from '../../../../../test/support/entry-contents.js';

const contacts = [{ name: 'Ana Sample', email: 'ana@city.example' }];
const ifMatch = (version: number) => ({ 'if-match': `"${version}"` });

type Need = 'read' | 'edit' | 'bind';
type Who = 'owner' | 'editor' | 'reader' | 'stranger' | 'cityless' | 'secretariat' | 'organiser' | 'auditor' | 'expert';
const CITY: Who[] = ['owner', 'editor', 'reader'];
const HIDDEN: Who[] = ['stranger', 'cityless'];
const MAY: Record<Need, Who[]> = { read: CITY, edit: ['owner', 'editor'], bind: ['owner'] };

/** What one role is answered: let in (whatever is said then), told that it may not, or that there is no such thing. */
const verdict = (status: number) =>
  status === 403 ? 'forbidden' : status === 404 ? 'hidden' : status < 500 && status !== 401 ? 'let in' : `${status}`;

interface Route {
  route: string;
  need: Need;
  /** Who is let in that is no city; they read, or act on request. */
  others?: Who[];
  path: string;
  body?: object;
  headers?: object;
}

describe('least rights of the people of a city', () => {
  let api: EntriesApi;
  let who: Record<Who, Caller>;
  let routes: Route[];

  beforeAll(async () => {
    api = await openEntriesApi();
    const { cycleId, send } = api;
    const owner = await api.registered();
    const { cityId } = owner;
    who = {
      owner,
      editor: await api.colleague(cityId, 'editor'),
      reader: await api.colleague(cityId, 'reader'),
      stranger: await api.registered(),
      cityless: await api.caller('city'),
      secretariat: await api.caller('secretariat'),
      organiser: await api.caller('organiser'),
      auditor: await api.caller('auditor'),
      expert: await api.caller('expert', { cycleId }),
    };
    const draft = { cityId, content: completeContent() };
    const { json } = await send('POST', `/v1/cycles/${cycleId}/entries`, owner.key, draft);
    const path = `/v1/entries/${json['id']}`;
    await send('PUT', `${path}/contacts`, owner.key, { contacts }, ifMatch(1));
    await send('POST', `${path}/submit`, owner.key, ALL_PUBLISHED);
    await api.db.query(`update cycles.stage set state = 'open', opens_at = now(), opened_at = now(),
      deadline_at = now() + interval '20 days', hard_close_at = now() + interval '20 days' where key = 'eligibility'`);
    const fields = [{ pointer: '/title', question: 'Is this its full title?' }];
    const asked = await send('POST', `/v1/cycles/${cycleId}/stages/eligibility/clarifications`, who.secretariat.key, {
      entryId: json['id'],
      fields,
    });
    expect([asked.status, asked.json]).toMatchObject([201, { id: expect.any(String) }]);
    const clarification = `/v1/clarifications/${asked.json['id']}`;
    const { json: entry } = await send('GET', path, owner.key);
    const [{ digest }] = entry['versions'] as [{ digest: string }];
    const texts = { version: 1, digest, language: 'fr', source: 'city', content: translatedTexts() };
    const added = await send('POST', `${path}/translations`, owner.key, texts);
    const translation = `${path}/translations/${String(added.json['id'])}`;
    const section = `${path}/sections/lessons`;
    const file = { section: 'lessons', name: 'a.pdf', size: 5 };
    const attached = await send('POST', `${path}/attachments`, owner.key, file);
    const attachment = `/v1/attachments/${String(attached.json['id'])}`;
    await api.db.query(`update entries.attachment set state = 'checking', digest = 'test', uploaded_at = now()`);
    const reading: Pick<Route, 'need' | 'others'> = { need: 'read', others: ['secretariat', 'organiser', 'auditor'] };
    await api.db.query(`update cycles.stage set deadline_at = now() + interval '1 day' where key = 'call'`);
    const onPaper = await send('POST', `/v1/cycles/${cycleId}/papers`, who.secretariat.key, {
      cityId,
      arrivedAt: new Date(Date.now() - 60_000).toISOString(),
      means: 'post',
      until: new Date(Date.now() + 3 * 86_400_000).toISOString(),
      reasonCode: 'by-post',
      reasonText: 'A letter came.',
    });
    expect([onPaper.status, onPaper.json]).toMatchObject([201, { state: 'transcribing' }]);
    const people = `/v1/cities/${cityId}/people`;
    const { personId: fourth } = await api.colleague(cityId, 'reader');
    const colleague = { name: 'Ben', zone: 'UTC', address: 'ben@city.example' };
    routes = [
      { route: 'get /v1/cities/{cityId}/people', ...reading, path: people },
      {
        route: 'post /v1/cities/{cityId}/people',
        need: 'bind',
        others: ['secretariat'],
        path: people,
        body: { ...colleague, cityRole: 'reader' },
      },
      {
        route: 'put /v1/cities/{cityId}/people/{personId}',
        need: 'bind',
        others: ['secretariat'],
        path: `${people}/${fourth}`,
        body: { cityRole: 'reader' },
      },
      {
        route: 'post /v1/cities/{cityId}/people/{personId}/removal',
        need: 'bind',
        others: ['secretariat'],
        path: `${people}/${owner.personId}/removal`,
        body: {},
      },
      {
        route: 'post /v1/cities/{cityId}/hand-overs',
        need: 'bind',
        others: ['secretariat'],
        path: `/v1/cities/${cityId}/hand-overs`,
        body: { to: { ...colleague, address: 'successor@city.example' } },
      },
      { route: 'get /v1/cities/{cityId}', ...reading, path: `/v1/cities/${cityId}` },
      { route: 'get /v1/cities/{cityId}/acts', ...reading, path: `/v1/cities/${cityId}/acts` },
      { route: 'get /v1/cities/{cityId}/profile', ...reading, path: `/v1/cities/${cityId}/profile` },
      {
        route: 'get /v1/cities/{cityId}/profile-versions',
        ...reading,
        path: `/v1/cities/${cityId}/profile-versions`,
      },
      { route: 'get /v1/cities/{cityId}/merges', ...reading, path: `/v1/cities/${cityId}/merges` },
      { route: 'get /v1/cities/{cityId}/verifications', ...reading, path: `/v1/cities/${cityId}/verifications` },
      {
        route: 'put /v1/cities/{cityId}/profile',
        need: 'edit',
        others: ['secretariat'],
        path: `/v1/cities/${cityId}/profile`,
        body: { figures: {} },
        headers: ifMatch(99),
      },
      { route: 'get /v1/entries/{entryId}', ...reading, path },
      { route: 'get /v1/papers/{paperId}', ...reading, path: `/v1/papers/${String(onPaper.json['id'])}` },
      { route: 'get /v1/entries/{entryId}/attachments', ...reading, path: `${path}/attachments` },
      { route: 'get /v1/attachments/{attachmentId}', ...reading, path: attachment },
      { route: 'get /v1/attachments/{attachmentId}/file', ...reading, path: `${attachment}/file` },
      {
        route: 'post /v1/entries/{entryId}/attachments',
        need: 'edit',
        path: `${path}/attachments`,
        body: file,
      },
      {
        route: 'post /v1/entries/{entryId}/supporting-material',
        need: 'edit',
        path: `${path}/supporting-material`,
        body: file,
      },
      { route: 'delete /v1/attachments/{attachmentId}', need: 'edit', path: attachment },
      { route: 'get /v1/entries/{entryId}/clarifications', ...reading, path: `${path}/clarifications` },
      { route: 'get /v1/clarifications/{clarificationId}', ...reading, path: clarification },
      { route: 'get /v1/entries/{entryId}/sections/{key}/versions', ...reading, path: `${section}/versions` },
      {
        route: 'get /v1/entries/{entryId}/sections/{key}/versions/{version}',
        ...reading,
        path: `${section}/versions/1`,
      },
      { route: 'get /v1/entries/{entryId}/sections/{key}/diff', ...reading, path: `${section}/diff?from=1&to=1` },
      { route: 'post /v1/cycles/{cycleId}/entries', need: 'edit', path: `/v1/cycles/${cycleId}/entries`, body: draft },
      {
        route: 'put /v1/entries/{entryId}/sections/{key}',
        need: 'edit',
        path: section,
        body: { content: { lessons: {} } },
        headers: ifMatch(99),
      },
      {
        route: 'put /v1/entries/{entryId}/contacts',
        need: 'edit',
        path: `${path}/contacts`,
        body: { contacts },
        headers: ifMatch(99),
      },
      {
        route: 'put /v1/clarifications/{clarificationId}/answer',
        need: 'edit',
        path: `${clarification}/answer`,
        body: { answers: {} },
        headers: ifMatch(99),
      },
      {
        route: 'post /v1/clarifications/{clarificationId}/answer',
        need: 'edit',
        path: `${clarification}/answer`,
        body: {},
      },
      { route: 'put /v1/entries/{entryId}/framework', need: 'edit', path: `${path}/framework`, body: { name: 'Plan' } },
      { route: 'delete /v1/entries/{entryId}/framework', need: 'edit', path: `${path}/framework` },
      {
        route: 'post /v1/entries/{entryId}/resubmissions',
        need: 'edit',
        path: `${path}/resubmissions`,
        body: { cycleId, newEvidence: 'A new study.' },
      },
      { route: 'post /v1/entries/{entryId}/submit', need: 'bind', path: `${path}/submit`, body: ALL_PUBLISHED },
      { route: 'get /v1/entries/{entryId}/translations', ...reading, path: `${path}/translations` },
      { route: 'get /v1/entries/{entryId}/translations/{translationId}', ...reading, path: translation },
      { route: 'post /v1/entries/{entryId}/translations', need: 'edit', path: `${path}/translations`, body: texts },
      {
        route: 'post /v1/entries/{entryId}/translations/{translationId}/withdraw',
        need: 'edit',
        path: `${translation}/withdraw`,
        body: { reasonCode: 'mistake' },
      },
      { route: 'get /v1/entries/{entryId}/consents', ...reading, path: `${path}/consents` },
      {
        route: 'post /v1/entries/{entryId}/consents',
        need: 'bind',
        path: `${path}/consents`,
        body: { publication: { summary: false } },
      },
      { route: 'post /v1/entries/{entryId}/withdraw', need: 'bind', path: `${path}/withdraw`, body: {} },
    ];
  });
  afterAll(() => api?.close());

  /** Routes that are about nobody's city, or list what the caller may see. */
  const LISTS = [
    'get /v1/me',
    'put /v1/people/{personId}/office-account',
    'post /v1/cities',
    'get /v1/cities',
    'get /v1/cycles/{cycleId}/entries',
  ];
  const KEYS = /\/api-keys/;

  it('every route that a city may call is in this table', () => {
    const declared = Object.entries(api.document.paths).flatMap(([path, methods]) =>
      Object.entries(methods)
        .filter(([, { 'x-roles': roles }]) => roles.includes('city'))
        .map(([method]) => `${method} ${path}`),
    );
    const known = [...LISTS, ...routes.map(({ route }) => route)];
    expect(declared.filter((route) => !KEYS.test(route)).toSorted()).toEqual(known.toSorted());
  });

  it('requirement 7: each role is let in where it may, told where it may not; to other cities nothing is there', async () => {
    const seen: Record<string, Record<string, string>> = {};
    const due: Record<string, Record<string, string>> = {};
    for (const { route, need, others = [], path, body, headers } of routes) {
      const method = route.split(' ')[0]!.toUpperCase();
      const allowed = [...MAY[need], ...others];
      // Who is refused comes first: what the others do may change what can be asked.
      const order = Object.keys(who).toSorted(
        (a, b) => Number(allowed.includes(a as Who)) - Number(allowed.includes(b as Who)),
      );
      for (const role of order as Who[]) {
        const { status } = await api.send(method, path, who[role].key, body, headers);
        (seen[route] ??= {})[role] = verdict(status);
        (due[route] ??= {})[role] = allowed.includes(role) ? 'let in' : HIDDEN.includes(role) ? 'hidden' : 'forbidden';
      }
    }
    expect(seen).toEqual(due);
  });

  it('says to whom of the city to turn', async () => {
    const submit = routes.find(({ route }) => route.endsWith('/submit'))!;
    const { json } = await api.send('POST', submit.path, who.editor.key, ALL_PUBLISHED);
    expect(json).toMatchObject({ detail: expect.stringMatching(/owner of the city/) });
    const save = routes.find(({ route }) => route.endsWith('/contacts'))!;
    const refused = await api.send('PUT', save.path, who.reader.key, { contacts }, ifMatch(1));
    expect(refused.json).toMatchObject({ detail: expect.stringMatching(/make you an editor/) });
  });
});
