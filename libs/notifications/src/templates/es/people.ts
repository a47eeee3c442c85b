import type { Mails } from '../shared/mail-template.js';

/** Signing in, invitations. */
export const people = {
  'sign-in': {
    subject: 'Su acceso a Laureate',
    body: `
Estimado/a {{ reader }}:

Usted, o alguien que conoce su dirección, ha pedido iniciar sesión. Abra esta página y pulse el botón:

{{ link | raw }}

o escriba este código: **{{ code }}**

Ambos sirven una sola vez, hasta el {{ expiresAt | instant }}. Si no ha sido usted, no haga nada: sin este correo nadie puede entrar.
`,
  },
  invitation: {
    subject:
      'Invitación a Laureate {% if cityName %}para actuar por {{ cityName }}{% else %}como {{ role | role }}{% endif %}',
    body: `
Estimado/a {{ reader }}:

Le invitamos a participar{% if programme %} en {{ programme }}{% endif %} {% if cityName %}para actuar por **{{ cityName }}** (función: **{{ cityRole | cityRole }}**){% else %}como **{{ role | role }}**{% endif %}.{% if takesOver %} Al aceptar, usted asume la función, y quien la tenía hasta ahora la deja.{% endif %} Para aceptar, abra esta página y pulse el botón:

{{ link | raw }}

La invitación es válida hasta el {{ expiresAt | instant }}.
`,
  },
} satisfies Partial<Mails>;
