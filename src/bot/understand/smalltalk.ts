import type { SmalltalkKind } from '../../contract/decision.ts'
import { createPhraseList } from './phrases.ts'

type Phrase = SmalltalkKind | 'filler'

const phrases: Record<Phrase, string> = {
  hello: [
    "hello|hi|hey|hiya|good morning|good afternoon|good evening|good day|greetings|howdy|how are you|how are you doing|how's it going|what's up|nice to meet you|can you help me|can you please help me|could you help me|please help me|i need help|i need some help|help me|help|i have a question|can i ask a question|can i ask you something|is anyone there|anybody there",
    'hallo|guten tag|guten morgen|guten abend|moin|servus|grüß gott|grüezi|wie geht es ihnen|wie geht es dir|wie gehts|ich habe eine frage|können sie mir helfen|kannst du mir helfen|ich brauche hilfe|hilfe',
    "bonjour|bonsoir|salut|coucou|comment allez-vous|comment ça va|ça va|j'ai une question|pouvez-vous m'aider|aidez-moi|j'ai besoin d'aide",
    'hola|buenas|buenos días|buenas tardes|buenas noches|qué tal|cómo está|cómo estás|tengo una pregunta|puede ayudarme|puedes ayudarme|necesito ayuda|ayuda',
    'olá|oi|bom dia|boa tarde|boa noite|tudo bem|como vai|tenho uma pergunta|tenho uma dúvida|pode me ajudar|pode ajudar-me|preciso de ajuda|ajuda',
    'ciao|salve|buongiorno|buonasera|buona sera|come va|come stai|come sta|ho una domanda|mi può aiutare|puoi aiutarmi|ho bisogno di aiuto|aiuto',
    'hoi|goedemorgen|goedemiddag|goedenavond|goedendag|dag|hoe gaat het|ik heb een vraag|kunt u mij helpen|kun je me helpen|ik heb hulp nodig',
    'cześć|dzień dobry|dobry wieczór|witam|witaj|hej|jak się masz|mam pytanie|czy możesz mi pomóc|proszę o pomoc|potrzebuję pomocy|pomocy',
    'merhaba|selam|iyi günler|günaydın|iyi akşamlar|nasılsınız|nasılsın|bir sorum var|bana yardım eder misiniz|yardım eder misin|yardım|yardıma ihtiyacım var',
    'مرحبا|أهلا|أهلا وسهلا|السلام عليكم|صباح الخير|مساء الخير|كيف حالك|لدي سؤال|عندي سؤال|هل يمكنك مساعدتي|أحتاج مساعدة|أحتاج إلى مساعدة',
    'שלום|היי|הי|בוקר טוב|ערב טוב|צהריים טובים|מה שלומך|מה נשמע|יש לי שאלה|אפשר עזרה|אני צריך עזרה|אני צריכה עזרה',
    'こんにちは|こんばんは|おはようございます|おはよう|はじめまして|もしもし|質問があります|助けてください|手伝ってください|お元気ですか',
  ].join('|'),
  thanks: [
    "thanks|thank you|thx|ty|cheers|much appreciated|i appreciate it|appreciate it|that helps|that helped|that was helpful|very helpful|that's all|that is all|no more questions|that answers my question|that works|it works now|works now|awesome|perfect|great|excellent|wonderful|got it|i see|good to know|that's great|that is great|that is fine|that's fine|no worries|never mind|nevermind",
    'danke|danke schön|dankeschön|vielen dank|besten dank|herzlichen dank|das war alles|das hilft mir|sehr hilfreich|super|perfekt|alles klar|verstanden',
    "merci|merci beaucoup|merci bien|c'est tout|c'est parfait|parfait|super|très bien|compris|d'accord",
    'gracias|muchas gracias|mil gracias|eso es todo|perfecto|genial|entendido|muy bien|vale',
    'obrigado|obrigada|muito obrigado|muito obrigada|é tudo|perfeito|ótimo|entendi|entendido',
    'grazie|grazie mille|molte grazie|è tutto|perfetto|ottimo|capito|va bene',
    'bedankt|dank je|dank je wel|dank u|dank u wel|hartelijk dank|dat was alles|perfect|prima|begrepen',
    'dziękuję|dzięki|dziękuję bardzo|bardzo dziękuję|wielkie dzięki|to wszystko|świetnie|super|rozumiem',
    'teşekkürler|teşekkür ederim|çok teşekkürler|çok teşekkür ederim|sağ ol|sağ olun|sağol|hepsi bu|harika|anladım|tamam',
    'شكرا|شكرا جزيلا|شكرا لك|شكرا لكم|هذا كل شيء|ممتاز|رائع|فهمت|حسنا',
    'תודה|תודה רבה|המון תודה|זה הכל|מצוין|מעולה|הבנתי|בסדר',
    'ありがとうございます|ありがとうございました|ありがとう|どうもありがとうございます|どうも|助かりました|以上です|分かりました|わかりました|了解です|了解',
  ].join('|'),
  bye: [
    'bye|goodbye|bye bye|see you|see you later|see you soon|have a nice day|have a good day|have a great day|good night|take care|talk to you later',
    'tschüss|tschüß|auf wiedersehen|bis bald|bis später|schönen tag|schönen tag noch|gute nacht|ciao ciao',
    'au revoir|à bientôt|bonne journée|bonne soirée|bonne nuit|à plus tard',
    'adiós|hasta luego|hasta pronto|que tenga un buen día|que tengas un buen día|chao',
    'tchau|adeus|até logo|até breve|até mais|tenha um bom dia',
    'arrivederci|a presto|buona giornata|buona serata|buonanotte|addio',
    'tot ziens|doei|dag dag|tot later|fijne dag|prettige dag|goedenacht',
    'do widzenia|na razie|pa|do zobaczenia|miłego dnia|dobranoc',
    'hoşça kal|hoşça kalın|güle güle|görüşürüz|iyi geceler|kendine iyi bak',
    'مع السلامة|إلى اللقاء|وداعا|تصبح على خير|أراك لاحقا',
    'להתראות|ביי|יום טוב|לילה טוב|שיהיה יום טוב',
    'さようなら|さよなら|またね|失礼します|おやすみなさい|では また|それでは',
  ].join('|'),
  'who-are-you': [
    "who are you|what are you|are you a bot|are you a robot|are you a human|are you human|are you a person|are you a real person|are you real|are you an ai|are you ai|is this a bot|is this a real person|am i talking to a bot|am i talking to a human|am i talking to a person|am i talking to a real person|what's your name|what is your name|what can you do|what can you help with|what can you help me with|what can i ask you|how can you help me|how can you help|who am i talking to|tell me about yourself|introduce yourself",
    'wer bist du|wer sind sie|bist du ein bot|sind sie ein bot|bist du ein mensch|sind sie ein mensch|wie heißt du|wie heißen sie|was kannst du|wobei können sie mir helfen|wobei kannst du mir helfen|was können sie|spreche ich mit einem menschen',
    "qui es-tu|qui êtes-vous|es-tu un robot|êtes-vous un robot|êtes-vous humain|comment t'appelles-tu|comment vous appelez-vous|que peux-tu faire|en quoi pouvez-vous m'aider|que pouvez-vous faire",
    'quién eres|quién es usted|eres un bot|eres un robot|eres humano|eres una persona|cómo te llamas|qué puedes hacer|en qué puedes ayudarme',
    'quem é você|quem és tu|você é um robô|és um robô|você é humano|qual é o seu nome|como se chama|o que você pode fazer|o que podes fazer|em que pode ajudar|em que você pode ajudar',
    'chi sei|chi è lei|sei un bot|sei un robot|sei umano|sei una persona|come ti chiami|cosa puoi fare|che cosa puoi fare|in cosa puoi aiutarmi',
    'wie ben je|wie bent u|ben je een bot|ben je een robot|ben je een mens|bent u een mens|hoe heet je|hoe heet u|wat kun je|wat kunt u|waarmee kun je me helpen|waarmee kunt u me helpen',
    'kim jesteś|czy jesteś botem|czy jesteś robotem|czy jesteś człowiekiem|jak się nazywasz|co potrafisz|co możesz zrobić|w czym możesz pomóc',
    'sen kimsin|siz kimsiniz|bot musun|robot musun|insan mısın|gerçek bir insan mısın|adın ne|adınız ne|ne yapabilirsin|neler yapabilirsin|hangi konuda yardımcı olursun',
    'من أنت|من انت|هل أنت روبوت|هل أنت إنسان|ما اسمك|ماذا يمكنك أن تفعل|بماذا يمكنك مساعدتي',
    'מי אתה|מי את|אתה בוט|אתה רובוט|אתה בן אדם|איך קוראים לך|מה השם שלך|מה אתה יכול לעשות|מה אתה יודע לעשות|במה אפשר לעזור לי',
    'あなたは誰ですか|誰ですか|どなたですか|ボットですか|ロボットですか|人間ですか|aiですか|名前は何ですか|お名前は|何ができますか|何を聞けますか',
  ].join('|'),
  filler: [
    'there|again|everyone|all|team|guys|sir|madam|so much|very much|a lot|a bunch|for your help|for the help|for helping|for the information|for the info|for that|for your time|please|ok|okay|yes|well|and|then|now|you|bot|good|cool|nice|really|oh|so|today|my friend|dear',
    'zusammen|sehr|für die hilfe|für ihre hilfe|für deine hilfe|gut|ja|und|dann|bitte|noch',
    'à tous|pour votre aide|oui|et|bien|monsieur|madame|bon',
    'a todos|por la ayuda|por su ayuda|sí|y|bien|muy|bueno',
    'a todos|pela ajuda|sim|e|bem|muito',
    "a tutti|per l'aiuto|sì|e|bene",
    'allemaal|voor de hulp|ja|en|goed|hoor',
    'wszystkim|za pomoc|tak|i|dobrze|bardzo',
    'herkese|yardımınız için|evet|ve|iyi|çok',
    'جميعا|على المساعدة|نعم|لك',
    'לכולם|על העזרה|כן|לך',
    'はい|とても|、',
  ].join('|'),
}
const list = createPhraseList<Phrase>(phrases)
const order: readonly SmalltalkKind[] = ['who-are-you', 'bye', 'thanks', 'hello']
const longest = 80
/** Emoji with their joiners and nothing else. */
const onlyPictures = /^(?:\p{Extended_Pictographic}|\p{Emoji_Modifier}|\u{fe0f}|\u{200d}|\s)+$/u

/**
 * What kind of small talk a message is, when it is nothing but that ("hello there", "thanks a lot, bye"); a greeting
 * in front of a question is not.
 */
export function findSmalltalk(message: string): SmalltalkKind | undefined {
  if (message.length > longest) return undefined
  const kinds = list.consume(message) ?? (onlyPictures.test(message) ? ['thanks' as const] : undefined)
  if (!kinds) return undefined
  return order.find(kind => kinds.includes(kind)) ?? 'thanks'
}
