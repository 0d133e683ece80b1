import type { LanguageWords } from './words.ts'

/** Turkish: it denies and conditions by endings. */
export const turkish: LanguageWords = {
  negators:
    'değil*|yok|yoktur|hiç|hiçbir|asla|hayır|olmadan|olmaksızın|hariç|dışında|yasak|yasaktır|imkansız',
  denying:
    /\p{L}(?:m[ae]z(?:l[ae]r|s[ıi]n(?:[ıi]z)?|d[ıi])?|m[ae]y[ıi]z|m[ae]m|m[ıiuü]yor\p{L}*|m[ae]d[ıi]\p{L}*|m[ae]y[ae]c[ae][kğ]\p{L}*|m[ae]y[ıi]n(?:[ıi]z)?|m[ae]m[ae]kt[ae]\p{L}*|m[ae]m[ıi]ş\p{L}*|m[ae]zs[ae]\p{L}*|m[ae]d[ae]n)(?![\p{L}])/giu,
  only: 'sadece|yalnızca|yalnız|mahsus|özeldir',
  partial: 'bazı|bazen|genellikle|çoğunlukla|kimi|bir kısmı',
  whole: 'her zaman|daima|tüm|bütün|hepsi|her|herkes|herhangi|her yerde',
  must: 'gerekir|gerekli|gereklidir|gerekmektedir|zorunlu|zorunludur|şart|şarttır|\\p{L}+m[ae]l[ıi]\\p{L}*',
  may: '\\p{L}+[ae]bil[ei]\\p{L}*|mümkün|mümkündür|isteğe bağlı',
  conditions:
    '\\p{L}{2,}(?:ys[ae]|[ıiuüae]rs[ae]|m[ae]zs[ae]|yors[ae]|d[ıiuü]ys[ae])\\p{L}*|ise|takdirde|durumunda|halinde|koşuluyla|şartıyla|sürece|olduğunda|hariç|dışında',
  exceptions: 'hariç|dışında|haricinde|müstesna',
  concessions: 'bile|dahi|dahil|bağımsız|rağmen|\\p{L}+s[ae] da|\\p{L}+s[ae] de',
  sooner: 'önce|öncesinde|kadar|evvel',
  later: 'sonra|sonrasında|itibaren',
  upper: 'en fazla|en çok|azami|maksimum|en geç',
  lower: 'en az|asgari|minimum|en erken',
  upperBehind:
    'içinde|içerisinde|kadar|altı|altında|altındaki|önce|öncesinde|öncesine kadar|veya daha az|ya kadar|ye kadar|dan az|den az|den önce|dan önce|boyunca',
  lowerBehind:
    'sonra|sonrasında|üzeri|üzerinde|üzerindeki|üstü|üstünde|üstündeki|itibaren|veya daha fazla|dan fazla|den fazla|den sonra|dan sonra|den itibaren|dan itibaren|aşan',
  strict:
    'altı|altında|altındaki|üzeri|üzerinde|üzerindeki|üstü|üstünde|üstündeki|dan az|den az|dan fazla|den fazla|aşan',
  either: 'veya|ya da|arasında|arası|yahut',
  both: 've|ile',
  verbs:
    '\\p{L}+(?:[dt][ıiuü]r(?:l[ae]r)?|[ae]bilirsiniz|[ae]bilir|[ıiuü]yor|[ıiuüae]r[ıiuü]z|[ae]r|[ıiuü]r|m[ae]z|m[ae]zs[ıi]n[ıi]z|var|yok)',
  framing:
    'içinde|içerisinde|kadar|üzeri|üzerinde|üzerindeki|altında|altındaki|sonra|önce|arası|arasında|boyunca|günü|günleri|gün|sürer|sürmektedir|tutar|tutmaktadır|fiyatı|ücreti|biz|sizin|bizim|tarafımızdan|edilir|edilebilir|edebilirsiniz|edebilir|edilemez|edemezsiniz|ederiz|etmek|etmeniz|eder|edilmez|olur|olarak|olmalıdır|olan|olması|gerekir|yapılır|yapılmaz|yapılabilir|yaparız|yapmayız|en|az|fazla|sadece|yalnızca|her|ise|zaman|mümkündür|mümkün|verilir|veririz|değildir|geçerlidir|geçerli|itibaren|durumunda|dahil|yaklaşık|ancak|mağaza|verilmeden|verildikten',
  synonyms:
    'iade geri|ücretsiz bedava ücretsizdir|açık açıktır açılır|kapalı kapalıdır kapanır|iptal vazgeçme|kargo gönderi gönderim teslimat teslim|tamir onarım onarılır onarırız onarıyoruz tamirat|bozuk arızalı hasarlı hasarlıysa kusurlu|ödeme öderiz öder ödenir ödemek karşılarız karşılanır|sipariş siparişi siparişlerde|şifre parola|ürün ürünü ürünleri eşya',
}
