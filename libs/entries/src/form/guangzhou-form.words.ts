import type { FieldWords } from './form-language.js';

const words = (titles: FieldWords['titles'], help?: FieldWords['help']): FieldWords => ({
  titles,
  ...(help && { help }),
});

/** What the fields of the form of the Guangzhou Award are called in zh, fr and es, and what helps to fill them in. */
export const GUANGZHOU_WORDS: Readonly<Record<string, FieldWords>> = {
  '/title': words(
    { zh: '项目名称', fr: 'Titre de l’initiative', es: 'Título de la iniciativa' },
    {
      en: 'Say in at most 25 words what was done and where; it is what everybody will know the initiative by.',
      zh: '用不超过 25 个词说明在哪里做了什么；所有人都将以此名称认识该项目。',
      fr: 'Dites en 25 mots au plus ce qui a été fait et où ; c’est sous ce titre que l’initiative sera connue.',
      es: 'Diga en 25 palabras como máximo qué se hizo y dónde; así conocerán todos la iniciativa.',
    },
  ),
  '/abstract': words(
    { zh: '摘要', fr: 'Résumé', es: 'Resumen' },
    {
      en: 'The problem, what the city does about it, and what has changed, in at most 150 words.',
      zh: '用不超过 150 个词说明问题、城市的做法以及带来的变化。',
      fr: 'Le problème, ce que la ville y fait et ce qui a changé, en 150 mots au plus.',
      es: 'El problema, lo que hace la ciudad y lo que ha cambiado, en 150 palabras como máximo.',
    },
  ),
  '/profile': words(
    { zh: '城市概况', fr: 'Profil de la ville', es: 'Perfil de la ciudad' },
    {
      en: 'Figures of the city or region that enters, the newest you have.',
      zh: '参评城市或地区的数据，请填写最新数据。',
      fr: 'Les chiffres de la ville ou de la région candidate, les plus récents que vous ayez.',
      es: 'Las cifras de la ciudad o región que se presenta, las más recientes que tenga.',
    },
  ),
  '/profile/region': words({ zh: '所在世界区域', fr: 'Région du monde', es: 'Región del mundo' }),
  '/profile/population': words({ zh: '人口', fr: 'Population', es: 'Población' }),
  '/profile/surfaceKm2': words({ zh: '面积（平方公里）', fr: 'Superficie en km²', es: 'Superficie en km²' }),
  '/profile/densityPerKm2': words({
    zh: '每平方公里人口',
    fr: 'Habitants par km²',
    es: 'Habitantes por km²',
  }),
  '/profile/gdpPerCapitaUsd': words({
    zh: '人均国内生产总值（美元）',
    fr: 'PIB par habitant en dollars des États-Unis',
    es: 'PIB per cápita en dólares de los Estados Unidos',
  }),
  '/profile/gini': words({
    zh: '收入基尼系数（0 至 100）',
    fr: 'Indice de Gini des revenus, de 0 à 100',
    es: 'Índice de Gini de los ingresos, de 0 a 100',
  }),
  '/dates': words({ zh: '日期', fr: 'Dates', es: 'Fechas' }),
  '/dates/start': words({ zh: '项目开始日期', fr: 'Début de l’initiative', es: 'Inicio de la iniciativa' }),
  '/dates/end': words(
    {
      zh: '结束日期；仍在进行的项目不填',
      fr: 'Fin ; laissez vide tant que l’initiative est en cours',
      es: 'Fin; déjelo en blanco si la iniciativa sigue en curso',
    },
    {
      en: 'An initiative that was completed counts for about two years.',
      zh: '已完成的项目在大约两年内可参评。',
      fr: 'Une initiative achevée peut concourir pendant environ deux ans.',
      es: 'Una iniciativa terminada puede presentarse durante unos dos años.',
    },
  ),
  '/themes': words(
    { zh: '主题', fr: 'Thèmes', es: 'Temas' },
    {
      en: 'All that fit; at least one.',
      zh: '选择所有适用的主题，至少一项。',
      fr: 'Tous ceux qui conviennent ; au moins un.',
      es: 'Todos los que correspondan; al menos uno.',
    },
  ),
  '/background': words({ zh: '背景', fr: 'Contexte de départ', es: 'Antecedentes' }),
  '/background/situation': words({
    zh: '项目开展前的状况',
    fr: 'La situation avant l’initiative',
    es: 'La situación antes de la iniciativa',
  }),
  '/background/objectives': words({
    zh: '项目希望改变什么，为谁而改变',
    fr: 'Ce que l’initiative voulait changer, et pour qui',
    es: 'Qué se propuso cambiar la iniciativa, y para quién',
  }),
  '/origins': words({ zh: '缘起', fr: 'Origines', es: 'Orígenes' }),
  '/origins/idea': words({
    zh: '想法从何而来，以什么为基础',
    fr: 'D’où vient l’idée, et sur quoi elle s’appuie',
    es: 'De dónde vino la idea y en qué se apoya',
  }),
  '/origins/partners': words({
    zh: '参与者及各自的贡献',
    fr: 'Qui participe, et ce que chacun apporte',
    es: 'Quiénes participan y qué aporta cada uno',
  }),
  '/innovation': words({ zh: '创新', fr: 'Innovation', es: 'Innovación' }),
  '/innovation/novelty': words({
    zh: '新在何处：政策、技术、商业模式或工作方式',
    fr: 'Ce qui est nouveau : une politique, une technique, un modèle économique, une façon de travailler',
    es: 'Qué hay de nuevo: una política, una tecnología, un modelo de negocio, una forma de trabajar',
  }),
  '/innovation/difference': words({
    zh: '与此前在本地或其他地方的做法有何不同',
    fr: 'En quoi cela diffère de ce qui se faisait avant, ici ou ailleurs',
    es: 'En qué se distingue de lo que se hacía antes, aquí o en otros lugares',
  }),
  '/outcomes': words({ zh: '成果', fr: 'Résultats', es: 'Resultados' }),
  '/outcomes/results': words({
    zh: '迄今的变化，请附数据',
    fr: 'Ce qui a changé jusqu’ici, avec des chiffres',
    es: 'Qué ha cambiado hasta ahora, con cifras',
  }),
  '/outcomes/evidence': words({
    zh: '如何衡量，由谁衡量',
    fr: 'Comment cela a été mesuré, et par qui',
    es: 'Cómo se midió, y quién lo midió',
  }),
  '/context': words({ zh: '环境条件', fr: 'Conditions', es: 'Contexto' }),
  '/context/conditions': words({
    zh: '使项目得以实现的条件',
    fr: 'Les conditions qui l’ont rendue possible',
    es: 'Las condiciones que la hicieron posible',
  }),
  '/replicability': words({ zh: '可推广性', fr: 'Transposition', es: 'Replicabilidad' }),
  '/replicability/transfer': words({
    zh: '其他城市可以借鉴什么，需要什么条件',
    fr: 'Ce qu’une autre ville pourrait reprendre, et ce qu’il lui faudrait',
    es: 'Qué podría tomar otra ciudad, y qué necesitaría',
  }),
  '/significance': words({ zh: '意义', fr: 'Portée', es: 'Relevancia' }),
  '/significance/meaning': words({
    zh: '为何对其他城市也重要',
    fr: 'Pourquoi cela compte au-delà de cette ville',
    es: 'Por qué importa más allá de esta ciudad',
  }),
  '/lessons': words({ zh: '经验教训', fr: 'Enseignements', es: 'Lecciones' }),
  '/lessons/learned': words({
    zh: '哪些有效，哪些无效，若重来会怎么做',
    fr: 'Ce qui a marché, ce qui n’a pas marché, ce que vous feriez autrement',
    es: 'Qué funcionó, qué no, qué haría de otra manera',
  }),
  '/sdgTargets': words(
    {
      zh: '2030 年议程的目标和具体目标',
      fr: 'Objectifs et cibles du Programme 2030',
      es: 'Objetivos y metas de la Agenda 2030',
    },
    {
      en: 'The goals (such as 11) or targets (such as 11.7) to which the initiative contributes most; at most 20.',
      zh: '项目贡献最大的目标（如 11）或具体目标（如 11.7），最多 20 项。',
      fr: 'Les objectifs (comme 11) ou cibles (comme 11.7) auxquels l’initiative contribue le plus ; 20 au plus.',
      es: 'Los objetivos (como 11) o metas (como 11.7) a los que más contribuye la iniciativa; 20 como máximo.',
    },
  ),
  '/nuaCommitments': words(
    {
      zh: '《新城市议程》的承诺',
      fr: 'Engagements du Nouveau Programme pour les villes',
      es: 'Compromisos de la Nueva Agenda Urbana',
    },
    {
      en: 'The commitments (such as NUA-37) that the initiative carries out; at most 20.',
      zh: '项目所落实的承诺（如 NUA-37），最多 20 项。',
      fr: 'Les engagements (comme NUA-37) que l’initiative met en œuvre ; 20 au plus.',
      es: 'Los compromisos (como NUA-37) que la iniciativa pone en práctica; 20 como máximo.',
    },
  ),
  '/links': words({ zh: '链接', fr: 'Liens', es: 'Enlaces' }),
};
