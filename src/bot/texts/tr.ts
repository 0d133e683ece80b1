import type { BotTexts } from './bot-texts.ts'

export const tr: BotTexts = {
  hello: 'Merhaba! Ne öğrenmek istersiniz?',
  thanks: 'Rica ederim! Başka bir konuda yardımcı olabilir miyim?',
  bye: 'Hoşça kalın, yazdığınız için teşekkürler!',
  whoAreYou:
    'Ben [{bot}, ][{company}|bir] yapay zekâ asistanıyım. Soruları yardım sayfalarımızdan yanıtlar ve her yanıtın nereden geldiğini gösteririm. Bir kişiyle konuşmak isterseniz söylemeniz yeterli.',
  noneRelevant: 'Yardım sayfalarımızda buna bir yanıt bulamadım. Bir kişiye sormak ister misiniz?',
  notSupported:
    'Yardım sayfalarımız bu konuya değiniyor ama kesin bir yanıt bulamadım. Bir kişiye sormak ister misiniz?',
  outOfScope:
    'Yalnızca [{company}|yardım sayfalarımızdaki konular] ile ilgili sorularda yardımcı olabilirim. Bir kişiye sormak ister misiniz?',
  unsafe:
    'Bu konuda yardımcı olamam. [{company} ile ilgili başka|Başka] bir şeye ihtiyacınız varsa memnuniyetle denerim.',
  budget:
    'Bugün yanıtlara harcayabileceğim sınıra ulaştım. Lütfen bir kişiye sorun veya yarın yeniden deneyin.',
  whichOne: 'Ne demek istediğinizden emin değilim. Hangisiyle ilgili?',
  whichTopic: 'Bu konuda birden fazla sayfa var. Hangisini kastediyorsunuz?',
  moreDetail: 'Doğru yere bakabilmem için biraz daha ayrıntı verebilir misiniz?',
  handoffAsked: 'Elbette. Bu görüşmeyi bir kişiye aktarıyorum.',
  handoffRule: 'Bunu bir kişinin yanıtlaması gerekiyor, bu yüzden görüşmeyi aktarıyorum.',
  handoffMode: 'Mesajınız için teşekkürler. Size burada bir kişi yanıt verecek.',
  handoffFailure: 'Benim tarafımda bir sorun oldu, bu yüzden görüşmeyi bir kişiye aktarıyorum.',
  handoffUnable: 'Bu konuda yeterince yardımcı olamadım, bu yüzden konuşmayı bir kişiye aktarıyorum.',
  handoffSelfHarm:
    'Bunu yaşadığınız için çok üzgünüm. Konuşmayı bir kişiye aktarıyorum. Tehlikedeyseniz lütfen hemen bulunduğunuz yerdeki acil durum numarasını veya bir destek hattını arayın.',
  handedBack:
    'Ekibimizden bir süredir kimse buraya yazmadı, bu yüzden yeniden asistan yanıtlıyor. Dilediğiniz zaman bir kişi isteyebilirsiniz.',
  accordingTo: '{title} uyarınca ({date} tarihinden itibaren geçerli):',
  accordingToUntil: '{title} uyarınca ({date} tarihine kadar geçerli):',
  startsOn: '{date} tarihinden itibaren {title} uyarınca:',
  ourPage: '“{title}” sayfamız',
  ourTitle: '“{title}” sayfamız',
}
