import type { Permission } from '#libs/platform';

/** Whom a route lets in, where its permission alone does not say it. */
export interface Narrowed {
  /** For docs/permissions.md. */
  why: string;
  /** What its thing is about, of cycle A1, or who has it, in place of what the permission says. */
  as: Partial<Pick<Permission, 'about' | 'roles'>>;
}

const cityAlone: Narrowed = { why: 'by the city itself', as: { roles: ['city'] } };
const draft: Narrowed = {
  why: 'by the city itself; of an entry on paper, by the secretariat',
  as: { roles: ['city'] },
};
const account: Narrowed = {
  why: 'anybody’s by the secretariat of all programmes',
  as: { about: 'installation', roles: ['secretariat'] },
};
const method: Narrowed = {
  why: 'a panel: the method of its own stage only',
  as: { roles: ['secretariat', 'organiser'] },
};
const cities: Narrowed = { why: 'of every programme in which something moves', as: { about: 'programme' } };
const role: Narrowed = { why: 'where the role is held', as: { about: 'cycle' } };

/** By the name of the route. What a service asks beyond the permission is compared like everything else. */
export const NARROWED: Readonly<Record<string, Narrowed>> = {
  'AmendmentController.preview': method,
  'AmendmentController.propose': method,
  'AttachmentController.begin': cityAlone,
  'AttachmentController.beginSupporting': cityAlone,
  'AttachmentController.remove': cityAlone,
  'CityMergeController.merge': cities,
  'CityMergeController.preview': cities,
  'ClarificationController.answer': cityAlone,
  'ClarificationController.save': cityAlone,
  'CommandController.find': {
    why: 'others’ commands by the staff of their cycle',
    as: { about: 'cycle', roles: ['secretariat', 'organiser', 'auditor'] },
  },
  'ConsentController.change': cityAlone,
  'DecisionController.adjust': { why: 'of a stage with a panel by its chair', as: { roles: ['expert'] } },
  'EntryController.save': draft,
  'EntryController.saveContacts': draft,
  'EntryController.submit': cityAlone,
  'EntryLinksController.join': cityAlone,
  'EntryLinksController.leave': cityAlone,
  'EntryLinksController.resubmit': { why: 'of both cycles', as: { about: 'programme' } },
  'PanelController.recuse': { why: 'somebody of the panel; another one by the secretariat', as: { roles: ['expert'] } },
  'PeopleController.createKey': { why: 'of one’s own', as: { roles: [] } },
  'PeopleController.grant': role,
  'PeopleController.list': { why: 'of what the role is held for', as: { about: 'cycle' } },
  'PeopleController.revoke': role,
  'PeopleController.revokeKey': account,
  'PeopleController.setOffice': account,
  'TranslationController.add': {
    why: 'the city’s own by the city, others by the secretariat',
    as: { roles: ['city'] },
  },
  'TranslationController.withdraw': {
    why: 'the city’s own by the city, others by the secretariat',
    as: { roles: ['secretariat'] },
  },
};
