import { z } from 'zod';
import type { StageWordsByLanguage } from './stage-words.js';
import type { StageType } from './stage-type.js';

/** Where the ceremony is held, for mails and pages. */
const settings = z.strictObject({ place: z.string().trim().min(1).max(200).optional() });

type Settings = z.output<typeof settings>;

const words: StageWordsByLanguage<Settings, never> = {
  en: {
    lasts: (opens, ends) => `From ${opens} to ${ends}.`,
    does: ({ place }) =>
      `The award is celebrated${place ? ` in ${place}` : ''}. Nothing is handed in and nothing decided.`,
    mails: {},
    undecided: ({ place }) => (place ? [] : ['where it takes place. There is no "place" in its settings.']),
  },
  zh: {
    lasts: (opens, ends) => `自${opens}至${ends}。`,
    does: ({ place }) => `${place ? `在${place}` : ''}举行颁奖活动。本阶段不接收材料，也不作决定。`,
    mails: {},
    undecided: ({ place }) => (place ? [] : ['在何处举行。设置中尚未填写“place”。']),
  },
  fr: {
    lasts: (opens, ends) => `Du ${opens} au ${ends}.`,
    does: ({ place }) => `Le prix est remis${place ? ` à ${place}` : ''}. Rien n’est déposé et rien n’est décidé.`,
    mails: {},
    undecided: ({ place }) => (place ? [] : ['le lieu. Il n’y a pas de « place » dans ses réglages.']),
  },
  es: {
    lasts: (opens, ends) => `Del ${opens} al ${ends}.`,
    does: ({ place }) => `Se entrega el premio${place ? ` en ${place}` : ''}. No se presenta ni se decide nada.`,
    mails: {},
    undecided: ({ place }) => (place ? [] : ['el lugar. En sus ajustes no hay «place».']),
  },
};

/** The day results become public. It takes nothing in and decides nothing; other stages release at its opening. */
export const ceremony: StageType<Settings> = { key: 'ceremony', settings, decides: false, takes: [], words };
