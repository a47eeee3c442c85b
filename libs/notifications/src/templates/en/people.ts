import type { Mails } from '../shared/mail-template.js';

/** Signing in, invitations. */
export const people = {
  'sign-in': {
    subject: 'Your sign-in to Laureate',
    body: `
Dear {{ reader }},

you, or somebody who knows your address, asked to sign in. Open this page and press its button:

{{ link | raw }}

or type this code: **{{ code }}**

Both work once, until {{ expiresAt | instant }}. If it was not you, do nothing: without this mail nobody gets in.
`,
  },
  invitation: {
    subject:
      'You are invited to Laureate {% if cityName %}to act for {{ cityName }}{% else %}as {{ role | role }}{% endif %}',
    body: `
Dear {{ reader }},

you are invited to take part{% if programme %} in {{ programme }}{% endif %} {% if cityName %}to act for **{{ cityName }}** as its **{{ cityRole | cityRole }}**{% else %}as **{{ role | role }}**{% endif %}.{% if takesOver %} With your acceptance you take over, and whoever held the role before you leaves it.{% endif %} Open this page and press its button to accept:

{{ link | raw }}

The invitation holds until {{ expiresAt | instant }}.
`,
  },
} satisfies Partial<Mails>;
