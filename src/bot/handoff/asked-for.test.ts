import { expect, test } from 'vitest'
import { findWishForPerson } from './asked-for.ts'

const wishes: Record<string, string[]> = {
  en: [
    'Can I talk to a human?',
    'I want to speak to a real person please',
    'Please connect me with customer support',
    'get me a representative',
    'agent',
  ],
  de: [
    'Ich möchte mit einem Menschen sprechen',
    'Kann ich bitte mit einem Mitarbeiter reden?',
    'Verbinden Sie mich mit einem Berater',
    'Gibt es hier einen echten Ansprechpartner?',
    'Mensch bitte',
  ],
  fr: [
    'Je voudrais parler à un conseiller',
    'Puis-je parler à une vraie personne ?',
    'Passez-moi un conseiller',
    'Mettez-moi en relation avec un humain',
    'conseiller s’il vous plaît',
  ],
  es: [
    'Quiero hablar con una persona',
    'Páseme con un agente, por favor',
    '¿Puedo hablar con alguien?',
    'Conécteme con un asesor',
    'Necesito un agente humano',
  ],
  pt: [
    'Quero falar com um atendente',
    'Posso falar com uma pessoa?',
    'Gostaria de conversar com alguém',
    'Preciso de um atendente humano',
    'atendente, por favor',
  ],
  it: [
    'Vorrei parlare con un operatore',
    'Posso parlare con qualcuno?',
    'Mi passi un operatore',
    'Mi metta in contatto con una persona',
    'operatore',
  ],
  nl: [
    'Ik wil met een medewerker spreken',
    'Kan ik met iemand praten?',
    'Verbind me door met een medewerker',
    'Mag ik een echt persoon spreken?',
    'medewerker alstublieft',
  ],
  pl: [
    'Chcę porozmawiać z człowiekiem',
    'Proszę połączyć mnie z konsultantem',
    'Czy mogę rozmawiać z pracownikiem?',
    'Chciałbym rozmowy z żywym człowiekiem',
    'konsultant',
  ],
  tr: [
    'Bir temsilciyle görüşmek istiyorum',
    'Gerçek bir insanla konuşabilir miyim?',
    'Beni yetkiliye bağlayın',
    'Müşteri temsilcisine bağlanmak istiyorum',
    'temsilci lütfen',
  ],
  ar: [
    'أريد التحدث إلى موظف',
    'هل يمكنني التحدث مع شخص حقيقي؟',
    'حولني إلى موظف',
    'أرغب في التواصل مع موظف خدمة العملاء',
    'موظف من فضلك',
  ],
  he: [
    'אני רוצה לדבר עם נציג',
    'אפשר לדבר עם בן אדם?',
    'תעביר אותי לנציג',
    'תחברו אותי לנציג אנושי',
    'נציג בבקשה',
  ],
  ja: [
    '担当者と話したいです',
    'オペレーターに繋いでください',
    '人と直接話したい',
    '担当者に代わってください',
    'オペレーターをお願いします',
  ],
}

const ordinary: Record<string, string[]> = {
  en: [
    'How do I add a person to my team?',
    'Is there a size guide for a tall person?',
    'How do I assign a ticket to an agent?',
    'Is the user agent stored?',
    'Can my customers talk to each other in the forum?',
  ],
  de: [
    'Wie viele Personen passen in das Zelt?',
    'Wie lade ich einen Mitarbeiter ein?',
    'Kann ich mit der App sprechen?',
    'Gibt es Rabatt für Mitarbeiter?',
    'Was kostet das Ticket pro Person?',
  ],
  fr: [
    'Combien de personnes tiennent dans la tente ?',
    'Comment inviter un conseiller dans mon équipe ?',
    'Le guide parle de quelle taille ?',
    'Quel est le tarif par personne ?',
    'Mon agent de voyage a-t-il un accès ?',
  ],
  es: [
    '¿Cuántas personas caben en la tienda?',
    '¿Cómo añado un agente al equipo?',
    '¿Cuál es el precio por persona?',
    '¿Puede otra persona recoger mi pedido?',
    '¿El asistente habla español?',
  ],
  pt: [
    'Quantas pessoas cabem na tenda?',
    'Como adiciono uma pessoa à equipa?',
    'Qual é o preço por pessoa?',
    'Outra pessoa pode levantar a encomenda?',
    'O atendente aparece na fatura?',
  ],
  it: [
    'Quante persone entrano nella tenda?',
    'Come aggiungo un operatore alla squadra?',
    'Quanto costa a persona?',
    'Un’altra persona può ritirare il pacco?',
    'Il manuale parla di garanzia?',
  ],
  nl: [
    'Hoeveel personen passen in de tent?',
    'Hoe voeg ik een medewerker toe?',
    'Wat kost het per persoon?',
    'Kan iemand anders mijn pakket ophalen?',
    'Is er korting voor medewerkers?',
  ],
  pl: [
    'Ile osób zmieści się w namiocie?',
    'Jak dodać pracownika do zespołu?',
    'Jaka jest cena za osobę?',
    'Czy inna osoba może odebrać paczkę?',
    'Czy są zniżki dla pracowników?',
  ],
  tr: [
    'Çadıra kaç kişi sığar?',
    'Takıma nasıl kişi eklerim?',
    'Kişi başı fiyat nedir?',
    'Siparişimi başka biri alabilir mi?',
    'Temsilci komisyonu ne kadar?',
  ],
  ar: [
    'كم شخصا تتسع الخيمة؟',
    'كيف أضيف عضوا إلى الفريق؟',
    'ما السعر للشخص الواحد؟',
    'هل يمكن لغيري استلام الطلب؟',
    'هل هناك خصم للموظفين؟',
  ],
  he: [
    'כמה אנשים נכנסים לאוהל?',
    'איך מוסיפים חבר לצוות?',
    'מה המחיר לאדם?',
    'האם מישהו אחר יכול לאסוף את החבילה?',
    'יש הנחה לעובדים?',
  ],
  ja: [
    '人気の商品は何ですか',
    'テントは何人用ですか',
    'スタッフ割引はありますか',
    '一人あたりの料金はいくらですか',
    '担当者の名前を変更する方法は？',
  ],
}

test.each(Object.entries(wishes))('the wish for a person is heard in every phrasing: %s', (_, messages) => {
  expect(messages.filter(message => findWishForPerson(message) === undefined)).toEqual([])
})

test.each(Object.entries(ordinary))('a question near it is not taken for the wish: %s', (_, messages) => {
  expect(messages.filter(message => findWishForPerson(message) !== undefined)).toEqual([])
})
