import { stemWord } from '../../../knowledge/index.ts'

const polishEndings =
  /(?:owaliśmy|owanych|owanego|owanie|owania|owany|owana|owane|ujemy|ujesz|ować|ował|ami|ach|owi|ego|emu|ymi|imi|ych|ich|iej|ów|om|em|ie|ej|uje|ają|amy|asz|ać|ić|yć|eć|ął|ę|ą|y|i|a|e|o|u)$/u

/** Forms that no ending shows, each with its plain form. */
const irregular = new Map(
  'kept keep,sent send,paid pay,bought buy,held hold,left leave,gave give,given give,took take,taken take,told tell,said say,made make,sold sell,lost lose,found find,got get,came come,went go,gone go,drew draw,drawn draw,wrote write,written write,spoke speak,spoken speak,broke break,broken break,chose choose,chosen choose,began begin,begun begin,stood stand,understood understand,met meet,taught teach,sought seek,fought fight,swum swim,swam swim,sung sing,felt feel,slept sleep,heard hear,dealt deal,led lead,fed feed,hung hang,dug dig,struck strike,bound bind,shot shoot,torn tear,tore tear,sworn swear,laid lay,bent bend,lit light,slid slide,spun spin,stuck stick,swept sweep,undone undo,undid undo,overdrawn overdraw,lent lend,spent spend,built build,caught catch,brought bring,thought think,fell fall,fallen fall,grew grow,grown grow,ran run,rang ring,rose rise,risen rise,won win,wore wear,worn wear,stole steal,stolen steal,forgot forget,forgotten forget,drove drive,driven drive,rode ride,ridden ride,flew fly,flown fly,ate eat,eaten eat,drank drink,drunk drink,froze freeze,frozen freeze,hid hide,hidden hide,known know,knew know,seen see,saw see,shown show,withdrew withdraw,withdrawn withdraw,rebuilt rebuild,repaid repay,resold resell,children child,people person,men man,women woman,feet foot,teeth tooth'
    .split(',')
    .map(pair => pair.split(' ') as [string, string]),
)

/** The stem of a lower-case word, also in the languages for which the index has none: only for comparing words. */
export function stemIn(lower: string, language: string): string {
  if (language === 'ja')
    return lower
      .replace(/^[おご](?=\p{Script=Han})/u, '')
      .replace(/(?<=[\p{Script=Han}\p{Script=Katakana}])\p{Script=Hiragana}+/gu, '')
  if (language === 'pl') return lower.length > 4 ? lower.replace(polishEndings, '') : lower
  if (language === 'he') return hebrewStem(lower)
  if (language === 'ar') return stemWord(arabicBare(lower), language)
  return stemWord(language === 'en' ? (irregular.get(lower) ?? lower) : lower, language)
}

/** Without the letters written on to the front (ו ה ב ל מ ש כ), and without the endings of number and gender. */
function hebrewStem(lower: string): string {
  const bare = lower.replace(/^ו(?=..)/u, '').replace(/^ש?[הבלמכ](?=\p{L}{3})/u, '')
  return bare.length > 4 ? bare.replace(/(?:ים|ות|יים|ת|ה)$/u, '') : bare
}

function arabicBare(lower: string): string {
  const bare = lower.replace(/^[وف](?=\p{L}{3})/u, '')
  return bare.replace(/^(?:[بك]?ال|لل)(?=\p{L}{3})/u, '').replace(/[أإآ]/gu, 'ا')
}
