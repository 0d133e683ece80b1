import { fold } from '../understand/words.ts'

/** First words that lean on a sentence before them, folded; articles and "you" of other languages are left out. */
const leaning = new Set(
  [
    'this that these those it its they them their he she his her then also however therefore but and so otherwise instead because such thus hence moreover furthermore afterwards likewise',
    'dies dieser dieses diesem diesen diese er dann auch jedoch allerdings daher deshalb deswegen aber und sonst stattdessen ausserdem danach dazu dabei damit dafur trotzdem',
    'ceci cela ce cette ces ils elles alors aussi cependant donc mais et sinon ensuite ainsi toutefois',
    'esto eso este esta estos estas ellos ellas entonces tambien pero y asi ademas luego',
    'isto isso esse essa esses essas ele ela eles elas entao tambem porem mas e assim alem depois',
    'questo questa questi queste esso essa essi poi anche pero quindi ma ed inoltre altrimenti cosi',
    'dit deze dat dan ook echter daarom maar en anders bovendien daarna',
    'ten ta te tego tym wtedy takze jednak dlatego ale i oraz inaczej ponadto',
    'bu bunu bunun bunlar sonra ayrica ancak ama ve boylece',
    'هذا هذه ذلك تلك ثم لكن لذلك كما',
    'זה זו זאת אלה אלו אבל לכן גם אז',
  ].flatMap(line => line.split(' ')),
)

/** Whether a text cannot be understood without the sentence before it ("This also holds ..."). */
export function leansBack(text: string): boolean {
  const plain = fold(text.replace(/^[*_`"“„«(\s]+/u, ''))
  if (/^(?:それ|これ|その|この|また|ただし|しかし)/u.test(plain)) return true
  const first = /^[\p{L}']+/u.exec(plain)?.[0] ?? ''
  return (
    leaning.has(first) ||
    /^(?:in (?:this|that|these|those|such)|for (?:this|that|these)|to do (?:this|so|that)|if so|if not|as a result|for (?:example|instance)|zum beispiel|par exemple|por ejemplo|por exemplo|per esempio|bijvoorbeeld|na przyklad|ornegin)\b/.test(
      plain,
    )
  )
}

/** Whether a text only sends the reader elsewhere ("For more information, see ..."), which answers nothing. */
export function sendsElsewhere(text: string): boolean {
  const plain = fold(text.replace(/^[*_`"“„«(\s]+/u, ''))
  return (
    elsewhere.test(plain) ||
    /\bthe following (?:section|table|topic|figure|diagram|screenshot|image|video|example)s?\b/.test(plain)
  )
}

const elsewhere =
  /^(?:for (?:more|further|additional|detailed|a complete|the complete)\b|for (?:information|instructions|details) (?:about|on)\b|see\b|to learn more|learn more|(?:jump|skip) (?:straight )?to\b|read more|more (?:details|information) (?:here|on|about)|click here|check out|refer to|weitere (?:informationen|details)|mehr (?:dazu|informationen)|siehe\b|pour (?:plus|en savoir plus)|voir (?:aussi|\[)|para (?:obtener )?(?:mas|mais) inform|consulte|vea\b|veja\b|per (?:ulteriori|maggiori) informazioni|vedi\b|meer informatie|zie (?:ook)?\b|wiecej informacji|zobacz\b|daha fazla bilgi|لمزيد من|למידע נוסף|詳しくは|詳細は)/u
