import type { Mails } from '../shared/mail-template.js';

/** Signing in, invitations. */
export const people = {
  'sign-in': {
    subject: 'Votre connexion à Laureate',
    body: `
Bonjour {{ reader }},

Vous avez demandé à vous connecter, ou quelqu’un qui connaît votre adresse l’a fait. Ouvrez cette page et appuyez sur le bouton :

{{ link | raw }}

ou saisissez ce code : **{{ code }}**

Chacun des deux ne sert qu’une fois, jusqu’au {{ expiresAt | instant }}. Si ce n’était pas vous, ne faites rien : sans ce courriel, personne ne peut entrer.
`,
  },
  invitation: {
    subject:
      'Invitation à rejoindre Laureate {% if cityName %}pour agir au nom {{ ofTheEntrant }} : {{ cityName }}{% else %}comme {{ role | role }}{% endif %}',
    body: `
Bonjour {{ reader }},

Nous vous invitons à participer{% if programme %} à {{ programme }}{% endif %} {% if cityName %}pour agir au nom de {{ thisEntrant }} : **{{ cityName }}** (rôle : **{{ cityRole | cityRole }}**){% else %}comme **{{ role | role }}**{% endif %}.{% if takesOver %} En acceptant, vous prenez la suite de la personne qui tenait ce rôle ; elle le quitte alors.{% endif %} Pour accepter, ouvrez cette page et appuyez sur le bouton :

{{ link | raw }}

L’invitation est valable jusqu’au {{ expiresAt | instant }}.
`,
  },
} satisfies Partial<Mails>;
