/** What a page says, a true way to say it otherwise, and false ways that differ in one thing. */
export type Claim = [source: string, paraphrase: string, ...falsehoods: string[]]

/** A company of our invention that hires out bicycles: looked at while the rules were built. */
export const bicycles: readonly Claim[] = [
  ['You can return a hired bike within 24 hours for a full refund.', 'A hired bike can be returned within 24 hours for a full refund.',
    'You can return a hired bike within 48 hours for a full refund.', 'You can return a hired bike after 24 hours for a full refund.', 'You cannot return a hired bike within 24 hours for a full refund.'],
  ['A city bike costs €15 a day and a cargo bike costs €35 a day.', 'A cargo bike costs €35 per day.',
    'A city bike costs €35 a day.', 'A cargo bike costs €15 a day.', 'A city bike costs $15 a day.', 'A cargo bike costs €35 a week.'],
  ['Helmets are included free of charge, but locks are not included.', 'Helmets are included at no extra cost.',
    'Locks are included free of charge.', 'Helmets are not included.'],
  ['Riders must be at least 16 years old to hire an e-bike.', 'To hire an e-bike you must be at least 16 years old.',
    'Riders must be at least 14 years old to hire an e-bike.', 'Riders must be at most 16 years old to hire an e-bike.', 'Riders may be 16 years old to hire an e-bike.'],
  ['Our Bergen shop opens at 8:30 and closes at 18:00 from Monday to Friday.', 'The shop in Bergen opens at 8:30 am and closes at 6 pm, Monday to Friday.',
    'Our Oslo shop opens at 8:30 and closes at 18:00 from Monday to Friday.', 'Our Bergen shop opens at 9:30.', 'Our Bergen shop opens at 18:00 and closes at 8:30.'],
  ['The deposit of €200 is refunded if the bike comes back undamaged.', 'You get the €200 deposit back if the bike comes back undamaged.',
    'The deposit of €200 is refunded if the bike comes back damaged.', 'The deposit of €200 is always refunded.', 'The deposit of €200 is refunded unless the bike comes back undamaged.', 'The deposit of €200 is not refunded if the bike comes back undamaged.'],
  ['Winter prices apply from 1 November 2026 to 31 March 2027.', 'Winter prices apply from November 1, 2026.',
    'Winter prices apply from 1 December 2026.', 'Winter prices apply from 1 November 2025 to 31 March 2027.', 'Summer prices apply from 1 November 2026.'],
  ['Only members can reserve a tandem by phone.', 'Reserving a tandem by phone is only for members.',
    'Everyone can reserve a tandem by phone.', 'Members can reserve a tandem only by e-mail.', 'Only members can reserve a trailer by phone.'],
  ['Punctures are repaired within two working days.', 'We repair punctures within 2 working days.',
    'Punctures are repaired within two weeks.', 'Punctures are repaired within three working days.', 'Punctures are never repaired.'],
  ['The battery has a range of 60 to 90 km.', 'The range of the battery is 60 to 90 kilometres.',
    'The battery has a range of 90 to 120 km.', 'The battery has a range of 60 to 90 miles.', 'The battery has a range of at least 90 km.'],
  ['Write to ride@fjord-bikes.example to change a booking.', 'To change a booking, write to ride@fjord-bikes.example.',
    'Write to pay@fjord-bikes.example to change a booking.', 'Write to ride@fjord-bikes.evil.example to change a booking.', 'Visit https://fjord-bikes.example/pay to change a booking.'],
  ['The insurance covers theft, except when the bike was not locked.', 'Theft is covered by the insurance except when the bike was not locked.',
    'The insurance covers theft.', 'The insurance covers theft, even when the bike was not locked.', 'The insurance does not cover theft, except when the bike was locked.'],
  ['Children under 6 ride free in a trailer.', 'In a trailer, children under 6 ride free.',
    'Children over 6 ride free in a trailer.', 'Children under 8 ride free in a trailer.', 'Adults ride free in a trailer.'],
  ['Standard hire includes a pump; premium hire includes a pump and a phone holder.', 'Premium hire includes a pump and a phone holder.',
    'Standard hire includes a phone holder.', 'Premium hire excludes a pump.'],
  ['You may cancel before 12:00 on the day of hire.', 'You can cancel before noon on the day of hire.',
    'You may cancel after 12:00 on the day of hire.', 'You may cancel before 22:00 on the day of hire.', 'You must cancel before 12:00 on the day of hire.'],
  ['Discounts of 10% are given to students.', 'Students get a discount of 10 percent.',
    'Discounts of 15% are given to students.', 'Discounts of €10 are given to students.', 'Discounts of 10% are given to pensioners.'],
] // biome-ignore format: a table of sentences

/**
 * Another company, in insurance; and sentences in German, French and Spanish. Written before the rules were first run:
 * that run leaked one of these falsehoods and lost one paraphrase; since then they are seen, too.
 */
export const heldOut: readonly Claim[] = [
  ['A claim must be sent within 30 days of the accident.', 'You must send a claim within 30 days of the accident.',
    'A claim must be sent within 60 days of the accident.', 'A claim must be sent within 30 weeks of the accident.', 'A claim need not be sent within 30 days of the accident.'],
  ['Water damage is covered up to €5,000 a year.', 'We cover water damage up to €5000 per year.',
    'Water damage is covered up to €50,000 a year.', 'Fire damage is covered up to €5,000 a year.', 'Water damage is covered from €5,000 a year.', 'Water damage is not covered up to €5,000 a year.'],
  ['The Basic plan costs £9 a month; the Family plan costs £19 a month.', 'The Family plan is £19 per month.',
    'The Basic plan costs £19 a month.', 'The Family plan costs £19 a year.', 'The Premium plan costs £19 a month.'],
  ['Pets are insured only if they are chipped.', 'Pets are only insured if they are chipped.',
    'Pets are insured.', 'Pets are insured even if they are not chipped.', 'Pets are insured only if they are vaccinated.'],
  ['Cover starts on 3 May 2026.', 'Cover starts on May 3, 2026.',
    'Cover starts on 5 March 2026.', 'Cover ends on 3 May 2026.'],
  ['Die Rückgabe ist innerhalb von 14 Tagen möglich.', 'Innerhalb von 14 Tagen ist die Rückgabe möglich.',
    'Die Rückgabe ist innerhalb von 30 Tagen möglich.', 'Die Rückgabe ist nicht innerhalb von 14 Tagen möglich.', 'Die Rückgabe ist innerhalb von 14 Wochen möglich.'],
  ['La livraison coûte 4,90 € en France.', 'En France, la livraison coûte 4,90 €.',
    'La livraison coûte 9,90 € en France.', 'La livraison ne coûte pas 4,90 € en France.', 'La livraison coûte 4,90 € en Belgique.'],
  ['El reembolso tarda 5 días.', 'El reembolso tarda 5 días.',
    'El reembolso tarda 7 días.', 'El reembolso no tarda 5 días.', 'El reembolso tarda 5 semanas.'],
] // biome-ignore format: a table of sentences
