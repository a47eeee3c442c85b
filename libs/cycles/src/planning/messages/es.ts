import type { Messages } from './messages.js';

export const es: Messages = {
  moment: (day, time) => `${day}, ${time}`,
  utc: (moment) => `${moment} UTC`,
  bothZones: (local, zone, utc) => `${local} (${zone}), es decir, ${utc}`,
  quoted: (title) => `«${title}»`,
  space: ' ',
  demonstration:
    'Esto es una DEMOSTRACIÓN: todos los resultados y correos lo indican, y nada de lo que ocurra tiene validez.',
  paused: (since) =>
    `El ciclo está suspendido desde el ${since}. Nada se abre, se cierra ni se acepta; lo que falta por llegar se desplazará cuando se reanude.`,

  heading: (cycle) => `Cómo transcurre ${cycle}`,
  introduction: ({ programme, edition, from, to }) =>
    `${programme}, edición ${edition}. Comienza el ${from} y termina el ${to}.`,
  zone: (zone) => `Las horas son las de la zona ${zone}, seguidas de la hora UTC.`,
  opens: (when) => `Se abre el ${when}.`,
  waitsFor: (stages) => `Espera a que haya terminado lo siguiente: ${stages}.`,
  deadline: (when) => `Fecha límite: ${when}.`,
  hardClose: (when) =>
    `Cierre definitivo: ${when}. Hasta entonces se sigue aceptando lo que llegue, pero queda marcado como tardío.`,
  noGrace: 'El cierre es definitivo en la fecha límite; no hay plazo de gracia.',
  steps: {
    registration: {
      says: (when) =>
        `Se puede empezar una candidatura hasta el ${when}; lo que se empezó a tiempo sigue hasta la fecha límite.`,
      event: (stage) => `Fin de la inscripción: ${stage}`,
      short: (when) => `Inscripción: ${when}`,
    },
    earlyBird: {
      says: (when) =>
        `Lo que se presenta por primera vez antes del ${when} se marca como anticipado; no se rechaza nada por ello.`,
      event: (stage) => `Fin de las presentaciones anticipadas: ${stage}`,
      short: (when) => `Presentaciones anticipadas: ${when}`,
    },
    supportingMaterial: {
      says: (when) =>
        `Hasta el ${when} se puede añadir material de apoyo a una candidatura presentada; lo presentado queda como está.`,
      event: (stage) => `Fin del material de apoyo: ${stage}`,
      short: (when) => `Material de apoyo: ${when}`,
    },
  },
  stepGrace: (when) => `Lo que aún llegue hasta el ${when} también se acepta.`,
  unknownType: 'No se ha descrito lo que se hace en esta etapa.',
  remindersNone: 'No se envían recordatorios.',
  reminder: (duration, when) => `${duration} antes: ${when}`,
  certified: (count, roles) =>
    count === 1
      ? `Una persona ${roles} certifica la decisión.`
      : `${count} personas distintas ${roles} certifican la decisión.`,
  roles: {
    secretariat: 'de la secretaría',
    organiser: 'del comité organizador',
    city: 'de las ciudades',
    expert: 'del comité técnico',
    juror: 'del jurado',
    auditor: 'de la auditoría',
  },
  releases: {
    concerned: {
      at: (when) => `Las ciudades interesadas conocen el resultado el ${when}.`,
      decided: 'Las ciudades interesadas conocen el resultado en cuanto se certifica.',
      command: 'Las ciudades interesadas conocen el resultado cuando la secretaría lo comunica.',
    },
    public: {
      at: (when) => `El resultado se hace público el ${when}.`,
      decided: 'El resultado se hace público en cuanto se certifica.',
      command: 'El resultado se hace público cuando la secretaría lo publica.',
    },
  },

  mailsHeading: 'Quién recibe cada correo',
  mailsLead:
    'Nadie recibe dos veces el mismo correo, y antes de cada envío se comprueba que su contenido siga siendo cierto.',
  generalHeading: 'En cualquier momento',
  mails: {
    'sign-in': 'Quien pide iniciar sesión recibe un enlace y un código.',
    invitation: 'Quien es invitado a desempeñar una función recibe un enlace para aceptarla.',
    'city-verified': 'Cuando una ciudad queda verificada, o deja de estarlo, se comunica a su gente.',
    'paper-to-confirm':
      'Cuando lo recibido en papel se ha transcrito y comprobado, se pide a quienes pueden obligar a la ciudad que lo confirmen, y hasta cuándo.',
    'entry-reopened':
      'Cuando la secretaría reabre una candidatura presentada, se avisa a quienes pueden editar por la ciudad del motivo y de hasta cuándo confirmarla.',
    'city-merged': 'Cuando dos ciudades resultan ser una sola y se unen, se comunica a su gente cómo queda.',
    'certification-due':
      'Cuando una decisión puede certificarse, se avisa a las personas designadas para hacerlo y a sus suplentes.',
    'stand-in-named': 'Se avisa a quien es designado suplente de alguien que certifica.',
    'co-signed':
      'A quien tiene un conflicto de intereses, y por quien la auditoría ha cofirmado, se le comunica que ya puede certificar.',
    'complaint-received':
      'La ciudad que reclama contra una decisión recibe un acuse de recibo, con la fecha en que tendrá respuesta.',
    'complaint-filed': 'Cuando una ciudad reclama contra una decisión, se avisa a la secretaría.',
    'complaint-assigned': 'Se avisa a quien recibe el encargo de tramitar una reclamación.',
    'complaint-to-confirm': 'Cuando se registra el resultado de una reclamación, se avisa a quien debe confirmarlo.',
    'complaint-reminder':
      'A quienes tramitan una reclamación se les recuerda antes de la fecha de respuesta; a la secretaría, mientras nadie la tramite.',
    'complaint-overdue': 'Cuando una reclamación queda sin respuesta a tiempo, se avisa a la secretaría, una sola vez.',
    'complaint-outcome': 'La ciudad que reclamó conoce el resultado en cuanto dos personas lo han resuelto.',
    'complaint-upheld':
      'Cuando se estima una reclamación, se pide a la secretaría que proponga una decisión que la corrija.',
    'stage-late': 'Cuando una etapa no puede abrirse a tiempo, se comunica el motivo a la secretaría, una sola vez.',
    'needs-attention':
      'Cuando algo no puede continuar por sí solo, se comunica el motivo a la secretaría, una sola vez.',
    'correction-to-sign':
      'Cuando hay que corregir una decisión certificada, se avisa a quienes deben firmar la corrección.',
    'decision-corrected':
      'Cuando se publica una corrección, se comunica a quienes ven cambiado su resultado cuál es ahora.',
    'finalist-withdrew':
      'Cuando un finalista se retira, se informa a la secretaría de lo que puede hacer con la plaza.',
    'amendment-to-sign':
      'Cuando se propone un cambio de esta definición, se informa a quienes pueden firmarlo: la secretaría y los organizadores, o el panel si se trata de su propio método.',
    'cycle-amended':
      'Cuando un cambio de esta definición entra en vigor, se comunica a la secretaría y a los organizadores qué cambia.',
    'deadline-to-countersign':
      'Cuando se ha movido un plazo por orden, se pide a los demás miembros del equipo que lo refrenden.',
    'cycle-paused': 'Cuando el ciclo se interrumpe, se avisa a todas las personas que tienen algo pendiente en él.',
    'outage-found':
      'Cuando el servicio no estuvo accesible en las últimas horas de una etapa o en su plazo, se avisa a la secretaría, que decide si da más tiempo a todos.',
    'stage-reopened':
      'Cuando se reabre una etapa cerrada, todas las personas interesadas y la secretaría reciben el nuevo plazo.',
    'cycle-cancelled':
      'Si el ciclo se cancela, se comunica el motivo a todas las ciudades con una candidatura, a todos los miembros de los jurados y a la secretaría.',
    'cycle-resumed':
      'Cuando el ciclo se reanuda tras una interrupción, cada persona afectada recibe todos sus nuevos plazos en un solo correo.',
  },
  otherMails:
    'A quien afecte una reclamación, una corrección, un cambio de esta definición, una pausa, una cancelación, una reapertura o una interrupción del servicio se le avisa de ello y de lo que sigue. Pida todos los correos para verlos uno por uno.',

  undecidedHeading: 'Lo que nadie ha decidido todavía',
  undecidedNone: 'Nada: está dicho todo lo que una definición puede decir.',
  undecided: {
    signature: (instead) => `Cómo se firman los correos. Sin «signature», terminan con «${instead}».`,
    mailLanguage: (language) => `Quién redacta los correos en ${language}: todavía no los hay, y se envían en inglés.`,
    inStage: (stage, question) => `${stage}: ${question}`,
    certifiers: (count, roles) =>
      count === 1
        ? `qué persona certifica. Puede hacerlo cualquiera ${roles}; la definición no nombra a nadie.`
        : `qué ${count} personas certifican. Puede hacerlo cualquiera ${roles}; la definición no nombra a nadie.`,
    method: 'el método. El grupo que decide lo adopta al empezar.',
    reminders: 'si se envían recordatorios. No hay «ladder».',
    release: {
      concerned: 'si se avisa por correo a las ciudades interesadas, y cuándo. No hay ninguna comunicación prevista.',
      public: 'si el resultado se hace público, y cuándo. No hay ninguna publicación prevista.',
    },
    date: {
      concerned: 'el día en que se avisa a las ciudades interesadas. Depende de la secretaría.',
      public: 'el día en que se publica el resultado. Depende de la secretaría.',
    },
  },

  events: {
    opens: (stage) => `${stage}: apertura`,
    deadline: (stage) => `${stage}: fecha límite`,
    hardClose: (stage) => `${stage}: cierre definitivo`,
    reminder: (stage, duration) => `${stage}: recordatorio, ${duration} antes de la fecha límite`,
    release: {
      concerned: (stage) => `${stage}: las ciudades interesadas conocen el resultado`,
      public: (stage) => `${stage}: el resultado se hace público`,
    },
  },

  picture: {
    heading: (cycle) => `Calendario: ${cycle}`,
    zone: (zone) => `Horas de la zona ${zone}`,
    span: (opens, deadline) => `${opens} – ${deadline}`,
    window: 'abierta, hasta la fecha límite',
    grace: 'gracia, hasta el cierre definitivo',
    step: 'otra fecha límite',
    reminder: 'recordatorio',
    release: 'comunicación con fecha',
    byCommand: 'comunicación aún sin fecha',
    reminders: (durations) => `Recordatorios: ${durations} antes`,
    hardClose: (when) => `Cierre definitivo: ${when}`,
    released: {
      concerned: (when) => `Ciudades interesadas: ${when}`,
      public: (when) => `Público: ${when}`,
    },
    decided: 'al certificarse',
    command: 'día no decidido',
  },
};
