/** Words that frame a sentence and claim nothing by themselves; the checks of conditions look at some of them again. */
export const framingWords = new Set(
  (
    'a an the of to in on for and or is are was were be been being am it its this that these those with as at by from you your yours we us our i my me they them their he she his her ' +
    'can could will would should shall may might must do does did done doing has have had having not no nor never neither none cannot without unless until if when while whether where which who whom whose what how why than then so but also too just only even still yet already ' +
    'there here any some all each every both either other others another such same own one ones once out up down off over under about into onto through during between per via within after before since because therefore however thus hence ' +
    'please note simply just easily usually normally generally typically currently yes sure okay indeed actually basically kindly ' +
    'need needs needed want wants like make makes made let lets allow allows allowed possible able available option options case cases way ways thing things means mean happen happens sort kind apply applies applied regarding concerning according depends purpose order ' +
    'offer offers offered provide provides provided get gets got give gives given take takes taking taken come comes go goes going put puts keep be do use used using work works long much many more most less least few several at maximum minimum up ' +
    'time times period total cost costs price priced amount back day days total number certain various themselves yourself ourselves itself automatically first next instead rather though although despite otherwise else upon onto toward towards along across around by itself then anyway whichever whatever someone somebody anyone anybody everyone everything anything nothing something people person customers customer company page pages website site online question answer help ' +
    'unfortunately luckily fortunately generally roughly around approximately away beforehand afterwards later last lasts considered consider caused beginning earlier whenever anytime reach reaches reached spend spends together whereas since until regarding amongst among quickly just directly anymore currently additionally moreover furthermore altogether usually overall further however respectively apart besides additionally including receive receives received happen choose select available possible found find know known say says said allowed able permitted ready feature features featured include includes included including comes asked ask asks seen called named want wants wish wishes liked minimum maximum worth least bit also stated listed involves amounts equals sure expect expected following longer sooner current matter person personally somewhere order orders live ordered ordering rate term terms ' +
    "don't doesn't didn't isn't aren't wasn't weren't can't won't wouldn't couldn't shouldn't mustn't haven't hasn't hadn't it's you're we're they're that's there's you'll we'll you've we've i'm let's"
  ).split(/\s+/),
)

export const framingElsewhere = new Set(
  (
    'können kann könnt darf dürfen muss müssen werden wird wurde sind ist ihr ihre ihren ihrem ihrer sie wir uns unser unsere aber auch jedoch beträgt betragen gilt gelten innerhalb bis vorher danach dann beim für pro haben hat möglich bitte etwa nur noch mehr als tag tage erhalten bekommen pouvez pouvons peut peuvent vous votre vos nous notre nos lors lorsque est sont être avoir jusqu depuis chez avec sans pour dans lequel laquelle devez doit puede pueden usted su sus se es son está están hasta desde para con sin cada por debe deben nuestra nuestro ' +
    // Politeness, and verbs that another word fills with meaning.
    'leider gerne gern bitte kostet beträgt lässt lassen findet finden stattfinden machen macht tun gibt geben bekommt erhält steht stehen liegt heißt wollen möchten brauchen dazu hierfür dafür außerdem zudem natürlich selbstverständlich einfach grundsätzlich normalerweise jeweils ' +
    'malheureusement veuillez merci faire faisons fait faites faut avons avez ont proposer proposons offrir offrons donner donnons mettre simplement également aussi normalement généralement cela ceci ainsi donc alors afin il elle on ils elles par de du des au aux en sur ' +
    'lamentablemente gracias hacer hace hacemos hay tiene tienen tener damos dar ofrecer ofrecemos simplemente también normalmente generalmente usted ustedes esto eso así entonces nos le les lo la'
  ).split(/\s+/),
)

/** Words of English that carry nothing to be checked, written small: with a capital they are part of a name ("Plus"). */
export const softWords = new Set(
  (
    'above plus below handle handles handled process processed processes processing ' +
    'carry carried complete completed perform performed arrange arranged arranges enjoy enjoys decide decides ' +
    'require requires ensure ensures issue issued issues set remain remains become becomes becoming getting ' +
    'team send sends sending charged mentioned described specified indicated given following simple easy straightforward convenient ' +
    'treat treated request requests requested relevant respective particular specific specifically ' +
    'attempt attempts plan plans whichever thanks thank great good nice fine exactly ' +
    'basis regard regards case situation situations moment point ' +
    'show shows shown appear appears happen look looks need apply placed aged size sizes larger bigger supported accepted'
  ).split(' '),
)
