import type { Language } from '#libs/identity';

/** What a page says before and after its button is pressed. */
export interface PageText {
  title: string;
  lead: string;
  button: string;
  doneTitle: string;
  done: string;
  refusedTitle: string;
  refused: string;
}

/** What the page of an invitation says about the privacy notice. */
export interface PrivacyText {
  heading: string;
  lead: string;
  yes: string;
  no: string;
  incompleteTitle: string;
  incomplete: string;
}

/** The questions of the privacy notice on the page of an invitation. */
export const PRIVACY_TEXTS: Record<Language, PrivacyText> = {
  en: {
    heading: 'Your data',
    lead: 'Please answer each question with yes or no. What you agree to you can take back at any time, and a no does not void the invitation.',
    yes: 'Yes',
    no: 'No',
    incompleteTitle: 'A question has no answer',
    incomplete: 'Nothing was recorded. Go back, answer each question with yes or no, and press the button again.',
  },
  zh: {
    heading: '您的数据',
    lead: '请对每个问题回答“是”或“否”。您同意的事项可随时撤回；回答“否”不影响邀请的效力。',
    yes: '是',
    no: '否',
    incompleteTitle: '有问题尚未回答',
    incomplete: '未作任何记录。请返回，对每个问题回答“是”或“否”，然后再次点击按钮。',
  },
  fr: {
    heading: 'Vos données',
    lead: 'Répondez à chaque question par oui ou par non. Vous pouvez retirer à tout moment ce que vous acceptez ; un non n’annule pas l’invitation.',
    yes: 'Oui',
    no: 'Non',
    incompleteTitle: 'Une question est restée sans réponse',
    incomplete:
      'Rien n’a été enregistré. Revenez en arrière, répondez à chaque question par oui ou par non, puis appuyez de nouveau sur le bouton.',
  },
  es: {
    heading: 'Sus datos',
    lead: 'Responda a cada pregunta con sí o no. Puede retirar en cualquier momento lo que acepte; un no no anula la invitación.',
    yes: 'Sí',
    no: 'No',
    incompleteTitle: 'Falta la respuesta a una pregunta',
    incomplete:
      'No se ha registrado nada. Vuelva atrás, responda a cada pregunta con sí o no y pulse el botón de nuevo.',
  },
};

/** The pages mailed links lead to, in every language people are written to. */
export const TEXTS: Record<Language, Record<'sign-in' | 'invitation', PageText>> = {
  en: {
    'sign-in': {
      title: 'Sign in',
      lead: 'Press the button to sign in on this device.',
      button: 'Sign in',
      doneTitle: 'You are signed in',
      done: 'You can close this page and go on where you were.',
      refusedTitle: 'This link is not valid any more',
      refused: 'It was used already, or is older than 15 minutes. Ask for a new sign-in mail.',
    },
    invitation: {
      title: 'You are invited',
      lead: 'Press the button to accept the invitation and sign in on this device.',
      button: 'Accept and sign in',
      doneTitle: 'Welcome',
      done: 'You accepted the invitation and are signed in.',
      refusedTitle: 'This invitation is not valid any more',
      refused:
        'It was accepted already, has expired or was withdrawn. If you accepted it, sign in with your mail address.',
    },
  },
  zh: {
    'sign-in': {
      title: '登录',
      lead: '请点击按钮，在此设备上登录。',
      button: '登录',
      doneTitle: '您已登录',
      done: '您可以关闭此页面，继续之前的操作。',
      refusedTitle: '此链接已失效',
      refused: '该链接已被使用，或已超过 15 分钟。请重新申请登录邮件。',
    },
    invitation: {
      title: '您收到一份邀请',
      lead: '请点击按钮，接受邀请并在此设备上登录。',
      button: '接受并登录',
      doneTitle: '欢迎',
      done: '您已接受邀请并登录。',
      refusedTitle: '此邀请已失效',
      refused: '该邀请已被接受、已过期或已被撤回。如果您已接受邀请，请使用您的邮箱地址登录。',
    },
  },
  fr: {
    'sign-in': {
      title: 'Connexion',
      lead: 'Appuyez sur le bouton pour vous connecter sur cet appareil.',
      button: 'Se connecter',
      doneTitle: 'Vous êtes connecté',
      done: 'Vous pouvez fermer cette page et reprendre où vous en étiez.',
      refusedTitle: 'Ce lien n’est plus valable',
      refused: 'Il a déjà été utilisé ou date de plus de 15 minutes. Demandez un nouveau message de connexion.',
    },
    invitation: {
      title: 'Vous êtes invité',
      lead: 'Appuyez sur le bouton pour accepter l’invitation et vous connecter sur cet appareil.',
      button: 'Accepter et se connecter',
      doneTitle: 'Bienvenue',
      done: 'Vous avez accepté l’invitation et vous êtes connecté.',
      refusedTitle: 'Cette invitation n’est plus valable',
      refused:
        'Elle a déjà été acceptée, a expiré ou a été retirée. Si vous l’avez acceptée, connectez-vous avec votre adresse électronique.',
    },
  },
  es: {
    'sign-in': {
      title: 'Iniciar sesión',
      lead: 'Pulse el botón para iniciar sesión en este dispositivo.',
      button: 'Iniciar sesión',
      doneTitle: 'Ha iniciado sesión',
      done: 'Puede cerrar esta página y continuar donde estaba.',
      refusedTitle: 'Este enlace ya no es válido',
      refused: 'Ya se ha utilizado o tiene más de 15 minutos. Solicite un nuevo correo de inicio de sesión.',
    },
    invitation: {
      title: 'Ha recibido una invitación',
      lead: 'Pulse el botón para aceptar la invitación e iniciar sesión en este dispositivo.',
      button: 'Aceptar e iniciar sesión',
      doneTitle: 'Le damos la bienvenida',
      done: 'Ha aceptado la invitación y ha iniciado sesión.',
      refusedTitle: 'Esta invitación ya no es válida',
      refused:
        'Ya se ha aceptado, ha caducado o se ha retirado. Si la ha aceptado, inicie sesión con su dirección de correo.',
    },
  },
};
