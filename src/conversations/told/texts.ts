/** What a visitor who waits for a person is told beside the acknowledgement, in one language. */
export interface WaitingTexts {
  /** `{n}`: how many wait, with this one the last. */
  position: string
  /** `{n}`: minutes. */
  wait: string
  /** `{when}`: a day and time with its zone. */
  closed: string
  /** Out of hours, and no opening in sight. */
  closedForLong: string
  /** Within hours, but nobody is at the desk. */
  nobody: string
  /** The way to be written to, while the conversation has no address. */
  leaveAddress: string
}

export const waitingTexts: Readonly<Record<string, WaitingTexts>> = {
  en: {
    position: 'Your place in the queue: {n}.',
    wait: 'People lately waited about {n} min.',
    closed: 'Our team is back {when}.',
    closedForLong: 'Our team is not there at the moment.',
    nobody: 'Nobody from our team is at the desk right now.',
    leaveAddress: 'Leave your e-mail address, and a person will write to you there.',
  },
  de: {
    position: 'Ihr Platz in der Warteschlange: {n}.',
    wait: 'Zuletzt dauerte es etwa {n} Min.',
    closed: 'Unser Team ist wieder da: {when}.',
    closedForLong: 'Unser Team ist zurzeit nicht da.',
    nobody: 'Gerade ist niemand aus unserem Team am Platz.',
    leaveAddress: 'Hinterlassen Sie Ihre E-Mail-Adresse, dann schreibt Ihnen ein Mensch dorthin.',
  },
  fr: {
    position: 'Votre place dans la file : {n}.',
    wait: 'L’attente récente était d’environ {n} min.',
    closed: 'Notre équipe est de retour : {when}.',
    closedForLong: 'Notre équipe est absente pour le moment.',
    nobody: 'Personne de notre équipe n’est disponible en ce moment.',
    leaveAddress: 'Laissez votre adresse e-mail et une personne vous y écrira.',
  },
  es: {
    position: 'Su puesto en la cola: {n}.',
    wait: 'Últimamente la espera fue de unos {n} min.',
    closed: 'Nuestro equipo vuelve: {when}.',
    closedForLong: 'Nuestro equipo no está en este momento.',
    nobody: 'Ahora mismo no hay nadie de nuestro equipo disponible.',
    leaveAddress: 'Deje su correo electrónico y una persona le escribirá allí.',
  },
  pt: {
    position: 'O seu lugar na fila: {n}.',
    wait: 'A espera recente foi de cerca de {n} min.',
    closed: 'A nossa equipa volta: {when}.',
    closedForLong: 'A nossa equipa não está de momento.',
    nobody: 'Neste momento não há ninguém da nossa equipa disponível.',
    leaveAddress: 'Deixe o seu e-mail e uma pessoa escreverá para lá.',
  },
  it: {
    position: 'Il suo posto in coda: {n}.',
    wait: 'Di recente l’attesa è stata di circa {n} min.',
    closed: 'Il nostro team torna: {when}.',
    closedForLong: 'Il nostro team al momento non c’è.',
    nobody: 'In questo momento nessuno del nostro team è disponibile.',
    leaveAddress: 'Lasci il suo indirizzo e-mail e una persona le scriverà lì.',
  },
  nl: {
    position: 'Uw plaats in de wachtrij: {n}.',
    wait: 'De laatste tijd duurde het ongeveer {n} min.',
    closed: 'Ons team is er weer: {when}.',
    closedForLong: 'Ons team is er op dit moment niet.',
    nobody: 'Er is nu niemand van ons team aanwezig.',
    leaveAddress: 'Laat uw e-mailadres achter, dan schrijft een medewerker u daar.',
  },
  pl: {
    position: 'Twoje miejsce w kolejce: {n}.',
    wait: 'Ostatnio czekano około {n} min.',
    closed: 'Nasz zespół wraca: {when}.',
    closedForLong: 'Naszego zespołu w tej chwili nie ma.',
    nobody: 'W tej chwili nikt z naszego zespołu nie jest dostępny.',
    leaveAddress: 'Zostaw swój adres e-mail, a człowiek odpisze na niego.',
  },
  tr: {
    position: 'Sıradaki yeriniz: {n}.',
    wait: 'Son zamanlarda bekleme yaklaşık {n} dk sürdü.',
    closed: 'Ekibimizin dönüşü: {when}.',
    closedForLong: 'Ekibimiz şu anda yok.',
    nobody: 'Şu anda ekibimizden kimse müsait değil.',
    leaveAddress: 'E-posta adresinizi bırakın, bir kişi size oradan yazsın.',
  },
  ar: {
    position: 'ترتيبك في قائمة الانتظار: {n}.',
    wait: 'كان الانتظار مؤخرًا حوالي {n} دقيقة.',
    closed: 'يعود فريقنا: {when}.',
    closedForLong: 'فريقنا غير موجود حاليًا.',
    nobody: 'لا أحد من فريقنا متاح الآن.',
    leaveAddress: 'اترك بريدك الإلكتروني وسيكتب إليك شخص هناك.',
  },
  he: {
    position: 'המקום בתור: {n}.',
    wait: 'לאחרונה ההמתנה הייתה כ־{n} דק׳.',
    closed: 'הצוות שלנו חוזר: {when}.',
    closedForLong: 'הצוות שלנו אינו זמין כרגע.',
    nobody: 'אין כרגע אף אחד מהצוות שלנו ליד השולחן.',
    leaveAddress: 'אפשר להשאיר כתובת דוא״ל ואדם יכתוב אליה.',
  },
  ja: {
    position: '順番待ち: {n}番目です。',
    wait: '最近の待ち時間は約{n}分でした。',
    closed: '担当者の次の受付: {when}。',
    closedForLong: '担当者は現在不在です。',
    nobody: '現在、対応できる担当者がおりません。',
    leaveAddress: 'メールアドレスを残していただければ、担当者からご連絡します。',
  },
}
