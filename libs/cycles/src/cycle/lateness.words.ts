import type { Language, StageState } from '#libs/contracts';

/** Why a stage cannot open in time, in one language: a sentence, and where each stage stands that it waits for. */
interface LatenessWords extends Record<Exclude<StageState, 'open' | 'deciding'>, string> {
  /** `waits`: the stages it waits for, each as `waits` says it, joined by `and`. */
  late(about: { stage: string; opens: string; waits: string; deadline: string; command: string }): string;
  waits(stage: string, where: string): string;
  and: string;
  open(until: string, command: string): string;
  aboutToClose: string;
  deciding(command: string): string;
}

export const LATENESS_WORDS: Record<Language, LatenessWords> = {
  en: {
    late: ({ stage, opens, waits, deadline, command }) =>
      `"${stage}" was to open on ${opens}. It waits for the decision of ${waits}. It opens by itself once that is decided. ` +
      `Its deadline stays ${deadline}: if too little time is left, move it (${command}).`,
    waits: (stage, where) => `"${stage}", which ${where}`,
    and: '; and ',
    open: (until, command) => `is open until ${until} (to close it now: ${command})`,
    aboutToClose: 'is past its hard close and about to close',
    deciding: (command) => `has closed and waits for people to sign and certify (${command})`,
    scheduled: 'has not opened itself',
    closing: 'has closed and whose proposal is being computed',
    decided: 'is decided',
    released: 'is released',
    cancelled: 'is cancelled',
  },
  zh: {
    late: ({ stage, opens, waits, deadline, command }) =>
      `“${stage}”原定于 ${opens} 开始，现须等待以下阶段作出决定：${waits}。决定作出后，本阶段会自动开始。` +
      `其截止时间仍为 ${deadline}；如所余时间不足，请予延后（${command}）。`,
    waits: (stage, where) => `“${stage}”（${where}）`,
    and: '；',
    open: (until, command) => `开放至 ${until}；如需立即关闭，请执行 ${command}`,
    aboutToClose: '已过最终关闭时间，即将关闭',
    deciding: (command) => `已关闭，等待有关人员签署和核准：${command}`,
    scheduled: '本身尚未开始',
    closing: '已关闭，正在计算建议结果',
    decided: '已作出决定',
    released: '已发布',
    cancelled: '已取消',
  },
  fr: {
    late: ({ stage, opens, waits, deadline, command }) =>
      `L’étape « ${stage} » devait s’ouvrir à cette date : ${opens}. Elle attend la décision de ${waits}. ` +
      `Elle s’ouvrira d’elle-même dès que cette décision sera prise. Sa date limite reste inchangée : ${deadline}. ` +
      `S’il reste trop peu de temps, déplacez-la (${command}).`,
    waits: (stage, where) => `« ${stage} », étape qui ${where}`,
    and: ' ; et de ',
    open: (until, command) => `est ouverte, avec clôture définitive : ${until} (pour la clore maintenant : ${command})`,
    aboutToClose: 'a passé sa clôture définitive et va se clore',
    deciding: (command) => `est close et attend les signatures et la certification (${command})`,
    scheduled: 'n’est pas encore ouverte elle-même',
    closing: 'est close et dont la proposition est en cours de calcul',
    decided: 'est décidée',
    released: 'est annoncée',
    cancelled: 'est annulée',
  },
  es: {
    late: ({ stage, opens, waits, deadline, command }) =>
      `La etapa «${stage}» debía abrirse en esta fecha: ${opens}. Espera la decisión de ${waits}. ` +
      `Se abrirá por sí sola en cuanto esté decidida. Su fecha límite no cambia: ${deadline}. ` +
      `Si queda demasiado poco tiempo, muévala (${command}).`,
    waits: (stage, where) => `«${stage}», que ${where}`,
    and: '; y de ',
    open: (until, command) => `está abierta, con cierre definitivo: ${until} (para cerrarla ahora: ${command})`,
    aboutToClose: 'ha pasado su cierre definitivo y está a punto de cerrarse',
    deciding: (command) => `está cerrada y espera a que se firme y se certifique (${command})`,
    scheduled: 'aún no se ha abierto',
    closing: 'está cerrada y cuya propuesta se está calculando',
    decided: 'está decidida',
    released: 'está comunicada',
    cancelled: 'está cancelada',
  },
};
