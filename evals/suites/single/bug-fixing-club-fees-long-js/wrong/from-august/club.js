'use strict';

/**
 * What runs in the office of a tennis club: members, fees, courts, lessons, tournaments, keys, letters and figures.
 *
 * Days are texts like "2025-05-06", times are minutes since midnight, money is in cents.
 */

// --- Settings --------------------------------------------------------------------------------------------------------

const FEES = { adult: 18000, junior: 7200, student: 9600, passive: 3000, honorary: 0 };
const FAMILY_MAXIMUM = 30000;
const ENTRANCE_FEE = 5000;
const LATE_FEE = 500;
const JUNIOR_UNTIL = 17;
const STUDENT_UNTIL = 27;
const OPENS = 7 * 60;
const CLOSES = 22 * 60;
const SLOT = 30;
const MAX_SLOTS = 4;
const MAX_BOOKINGS = 3;
const KEY_DEPOSIT = 2500;
const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const MONTHS = [
  'January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December',
];

const COURTS = [
  { number: 1, surface: 'clay', light: true, hall: false },
  { number: 2, surface: 'clay', light: true, hall: false },
  { number: 3, surface: 'clay', light: false, hall: false },
  { number: 4, surface: 'clay', light: false, hall: false },
  { number: 5, surface: 'grass', light: false, hall: false },
  { number: 6, surface: 'carpet', light: true, hall: true },
  { number: 7, surface: 'carpet', light: true, hall: true },
];

/** A mistake of a user, with a message that may be shown. */
class ClubError extends Error {}

// --- Messages --------------------------------------------------------------------------------------------------------

/** Texts of the program in three languages; {name} is filled in. */
const MESSAGES = {
  bad_day: {
    en: '{text} is not a day',
    de: '{text} ist kein Tag',
    fr: "{text} n'est pas un jour",
  },
  bad_time: {
    en: '{text} is not a time',
    de: '{text} ist keine Uhrzeit',
    fr: "{text} n'est pas une heure",
  },
  name_missing: {
    en: 'the name is missing',
    de: 'der Name fehlt',
    fr: 'le nom manque',
  },
  born_later: {
    en: 'nobody joins before being born',
    de: 'niemand tritt vor der Geburt ein',
    fr: "personne n'entre avant sa naissance",
  },
  bad_email: {
    en: '{email} is not an e-mail address',
    de: '{email} ist keine E-Mail-Adresse',
    fr: "{email} n'est pas une adresse",
  },
  no_member: {
    en: 'there is no member {number}',
    de: 'es gibt kein Mitglied {number}',
    fr: "il n'y a pas de membre {number}",
  },
  dear: {
    en: 'Dear {name},',
    de: 'Hallo {name},',
    fr: 'Cher membre {name},',
  },
  bill: {
    en: 'your fee for {year} is {amount}.',
    de: 'dein Beitrag für {year} ist {amount}.',
    fr: 'ta cotisation {year} est de {amount}.',
  },
  bill_members: {
    en: 'It is for {count} of you.',
    de: 'Er ist für {count} von euch.',
    fr: "Elle est pour {count} d'entre vous.",
  },
  bill_until: {
    en: 'Please pay until {day}.',
    de: 'Bitte zahle bis {day}.',
    fr: "Paie avant le {day}, s'il te plaît.",
  },
  in_the_past: {
    en: 'that day is over',
    de: 'der Tag ist vorbei',
    fr: 'ce jour est passé',
  },
  too_early: {
    en: 'courts can be booked two weeks ahead',
    de: 'Plätze können zwei Wochen vorher gebucht werden',
    fr: 'on peut réserver deux semaines avant',
  },
  bad_slot: {
    en: 'bookings go by {minutes} minutes',
    de: 'gebucht wird je {minutes} Minuten',
    fr: 'on réserve par {minutes} minutes',
  },
  closed: {
    en: 'the club is open from {from} to {to}',
    de: 'der Club ist von {from} bis {to} offen',
    fr: 'le club est ouvert de {from} à {to}',
  },
  too_long: {
    en: 'no more than {minutes} minutes at a time',
    de: 'höchstens {minutes} Minuten am Stück',
    fr: 'pas plus de {minutes} minutes',
  },
  not_usable: {
    en: "court {court} can't be used then",
    de: 'Platz {court} ist dann nicht bespielbar',
    fr: "le court {court} n'est pas praticable",
  },
  taken: {
    en: 'court {court} is taken',
    de: 'Platz {court} ist belegt',
    fr: 'le court {court} est pris',
  },
  too_many: {
    en: 'no more than {count} bookings at a time',
    de: 'höchstens {count} Buchungen gleichzeitig',
    fr: 'pas plus de {count} réservations',
  },
  no_booking: {
    en: 'there is no such booking',
    de: 'diese Buchung gibt es nicht',
    fr: "cette réservation n'existe pas",
  },
  too_late: {
    en: 'it is too late for that',
    de: 'dafür ist es zu spät',
    fr: "c'est trop tard",
  },
  no_trainer: {
    en: 'there is no trainer {trainer}',
    de: 'es gibt keinen Trainer {trainer}',
    fr: "il n'y a pas d'entraîneur {trainer}",
  },
  group_size: {
    en: 'groups have one to six people',
    de: 'Gruppen haben eine bis sechs Personen',
    fr: 'un groupe a une à six personnes',
  },
  bad_score: {
    en: '{score} is not the result of a match',
    de: '{score} ist kein Ergebnis',
    fr: "{score} n'est pas un résultat",
  },
  not_on_ladder: {
    en: 'both have to be on the ladder',
    de: 'beide müssen auf der Leiter stehen',
    fr: "les deux doivent être sur l'échelle",
  },
  too_far_up: {
    en: 'three places up at most',
    de: 'höchstens drei Plätze nach oben',
    fr: 'trois places au plus',
  },
  too_few_players: {
    en: '{count} players are too few',
    de: '{count} Spieler sind zu wenig',
    fr: '{count} joueurs ne suffisent pas',
  },
  key_is_out: {
    en: 'member {member} has key {key}',
    de: 'Mitglied {member} hat Schlüssel {key}',
    fr: 'le membre {member} a la clé {key}',
  },
  key_is_here: {
    en: 'key {key} is here',
    de: 'Schlüssel {key} ist hier',
    fr: 'la clé {key} est ici',
  },
  no_locker: {
    en: 'all lockers are taken',
    de: 'alle Spinde sind belegt',
    fr: 'tous les casiers sont pris',
  },
  birthday: {
    en: 'all the best for your birthday, your {years}th.',
    de: 'alles Gute zum {years}. Geburtstag.',
    fr: 'bon anniversaire, tu as {years} ans.',
  },
  round_birthday: {
    en: '{years} years! We raise our glasses to you.',
    de: '{years} Jahre! Wir stoßen auf dich an.',
    fr: '{years} ans ! Nous trinquons à toi.',
  },
  greetings: {
    en: 'Your club',
    de: 'Dein Club',
    fr: 'Ton club',
  },
  welcome: {
    en: 'Welcome to the club, {name}.',
    de: 'Willkommen im Club, {name}.',
    fr: 'Bienvenue au club, {name}.',
  },
  goodbye: {
    en: 'We are sorry that you leave us.',
    de: 'Schade, dass du gehst.',
    fr: 'Dommage que tu partes.',
  },
  meeting: {
    en: 'The members meet on {day} at {time}.',
    de: 'Die Mitglieder treffen sich am {day} um {time}.',
    fr: 'Les membres se réunissent le {day} à {time}.',
  },
  agenda: {
    en: 'Points for the agenda please until {day}.',
    de: 'Punkte für die Tagesordnung bitte bis {day}.',
    fr: "Points à l'ordre du jour avant le {day}.",
  },
  court_closed: {
    en: 'Court {court} is closed until {day}.',
    de: 'Platz {court} ist bis {day} gesperrt.',
    fr: "Le court {court} est fermé jusqu'au {day}.",
  },
  rain: {
    en: "The courts can't be played on because of the rain.",
    de: 'Die Plätze sind wegen Regen gesperrt.',
    fr: 'Les courts sont fermés à cause de la pluie.',
  },
  season_opens: {
    en: 'The season begins on {day}.',
    de: 'Die Saison beginnt am {day}.',
    fr: 'La saison commence le {day}.',
  },
  season_ends: {
    en: 'The season ends on {day}, the nets come down.',
    de: 'Die Saison endet am {day}, die Netze werden abgebaut.',
    fr: 'La saison finit le {day}, on enlève les filets.',
  },
  course_full: {
    en: 'The course is full, you are number {place} on the list.',
    de: 'Der Kurs ist voll, du bist Nummer {place} der Liste.',
    fr: 'Le cours est complet, tu es numéro {place} de la liste.',
  },
  course_free: {
    en: 'There is a place for you in the course now.',
    de: 'Im Kurs ist jetzt ein Platz für dich frei.',
    fr: "Une place s'est libérée dans le cours.",
  },
  course_off: {
    en: "The lesson on {day} doesn't take place.",
    de: 'Die Stunde am {day} fällt aus.',
    fr: "La leçon du {day} n'a pas lieu.",
  },
  cup_invitation: {
    en: 'The cup is played on {day}. Tell us until {until} whether you take part.',
    de: 'Der Pokal wird am {day} gespielt. Melde dich bis {until}.',
    fr: 'La coupe a lieu le {day}. Inscris-toi avant le {until}.',
  },
  cup_draw: {
    en: 'You play against {name} in the {round}.',
    de: 'Du spielst gegen {name} ({round}).',
    fr: 'Tu joues contre {name} ({round}).',
  },
  cup_winner: {
    en: '{name} has won the cup.',
    de: '{name} hat den Pokal gewonnen.',
    fr: '{name} a gagné la coupe.',
  },
  work_day: {
    en: 'We work on the courts on {day} from {time}.',
    de: 'Wir arbeiten am {day} ab {time} an den Plätzen.',
    fr: 'Nous travaillons sur les courts le {day} à partir de {time}.',
  },
  work_hours: {
    en: 'You still have {hours} hours to do this year.',
    de: 'Du hast dieses Jahr noch {hours} Stunden zu leisten.',
    fr: 'Il te reste {hours} heures à faire cette année.',
  },
  lost_property: {
    en: 'Somebody has left {thing} here.',
    de: 'Jemand hat {thing} hier liegen lassen.',
    fr: "Quelqu'un a oublié {thing} ici.",
  },
  password: {
    en: 'Your new password is valid until {time}.',
    de: 'Dein neues Passwort gilt bis {time}.',
    fr: "Ton nouveau mot de passe est valable jusqu'à {time}.",
  },
  saved: {
    en: 'It is saved.',
    de: 'Es ist gespeichert.',
    fr: "C'est enregistré.",
  },
  deleted: {
    en: 'It is deleted.',
    de: 'Es ist gelöscht.',
    fr: "C'est supprimé.",
  },
  no_rights: {
    en: 'You are not allowed to do that.',
    de: 'Das darfst du nicht.',
    fr: "Tu n'as pas le droit.",
  },
  try_again: {
    en: 'Something went wrong. Please try again.',
    de: 'Etwas ist schiefgegangen. Bitte versuche es noch einmal.',
    fr: "Quelque chose a échoué. Réessaie, s'il te plaît.",
  },
};

/** The message with a key in a language, English if it isn't translated. */
function message(key, language = 'en', values = {}) {
  const entry = MESSAGES[key];
  if (!entry) throw new ClubError(`there is no message ${key}`);
  const text = entry[language] ?? entry.en;
  return text.replace(/\{(\w+)\}/g, (all, name) => (name in values ? String(values[name]) : all));
}

/** Keys that lack a language. */
function untranslated(language) {
  return Object.keys(MESSAGES).filter((key) => !(language in MESSAGES[key])).sort();
}

// --- Days and times --------------------------------------------------------------------------------------------------

/** The parts of a day like "2025-05-06"; a day that doesn't exist is a ClubError. */
function parseDay(text) {
  const match = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text);
  if (!match) throw new ClubError(message('bad_day', 'en', { text }));
  const [year, month, day] = match.slice(1).map(Number);
  const date = new Date(Date.UTC(year, month - 1, day));
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) throw new ClubError(message('bad_day', 'en', { text }));
  return { year, month, day };
}

/** The day so many days later. */
function addDays(text, days) {
  const { year, month, day } = parseDay(text);
  return new Date(Date.UTC(year, month - 1, day + days)).toISOString().slice(0, 10);
}

/** How many days lie between two days. */
function daysBetween(from, to) {
  const count = (text) => {
    const { year, month, day } = parseDay(text);
    return Date.UTC(year, month - 1, day) / 86400000;
  };
  return count(to) - count(from);
}

/** The weekday of a day, Sunday is 0. */
function weekday(text) {
  const { year, month, day } = parseDay(text);
  return new Date(Date.UTC(year, month - 1, day)).getUTCDay();
}

/** "Tuesday, 6 May 2025". */
function longDay(text) {
  const { year, month, day } = parseDay(text);
  return `${WEEKDAYS[weekday(text)]}, ${day} ${MONTHS[month - 1]} ${year}`;
}

/** How old somebody is on a day. */
function age(born, today) {
  const a = parseDay(born);
  const b = parseDay(today);
  const before = b.month < a.month || (b.month === a.month && b.day < a.day);
  return b.year - a.year - (before ? 1 : 0);
}

/** "09:30" as minutes. */
function parseTime(text) {
  const match = /^(\d\d?):(\d\d)$/.exec(text.trim());
  if (!match || Number(match[1]) > 24 || Number(match[2]) > 59) throw new ClubError(message('bad_time', 'en', { text }));
  return Number(match[1]) * 60 + Number(match[2]);
}

/** Minutes as "09:30". */
function timeText(minutes) {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}

/** The Monday of the week of a day. */
function mondayOf(text) {
  return addDays(text, -((weekday(text) + 6) % 7));
}

/** Cents as "1234.50 EUR". */
function euros(cents) {
  const sign = cents < 0 ? '-' : '';
  const amount = Math.abs(cents);
  return `${sign}${Math.floor(amount / 100)}.${String(amount % 100).padStart(2, '0')} EUR`;
}

/** "1 court", "2 courts". */
function plural(count, one, many = `${one}s`) {
  return `${count} ${count === 1 ? one : many}`;
}

// --- Members ---------------------------------------------------------------------------------------------------------

/** Everybody who belongs to the club. */
class Members {
  constructor() {
    this.byNumber = new Map();
    this.next = 1;
  }

  /** Add somebody; `data` has name, born, joined, and maybe email, family, student and passive. */
  join(data) {
    const name = (data.name ?? '').trim().replace(/\s+/g, ' ');
    if (!name) throw new ClubError(message('name_missing'));
    parseDay(data.born);
    parseDay(data.joined);
    if (data.born > data.joined) throw new ClubError(message('born_later'));
    if (data.email && !isEmail(data.email)) throw new ClubError(message('bad_email', 'en', { email: data.email }));
    const member = { number: this.next, student: false, passive: false, honorary: false, family: null, left: null, ...data, name };
    this.byNumber.set(this.next, member);
    this.next += 1;
    return member;
  }

  /** The member with a number. */
  get(number) {
    const member = this.byNumber.get(number);
    if (!member) throw new ClubError(message('no_member', 'en', { number }));
    return member;
  }

  /** Somebody leaves at the end of a year; the notice must come by the end of September. */
  leave(number, notice) {
    const member = this.get(number);
    const { year, month } = parseDay(notice);
    member.left = `${month <= 9 ? year : year + 1}-12-31`;
    return member.left;
  }

  /** Members on a day, by last name. */
  active(today) {
    const found = [...this.byNumber.values()].filter((m) => m.joined <= today && (!m.left || m.left >= today));
    return found.sort((a, b) => lastName(a.name).localeCompare(lastName(b.name)) || a.number - b.number);
  }

  /** Members of a family. */
  family(name, today) {
    return this.active(today).filter((m) => m.family === name);
  }

  /** Members whose name or address contains a text. */
  search(text) {
    const wanted = text.toLowerCase();
    return [...this.byNumber.values()].filter(
      (m) => m.name.toLowerCase().includes(wanted) || (m.email ?? '').toLowerCase().includes(wanted),
    );
  }

  /** Whose birthday is in the next days, with the age, the nearest first. */
  birthdays(today, days = 7) {
    const found = [];
    for (const member of this.active(today)) {
      for (let i = 0; i <= days; i++) {
        const day = addDays(today, i);
        if (day.slice(5) === member.born.slice(5)) found.push({ day, name: member.name, age: age(member.born, day) });
      }
    }
    return found.sort((a, b) => a.day.localeCompare(b.day) || a.name.localeCompare(b.name));
  }

  /** Who has been a member for 10, 25, 40 or 50 years in a year. */
  jubilees(year) {
    const found = [];
    for (const member of this.active(`${year}-12-31`)) {
      const years = year - parseDay(member.joined).year;
      if ([10, 25, 40, 50].includes(years)) found.push({ name: member.name, years });
    }
    return found.sort((a, b) => b.years - a.years || a.name.localeCompare(b.name));
  }

  /** Members that are probably there twice: the same day of birth and last name. */
  doubles() {
    const groups = new Map();
    for (const member of this.byNumber.values()) {
      const key = `${member.born} ${lastName(member.name).toLowerCase()}`;
      groups.set(key, [...(groups.get(key) ?? []), member.number]);
    }
    return [...groups.values()].filter((numbers) => numbers.length > 1);
  }
}

/** The last word of a name, with a "von", "van" or "de" in front of it. */
function lastName(name) {
  const words = name.trim().split(/\s+/);
  const first = words.findIndex((word, i) => i > 0 && ['von', 'van', 'de', 'di'].includes(word.toLowerCase()));
  return first > 0 ? words.slice(first).join(' ') : words[words.length - 1];
}

/** Whether a text looks like an e-mail address. */
function isEmail(text) {
  return /^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$/.test(text);
}

/** "A. Smith". */
function shortName(name) {
  const words = name.trim().split(/\s+/);
  return words.length === 1 ? name : `${words[0][0]}. ${lastName(name)}`;
}

// --- Fees ------------------------------------------------------------------------------------------------------------

/** The kind of membership in a year; what counts is the age at its beginning. */
function kindOf(member, year) {
  if (member.honorary) return 'honorary';
  if (member.passive) return 'passive';
  const years = age(member.born, `${year}-01-01`);
  if (years <= JUNIOR_UNTIL) return 'junior';
  if (member.student && years <= STUDENT_UNTIL) return 'student';
  return 'adult';
}

/** What a member pays for a year; nothing before joining, and half for a first year that begins in July or later. */
function annualFee(member, year) {
  const joined = parseDay(member.joined);
  if (joined.year > year) return 0;
  if (member.left && parseDay(member.left).year < year) return 0;
  const fee = FEES[kindOf(member, year)];
  const half = joined.year === year && joined.month > 7;
  return half ? fee / 2 : fee;
}

/** What a family pays together for a year: the sum of its members, up to FAMILY_MAXIMUM. */
function familyFee(members, year) {
  const sum = members.reduce((total, member) => total + annualFee(member, year), 0);
  return Math.min(sum, FAMILY_MAXIMUM);
}

/** The entrance fee; juniors and those who come back within three years don't pay it. */
function entranceFee(member, earlier = null) {
  if (kindOf(member, parseDay(member.joined).year) === 'junior') return 0;
  if (earlier && daysBetween(earlier, member.joined) <= 3 * 365) return 0;
  return ENTRANCE_FEE;
}

/** Bills of a year: one for each family, addressed to its oldest member, and one for everybody else. */
function bills(members, year) {
  const today = `${year}-12-31`;
  const found = [];
  const families = new Map();
  for (const member of members.active(today)) {
    if (!member.family) {
      found.push({ to: member.name, cents: annualFee(member, year), members: [member.number] });
    } else {
      families.set(member.family, [...(families.get(member.family) ?? []), member]);
    }
  }
  for (const family of families.values()) {
    const oldest = [...family].sort((a, b) => a.born.localeCompare(b.born))[0];
    found.push({ to: oldest.name, cents: familyFee(family, year), members: family.map((m) => m.number) });
  }
  return found.filter((bill) => bill.cents > 0).sort((a, b) => lastName(a.to).localeCompare(lastName(b.to)));
}

/** The text of a bill. */
function billText(bill, year, language = 'en') {
  const lines = [
    message('dear', language, { name: bill.to }),
    '',
    message('bill', language, { year, amount: euros(bill.cents) }),
    message('bill_members', language, { count: bill.members.length }),
    message('bill_until', language, { day: `${year}-03-31` }),
  ];
  return `${lines.join('\n')}\n`;
}

/** What is still to be paid of bills; payments have a member's number, cents and the day. */
function openBills(all, payments, today) {
  const open = [];
  for (const bill of all) {
    const paid = payments.filter((p) => bill.members.includes(p.member) && p.day <= today);
    const left = bill.cents - paid.reduce((sum, p) => sum + p.cents, 0);
    if (left > 0) open.push({ ...bill, open: left });
  }
  return open.sort((a, b) => b.open - a.open);
}

/** The fee for paying late: for each begun month after the last day, three at most. */
function lateFee(lastDay, today) {
  const late = daysBetween(lastDay, today);
  return late <= 0 ? 0 : Math.min(3, Math.ceil(late / 30)) * LATE_FEE;
}

/** Payments of a bank's CSV: lines like "2025-03-04;180,00;Fee 2025 no. 17". What has no number is given back apart. */
function readPayments(text) {
  const payments = [];
  const unclear = [];
  for (const line of text.split(/\r?\n/).filter((part) => part.trim())) {
    const [day, amount, subject = ''] = line.split(';');
    const cents = Math.round(Number(amount.replace(/\./g, '').replace(',', '.')) * 100);
    const number = /no\.? ?(\d+)/i.exec(subject);
    if (number) payments.push({ day, cents, member: Number(number[1]) });
    else unclear.push({ day, cents, subject });
  }
  return { payments, unclear };
}

// --- Courts and bookings ---------------------------------------------------------------------------------------------

/** Courts that can be played on: halls in winter, no grass in April and October, light after dark. */
function usableCourts(day, from, to) {
  const { month } = parseDay(day);
  const winter = month <= 3 || month >= 11;
  return COURTS.filter((court) => {
    if (winter && !court.hall) return false;
    if (court.surface === 'grass' && (month === 4 || month === 10)) return false;
    return court.light || to <= sunset(day) - 15;
  });
}

/** About when the sun goes down, in minutes; by the half of the month, of a place in the middle of Europe. */
function sunset(day) {
  const table = [
    16 * 60 + 20, 16 * 60 + 45, 17 * 60 + 10, 17 * 60 + 35, 18 * 60 + 5, 18 * 60 + 30, 19 * 60 + 55, 20 * 60 + 20,
    20 * 60 + 45, 21 * 60 + 5, 21 * 60 + 25, 21 * 60 + 35, 21 * 60 + 30, 21 * 60 + 15, 20 * 60 + 50, 20 * 60 + 20,
    19 * 60 + 45, 19 * 60 + 10, 18 * 60 + 40, 18 * 60 + 5, 16 * 60 + 35, 16 * 60 + 15, 16 * 60 + 5, 16 * 60 + 10,
  ];
  const parts = parseDay(day);
  return table[(parts.month - 1) * 2 + (parts.day > 15 ? 1 : 0)];
}

/** What a court costs guests for a slot. */
function guestPrice(court, day, from) {
  const weekend = [0, 6].includes(weekday(day));
  let cents = court.hall ? 1100 : 700;
  if (weekend) cents += 200;
  if (from >= 17 * 60 && !weekend) cents += 150;
  if (court.light && from >= sunset(day)) cents += 100;
  return cents;
}

/** Bookings of the courts. */
class Bookings {
  constructor() {
    this.list = [];
  }

  /** Bookings of a court on a day, in order. */
  on(court, day) {
    return this.list.filter((b) => b.court === court && b.day === day).sort((a, b) => a.from - b.from);
  }

  /** The booking that is in the way of another, if any. */
  clash(court, day, from, to) {
    return this.on(court, day).find((b) => b.from < to && from < b.to) ?? null;
  }

  /** Book a court for a member. */
  book({ member, court, day, from, to, today, partner = null }) {
    if (day < today) throw new ClubError(message('in_the_past'));
    if (daysBetween(today, day) > 14) throw new ClubError(message('too_early'));
    if (from % SLOT || to % SLOT || from >= to) throw new ClubError(message('bad_slot', 'en', { minutes: SLOT }));
    if (from < OPENS || to > CLOSES) throw new ClubError(message('closed', 'en', { from: timeText(OPENS), to: timeText(CLOSES) }));
    if ((to - from) / SLOT > MAX_SLOTS) throw new ClubError(message('too_long', 'en', { minutes: MAX_SLOTS * SLOT }));
    if (!usableCourts(day, from, to).some((c) => c.number === court)) throw new ClubError(message('not_usable', 'en', { court }));
    if (this.clash(court, day, from, to)) throw new ClubError(message('taken', 'en', { court }));
    if (this.ahead(member, today).length >= MAX_BOOKINGS) throw new ClubError(message('too_many', 'en', { count: MAX_BOOKINGS }));
    const booking = { member, partner, court, day, from, to };
    this.list.push(booking);
    return booking;
  }

  /** Give a court back; that's possible until the day before. */
  cancel(booking, today) {
    if (!this.list.includes(booking)) throw new ClubError(message('no_booking'));
    if (booking.day <= today) throw new ClubError(message('too_late'));
    this.list = this.list.filter((other) => other !== booking);
  }

  /** What a member has booked from today on. */
  ahead(member, today) {
    return this.list.filter((b) => (b.member === member || b.partner === member) && b.day >= today);
  }

  /** Free times of a court on a day: [[from, to], ...]. */
  free(court, day) {
    const gaps = [];
    let from = OPENS;
    for (const booking of this.on(court, day)) {
      if (booking.from > from) gaps.push([from, booking.from]);
      from = Math.max(from, booking.to);
    }
    if (from < CLOSES) gaps.push([from, CLOSES]);
    return gaps;
  }

  /** The first free time of that length on a day, on any court; null if there is none. */
  firstFree(day, minutes, after = OPENS) {
    let best = null;
    for (const court of COURTS) {
      for (const [from, to] of this.free(court.number, day)) {
        const start = Math.ceil(Math.max(from, after) / SLOT) * SLOT;
        const fits = start + minutes <= to && usableCourts(day, start, start + minutes).includes(court);
        if (fits && (!best || start < best.from)) best = { court: court.number, from: start, to: start + minutes };
      }
    }
    return best;
  }

  /** How much of its opening hours each court was booked in a week, in percent. */
  usage(day) {
    const monday = mondayOf(day);
    const sunday = addDays(monday, 6);
    return COURTS.map((court) => {
      const booked = this.list.filter((b) => b.court === court.number && b.day >= monday && b.day <= sunday);
      const minutes = booked.reduce((sum, b) => sum + b.to - b.from, 0);
      return { court: court.number, percent: Math.round((100 * minutes) / (7 * (CLOSES - OPENS))) };
    });
  }

  /** The plan of a day as text: a line for each court. */
  plan(day, members) {
    const lines = [longDay(day)];
    for (const court of COURTS) {
      const entries = this.on(court.number, day).map((b) => `${timeText(b.from)}-${timeText(b.to)} ${shortName(members.get(b.member).name)}`);
      lines.push(`court ${court.number}: ${entries.join(', ') || 'free'}`);
    }
    return `${lines.join('\n')}\n`;
  }
}

// --- Lessons ---------------------------------------------------------------------------------------------------------

const TRAINERS = {
  kim: { name: 'Kim Adler', hour: 4200, levels: ['beginner', 'middle'], days: [1, 2, 4] },
  ola: { name: 'Ola Brandt', hour: 4800, levels: ['middle', 'advanced'], days: [2, 3, 5, 6] },
  per: { name: 'Per Castell', hour: 3900, levels: ['beginner'], days: [6, 0] },
  isa: { name: 'Isa Dorn', hour: 5600, levels: ['advanced', 'team'], days: [1, 3, 5] },
};

/** Trainers who teach a level on a weekday, the cheapest first. */
function trainersFor(level, day) {
  return Object.entries(TRAINERS)
    .filter(([, trainer]) => trainer.levels.includes(level) && trainer.days.includes(weekday(day)))
    .sort((a, b) => a[1].hour - b[1].hour)
    .map(([key]) => key);
}

/** What each of a group pays for lessons, rounded up to 10 cents. */
function lessonPrice(trainer, hours, people) {
  if (!TRAINERS[trainer]) throw new ClubError(message('no_trainer', 'en', { trainer }));
  if (people < 1 || people > 6) throw new ClubError(message('group_size'));
  const each = (TRAINERS[trainer].hour * hours) / people;
  return Math.ceil(each / 10) * 10;
}

/** Days of a course: every week from the first day on, holidays left out. */
function courseDays(first, count, holidays = []) {
  const days = [];
  for (let day = first; days.length < count; day = addDays(day, 7)) {
    if (!holidays.includes(day)) days.push(day);
  }
  return days;
}

/** Groups of about the same strength: players have a level from 1 to 10; groups have at most `size` players. */
function makeGroups(players, size = 4) {
  const sorted = [...players].sort((a, b) => b.level - a.level || a.name.localeCompare(b.name));
  const count = Math.ceil(sorted.length / size);
  const groups = Array.from({ length: count }, () => []);
  const least = Math.floor(sorted.length / count) || 0;
  let extra = sorted.length % count;
  let at = 0;
  for (const group of groups) {
    const take = least + (extra > 0 ? 1 : 0);
    extra -= 1;
    group.push(...sorted.slice(at, at + take));
    at += take;
  }
  return groups;
}

/** The certificate after a course; somebody who missed more than a quarter of it gets none. */
function certificate(name, course, present, total) {
  if (total < 1 || present / total < 0.75) return null;
  return `${name} has taken part in the course "${course}" (${present} of ${plural(total, 'lesson')}).`;
}

// --- Tournaments -----------------------------------------------------------------------------------------------------

/** Whether games are the result of a set: 6:0 to 6:4, 7:5 or 7:6. */
function isSet(a, b) {
  const [high, low] = a > b ? [a, b] : [b, a];
  return (high === 6 && low <= 4) || (high === 7 && (low === 5 || low === 6));
}

/** Who has won a match like "6:4 3:6 7:5": 1 or 2. */
function winner(score) {
  const sets = [0, 0];
  const parts = score.trim().split(/\s+/);
  for (const [i, part] of parts.entries()) {
    const [a, b] = part.split(':').map(Number);
    if (Math.max(...sets) === 2) throw new ClubError(message('bad_score', 'en', { score }));
    const tieBreak = i === 2 && Math.max(a, b) >= 10 && Math.abs(a - b) >= 2;
    if (!isSet(a, b) && !tieBreak) throw new ClubError(message('bad_score', 'en', { score }));
    sets[a > b ? 0 : 1] += 1;
  }
  if (Math.max(...sets) !== 2) throw new ClubError(message('bad_score', 'en', { score }));
  return sets[0] > sets[1] ? 1 : 2;
}

/** Everybody against everybody: rounds of pairs; with an odd number one pauses in each round. */
function roundRobin(players) {
  const list = players.length % 2 ? [...players, null] : [...players];
  const rounds = [];
  for (let round = 0; round < list.length - 1; round++) {
    const pairs = [];
    for (let i = 0; i < list.length / 2; i++) {
      const pair = [list[i], list[list.length - 1 - i]];
      if (!pair.includes(null)) pairs.push(pair);
    }
    rounds.push(pairs);
    list.splice(1, 0, list.pop());
  }
  return rounds;
}

/** The table of a group: points, then the difference of sets, then of games. */
function standings(players, matches) {
  const rows = new Map(players.map((name) => [name, { name, points: 0, sets: 0, games: 0 }]));
  for (const { one, two, score } of matches) {
    rows.get(winner(score) === 1 ? one : two).points += 2;
    for (const part of score.trim().split(/\s+/)) {
      const [a, b] = part.split(':').map(Number);
      rows.get(one).sets += a > b ? 1 : -1;
      rows.get(two).sets += a > b ? -1 : 1;
      rows.get(one).games += a - b;
      rows.get(two).games += b - a;
    }
  }
  return [...rows.values()].sort((a, b) => b.points - a.points || b.sets - a.sets || b.games - a.games || a.name.localeCompare(b.name));
}

/** The order of seeds in a draw of 2, 4, 8, ... places, so that the best ones meet last. */
function seedOrder(size) {
  let order = [1];
  while (order.length < size) {
    const sum = order.length * 2 + 1;
    order = order.flatMap((seed) => [seed, sum - seed]);
  }
  return order;
}

/** The first round of a cup: pairs by seed; where there are too few players the best ones have a bye (null). */
function draw(players) {
  let size = 2;
  while (size < players.length) size *= 2;
  const places = seedOrder(size).map((seed) => players[seed - 1] ?? null);
  const pairs = [];
  for (let i = 0; i < places.length; i += 2) pairs.push([places[i], places[i + 1]]);
  return pairs;
}

/** The name of a round by the number of players that are left. */
function roundName(left) {
  const names = { 2: 'final', 4: 'semifinal', 8: 'quarterfinal' };
  return names[left] ?? `round of ${left}`;
}

/** Points for the ranking of the club after a match; beating somebody better brings more. */
function newPoints(winnerPoints, loserPoints) {
  const expected = 1 / (1 + 10 ** ((loserPoints - winnerPoints) / 400));
  const change = Math.max(1, Math.round(32 * (1 - expected)));
  return [winnerPoints + change, Math.max(0, loserPoints - change)];
}

/** The ladder: who beats somebody above takes that place, the others move down by one. */
function climb(ladder, challenger, other) {
  const from = ladder.indexOf(challenger);
  const to = ladder.indexOf(other);
  if (from < 0 || to < 0) throw new ClubError(message('not_on_ladder'));
  if (from <= to) return [...ladder];
  if (from - to > 3) throw new ClubError(message('too_far_up'));
  const moved = ladder.filter((name) => name !== challenger);
  moved.splice(to, 0, challenger);
  return moved;
}

// --- Teams and the league --------------------------------------------------------------------------------------------

/** Matches of our teams in the league. */
const LEAGUE = [
  { season: 2008, team: 'men 1', opponent: 'Lakeside', home: true, won: 6, lost: 3 },
  { season: 2008, team: 'men 1', opponent: 'TV Brunn', home: false, won: 8, lost: 1 },
  { season: 2008, team: 'men 1', opponent: 'Old Mill', home: true, won: 1, lost: 8 },
  { season: 2008, team: 'men 1', opponent: 'TC Am Park', home: false, won: 5, lost: 4 },
  { season: 2008, team: 'men 1', opponent: 'Eastside', home: true, won: 5, lost: 4 },
  { season: 2008, team: 'men 1', opponent: 'Rot-Weiss', home: false, won: 7, lost: 2 },
  { season: 2008, team: 'women 1', opponent: 'SV Lindau', home: true, won: 3, lost: 6 },
  { season: 2008, team: 'women 1', opponent: 'Blue Court', home: false, won: 2, lost: 7 },
  { season: 2008, team: 'women 1', opponent: 'TC Weiler', home: true, won: 5, lost: 4 },
  { season: 2008, team: 'women 1', opponent: 'Eastside', home: false, won: 5, lost: 4 },
  { season: 2008, team: 'women 1', opponent: 'TC Am Park', home: true, won: 4, lost: 5 },
  { season: 2008, team: 'women 1', opponent: 'Rot-Weiss', home: false, won: 4, lost: 5 },
  { season: 2008, team: 'men 40', opponent: 'TC Am Park', home: true, won: 0, lost: 6 },
  { season: 2008, team: 'men 40', opponent: 'Old Mill', home: false, won: 4, lost: 2 },
  { season: 2008, team: 'men 40', opponent: 'TC Weiler', home: true, won: 1, lost: 5 },
  { season: 2008, team: 'men 40', opponent: 'TC Hof', home: false, won: 3, lost: 3 },
  { season: 2008, team: 'men 40', opponent: 'TV Brunn', home: true, won: 1, lost: 5 },
  { season: 2008, team: 'men 40', opponent: 'SV Lindau', home: false, won: 3, lost: 3 },
  { season: 2009, team: 'men 1', opponent: 'Lakeside', home: true, won: 4, lost: 5 },
  { season: 2009, team: 'men 1', opponent: 'Eastside', home: false, won: 6, lost: 3 },
  { season: 2009, team: 'men 1', opponent: 'TC Hof', home: true, won: 4, lost: 5 },
  { season: 2009, team: 'men 1', opponent: 'TV Brunn', home: false, won: 5, lost: 4 },
  { season: 2009, team: 'men 1', opponent: 'TC Weiler', home: true, won: 5, lost: 4 },
  { season: 2009, team: 'men 1', opponent: 'SV Lindau', home: false, won: 2, lost: 7 },
  { season: 2009, team: 'women 1', opponent: 'Eastside', home: true, won: 6, lost: 3 },
  { season: 2009, team: 'women 1', opponent: 'TC Hof', home: false, won: 9, lost: 0 },
  { season: 2009, team: 'women 1', opponent: 'Blue Court', home: true, won: 7, lost: 2 },
  { season: 2009, team: 'women 1', opponent: 'TC Weiler', home: false, won: 5, lost: 4 },
  { season: 2009, team: 'women 1', opponent: 'Rot-Weiss', home: true, won: 4, lost: 5 },
  { season: 2009, team: 'women 1', opponent: 'TV Brunn', home: false, won: 2, lost: 7 },
  { season: 2009, team: 'men 40', opponent: 'Old Mill', home: true, won: 1, lost: 5 },
  { season: 2009, team: 'men 40', opponent: 'TC Am Park', home: false, won: 6, lost: 0 },
  { season: 2009, team: 'men 40', opponent: 'Eastside', home: true, won: 3, lost: 3 },
  { season: 2009, team: 'men 40', opponent: 'SV Lindau', home: false, won: 2, lost: 4 },
  { season: 2009, team: 'men 40', opponent: 'TC Weiler', home: true, won: 3, lost: 3 },
  { season: 2009, team: 'men 40', opponent: 'TC Hof', home: false, won: 4, lost: 2 },
  { season: 2010, team: 'men 1', opponent: 'TC Weiler', home: true, won: 6, lost: 3 },
  { season: 2010, team: 'men 1', opponent: 'Lakeside', home: false, won: 7, lost: 2 },
  { season: 2010, team: 'men 1', opponent: 'TV Brunn', home: true, won: 8, lost: 1 },
  { season: 2010, team: 'men 1', opponent: 'Blue Court', home: false, won: 4, lost: 5 },
  { season: 2010, team: 'men 1', opponent: 'Rot-Weiss', home: true, won: 3, lost: 6 },
  { season: 2010, team: 'men 1', opponent: 'Eastside', home: false, won: 6, lost: 3 },
  { season: 2010, team: 'women 1', opponent: 'TC Hof', home: true, won: 3, lost: 6 },
  { season: 2010, team: 'women 1', opponent: 'Old Mill', home: false, won: 9, lost: 0 },
  { season: 2010, team: 'women 1', opponent: 'TC Am Park', home: true, won: 5, lost: 4 },
  { season: 2010, team: 'women 1', opponent: 'TC Weiler', home: false, won: 7, lost: 2 },
  { season: 2010, team: 'women 1', opponent: 'SV Lindau', home: true, won: 6, lost: 3 },
  { season: 2010, team: 'women 1', opponent: 'Eastside', home: false, won: 2, lost: 7 },
  { season: 2010, team: 'men 40', opponent: 'Blue Court', home: true, won: 5, lost: 1 },
  { season: 2010, team: 'men 40', opponent: 'TC Weiler', home: false, won: 3, lost: 3 },
  { season: 2010, team: 'men 40', opponent: 'SV Lindau', home: true, won: 4, lost: 2 },
  { season: 2010, team: 'men 40', opponent: 'Old Mill', home: false, won: 2, lost: 4 },
  { season: 2010, team: 'men 40', opponent: 'TC Am Park', home: true, won: 4, lost: 2 },
  { season: 2010, team: 'men 40', opponent: 'Lakeside', home: false, won: 3, lost: 3 },
  { season: 2011, team: 'men 1', opponent: 'TC Am Park', home: true, won: 7, lost: 2 },
  { season: 2011, team: 'men 1', opponent: 'TC Weiler', home: false, won: 7, lost: 2 },
  { season: 2011, team: 'men 1', opponent: 'Rot-Weiss', home: true, won: 5, lost: 4 },
  { season: 2011, team: 'men 1', opponent: 'SV Lindau', home: false, won: 3, lost: 6 },
  { season: 2011, team: 'men 1', opponent: 'Eastside', home: true, won: 2, lost: 7 },
  { season: 2011, team: 'men 1', opponent: 'Old Mill', home: false, won: 7, lost: 2 },
  { season: 2011, team: 'women 1', opponent: 'Eastside', home: true, won: 4, lost: 5 },
  { season: 2011, team: 'women 1', opponent: 'TC Am Park', home: false, won: 0, lost: 9 },
  { season: 2011, team: 'women 1', opponent: 'TV Brunn', home: true, won: 6, lost: 3 },
  { season: 2011, team: 'women 1', opponent: 'Rot-Weiss', home: false, won: 9, lost: 0 },
  { season: 2011, team: 'women 1', opponent: 'Blue Court', home: true, won: 7, lost: 2 },
  { season: 2011, team: 'women 1', opponent: 'TC Hof', home: false, won: 2, lost: 7 },
  { season: 2011, team: 'men 40', opponent: 'TC Hof', home: true, won: 4, lost: 2 },
  { season: 2011, team: 'men 40', opponent: 'TC Weiler', home: false, won: 3, lost: 3 },
  { season: 2011, team: 'men 40', opponent: 'Blue Court', home: true, won: 3, lost: 3 },
  { season: 2011, team: 'men 40', opponent: 'TV Brunn', home: false, won: 2, lost: 4 },
  { season: 2011, team: 'men 40', opponent: 'Old Mill', home: true, won: 4, lost: 2 },
  { season: 2011, team: 'men 40', opponent: 'Eastside', home: false, won: 1, lost: 5 },
  { season: 2012, team: 'men 1', opponent: 'Eastside', home: true, won: 5, lost: 4 },
  { season: 2012, team: 'men 1', opponent: 'TV Brunn', home: false, won: 7, lost: 2 },
  { season: 2012, team: 'men 1', opponent: 'SV Lindau', home: true, won: 6, lost: 3 },
  { season: 2012, team: 'men 1', opponent: 'Rot-Weiss', home: false, won: 2, lost: 7 },
  { season: 2012, team: 'men 1', opponent: 'TC Weiler', home: true, won: 4, lost: 5 },
  { season: 2012, team: 'men 1', opponent: 'Blue Court', home: false, won: 9, lost: 0 },
  { season: 2012, team: 'women 1', opponent: 'TC Am Park', home: true, won: 5, lost: 4 },
  { season: 2012, team: 'women 1', opponent: 'TC Weiler', home: false, won: 5, lost: 4 },
  { season: 2012, team: 'women 1', opponent: 'Blue Court', home: true, won: 4, lost: 5 },
  { season: 2012, team: 'women 1', opponent: 'SV Lindau', home: false, won: 7, lost: 2 },
  { season: 2012, team: 'women 1', opponent: 'Old Mill', home: true, won: 5, lost: 4 },
  { season: 2012, team: 'women 1', opponent: 'Rot-Weiss', home: false, won: 4, lost: 5 },
  { season: 2012, team: 'men 40', opponent: 'SV Lindau', home: true, won: 2, lost: 4 },
  { season: 2012, team: 'men 40', opponent: 'Lakeside', home: false, won: 3, lost: 3 },
  { season: 2012, team: 'men 40', opponent: 'Rot-Weiss', home: true, won: 3, lost: 3 },
  { season: 2012, team: 'men 40', opponent: 'TV Brunn', home: false, won: 3, lost: 3 },
  { season: 2012, team: 'men 40', opponent: 'TC Hof', home: true, won: 5, lost: 1 },
  { season: 2012, team: 'men 40', opponent: 'Eastside', home: false, won: 2, lost: 4 },
  { season: 2013, team: 'men 1', opponent: 'TC Weiler', home: true, won: 1, lost: 8 },
  { season: 2013, team: 'men 1', opponent: 'Old Mill', home: false, won: 9, lost: 0 },
  { season: 2013, team: 'men 1', opponent: 'Blue Court', home: true, won: 7, lost: 2 },
  { season: 2013, team: 'men 1', opponent: 'TC Am Park', home: false, won: 6, lost: 3 },
  { season: 2013, team: 'men 1', opponent: 'TV Brunn', home: true, won: 4, lost: 5 },
  { season: 2013, team: 'men 1', opponent: 'SV Lindau', home: false, won: 0, lost: 9 },
  { season: 2013, team: 'women 1', opponent: 'SV Lindau', home: true, won: 8, lost: 1 },
  { season: 2013, team: 'women 1', opponent: 'Rot-Weiss', home: false, won: 2, lost: 7 },
  { season: 2013, team: 'women 1', opponent: 'TV Brunn', home: true, won: 1, lost: 8 },
  { season: 2013, team: 'women 1', opponent: 'TC Weiler', home: false, won: 6, lost: 3 },
  { season: 2013, team: 'women 1', opponent: 'Lakeside', home: true, won: 6, lost: 3 },
  { season: 2013, team: 'women 1', opponent: 'TC Am Park', home: false, won: 2, lost: 7 },
  { season: 2013, team: 'men 40', opponent: 'Old Mill', home: true, won: 4, lost: 2 },
  { season: 2013, team: 'men 40', opponent: 'TC Hof', home: false, won: 3, lost: 3 },
  { season: 2013, team: 'men 40', opponent: 'TV Brunn', home: true, won: 4, lost: 2 },
  { season: 2013, team: 'men 40', opponent: 'Eastside', home: false, won: 4, lost: 2 },
  { season: 2013, team: 'men 40', opponent: 'TC Weiler', home: true, won: 2, lost: 4 },
  { season: 2013, team: 'men 40', opponent: 'Lakeside', home: false, won: 4, lost: 2 },
  { season: 2014, team: 'men 1', opponent: 'Old Mill', home: true, won: 2, lost: 7 },
  { season: 2014, team: 'men 1', opponent: 'Lakeside', home: false, won: 4, lost: 5 },
  { season: 2014, team: 'men 1', opponent: 'TV Brunn', home: true, won: 4, lost: 5 },
  { season: 2014, team: 'men 1', opponent: 'TC Am Park', home: false, won: 5, lost: 4 },
  { season: 2014, team: 'men 1', opponent: 'Eastside', home: true, won: 9, lost: 0 },
  { season: 2014, team: 'men 1', opponent: 'TC Weiler', home: false, won: 5, lost: 4 },
  { season: 2014, team: 'women 1', opponent: 'Blue Court', home: true, won: 3, lost: 6 },
  { season: 2014, team: 'women 1', opponent: 'Lakeside', home: false, won: 8, lost: 1 },
  { season: 2014, team: 'women 1', opponent: 'TV Brunn', home: true, won: 5, lost: 4 },
  { season: 2014, team: 'women 1', opponent: 'SV Lindau', home: false, won: 6, lost: 3 },
  { season: 2014, team: 'women 1', opponent: 'TC Weiler', home: true, won: 7, lost: 2 },
  { season: 2014, team: 'women 1', opponent: 'TC Hof', home: false, won: 3, lost: 6 },
  { season: 2014, team: 'men 40', opponent: 'Lakeside', home: true, won: 4, lost: 2 },
  { season: 2014, team: 'men 40', opponent: 'Old Mill', home: false, won: 5, lost: 1 },
  { season: 2014, team: 'men 40', opponent: 'TC Am Park', home: true, won: 4, lost: 2 },
  { season: 2014, team: 'men 40', opponent: 'SV Lindau', home: false, won: 0, lost: 6 },
  { season: 2014, team: 'men 40', opponent: 'TV Brunn', home: true, won: 4, lost: 2 },
  { season: 2014, team: 'men 40', opponent: 'TC Hof', home: false, won: 2, lost: 4 },
  { season: 2015, team: 'men 1', opponent: 'Old Mill', home: true, won: 2, lost: 7 },
  { season: 2015, team: 'men 1', opponent: 'Rot-Weiss', home: false, won: 8, lost: 1 },
  { season: 2015, team: 'men 1', opponent: 'TC Am Park', home: true, won: 5, lost: 4 },
  { season: 2015, team: 'men 1', opponent: 'Blue Court', home: false, won: 5, lost: 4 },
  { season: 2015, team: 'men 1', opponent: 'TC Hof', home: true, won: 9, lost: 0 },
  { season: 2015, team: 'men 1', opponent: 'Lakeside', home: false, won: 4, lost: 5 },
  { season: 2015, team: 'women 1', opponent: 'Blue Court', home: true, won: 2, lost: 7 },
  { season: 2015, team: 'women 1', opponent: 'Lakeside', home: false, won: 6, lost: 3 },
  { season: 2015, team: 'women 1', opponent: 'TV Brunn', home: true, won: 3, lost: 6 },
  { season: 2015, team: 'women 1', opponent: 'SV Lindau', home: false, won: 1, lost: 8 },
  { season: 2015, team: 'women 1', opponent: 'Old Mill', home: true, won: 6, lost: 3 },
  { season: 2015, team: 'women 1', opponent: 'TC Am Park', home: false, won: 2, lost: 7 },
  { season: 2015, team: 'men 40', opponent: 'Rot-Weiss', home: true, won: 2, lost: 4 },
  { season: 2015, team: 'men 40', opponent: 'Blue Court', home: false, won: 2, lost: 4 },
  { season: 2015, team: 'men 40', opponent: 'TC Weiler', home: true, won: 2, lost: 4 },
  { season: 2015, team: 'men 40', opponent: 'SV Lindau', home: false, won: 5, lost: 1 },
  { season: 2015, team: 'men 40', opponent: 'Eastside', home: true, won: 1, lost: 5 },
  { season: 2015, team: 'men 40', opponent: 'Lakeside', home: false, won: 2, lost: 4 },
  { season: 2016, team: 'men 1', opponent: 'TC Hof', home: true, won: 5, lost: 4 },
  { season: 2016, team: 'men 1', opponent: 'Lakeside', home: false, won: 1, lost: 8 },
  { season: 2016, team: 'men 1', opponent: 'TC Am Park', home: true, won: 6, lost: 3 },
  { season: 2016, team: 'men 1', opponent: 'TC Weiler', home: false, won: 4, lost: 5 },
  { season: 2016, team: 'men 1', opponent: 'SV Lindau', home: true, won: 7, lost: 2 },
  { season: 2016, team: 'men 1', opponent: 'Blue Court', home: false, won: 6, lost: 3 },
  { season: 2016, team: 'women 1', opponent: 'Rot-Weiss', home: true, won: 5, lost: 4 },
  { season: 2016, team: 'women 1', opponent: 'Blue Court', home: false, won: 5, lost: 4 },
  { season: 2016, team: 'women 1', opponent: 'TC Am Park', home: true, won: 1, lost: 8 },
  { season: 2016, team: 'women 1', opponent: 'TV Brunn', home: false, won: 5, lost: 4 },
  { season: 2016, team: 'women 1', opponent: 'Lakeside', home: true, won: 5, lost: 4 },
  { season: 2016, team: 'women 1', opponent: 'SV Lindau', home: false, won: 6, lost: 3 },
  { season: 2016, team: 'men 40', opponent: 'Rot-Weiss', home: true, won: 6, lost: 0 },
  { season: 2016, team: 'men 40', opponent: 'TV Brunn', home: false, won: 5, lost: 1 },
  { season: 2016, team: 'men 40', opponent: 'SV Lindau', home: true, won: 3, lost: 3 },
  { season: 2016, team: 'men 40', opponent: 'TC Am Park', home: false, won: 2, lost: 4 },
  { season: 2016, team: 'men 40', opponent: 'Old Mill', home: true, won: 1, lost: 5 },
  { season: 2016, team: 'men 40', opponent: 'Blue Court', home: false, won: 4, lost: 2 },
  { season: 2017, team: 'men 1', opponent: 'TC Weiler', home: true, won: 8, lost: 1 },
  { season: 2017, team: 'men 1', opponent: 'TC Hof', home: false, won: 7, lost: 2 },
  { season: 2017, team: 'men 1', opponent: 'Rot-Weiss', home: true, won: 6, lost: 3 },
  { season: 2017, team: 'men 1', opponent: 'TC Am Park', home: false, won: 0, lost: 9 },
  { season: 2017, team: 'men 1', opponent: 'SV Lindau', home: true, won: 6, lost: 3 },
  { season: 2017, team: 'men 1', opponent: 'Blue Court', home: false, won: 6, lost: 3 },
  { season: 2017, team: 'women 1', opponent: 'TC Hof', home: true, won: 8, lost: 1 },
  { season: 2017, team: 'women 1', opponent: 'Blue Court', home: false, won: 2, lost: 7 },
  { season: 2017, team: 'women 1', opponent: 'Eastside', home: true, won: 4, lost: 5 },
  { season: 2017, team: 'women 1', opponent: 'Lakeside', home: false, won: 5, lost: 4 },
  { season: 2017, team: 'women 1', opponent: 'SV Lindau', home: true, won: 2, lost: 7 },
  { season: 2017, team: 'women 1', opponent: 'Rot-Weiss', home: false, won: 6, lost: 3 },
  { season: 2017, team: 'men 40', opponent: 'Eastside', home: true, won: 3, lost: 3 },
  { season: 2017, team: 'men 40', opponent: 'Lakeside', home: false, won: 2, lost: 4 },
  { season: 2017, team: 'men 40', opponent: 'TC Weiler', home: true, won: 2, lost: 4 },
  { season: 2017, team: 'men 40', opponent: 'Blue Court', home: false, won: 5, lost: 1 },
  { season: 2017, team: 'men 40', opponent: 'TV Brunn', home: true, won: 4, lost: 2 },
  { season: 2017, team: 'men 40', opponent: 'TC Am Park', home: false, won: 4, lost: 2 },
  { season: 2018, team: 'men 1', opponent: 'TV Brunn', home: true, won: 5, lost: 4 },
  { season: 2018, team: 'men 1', opponent: 'Old Mill', home: false, won: 2, lost: 7 },
  { season: 2018, team: 'men 1', opponent: 'Lakeside', home: true, won: 1, lost: 8 },
  { season: 2018, team: 'men 1', opponent: 'TC Am Park', home: false, won: 3, lost: 6 },
  { season: 2018, team: 'men 1', opponent: 'Eastside', home: true, won: 3, lost: 6 },
  { season: 2018, team: 'men 1', opponent: 'TC Weiler', home: false, won: 4, lost: 5 },
  { season: 2018, team: 'women 1', opponent: 'TV Brunn', home: true, won: 9, lost: 0 },
  { season: 2018, team: 'women 1', opponent: 'Old Mill', home: false, won: 3, lost: 6 },
  { season: 2018, team: 'women 1', opponent: 'Eastside', home: true, won: 3, lost: 6 },
  { season: 2018, team: 'women 1', opponent: 'SV Lindau', home: false, won: 3, lost: 6 },
  { season: 2018, team: 'women 1', opponent: 'Rot-Weiss', home: true, won: 6, lost: 3 },
  { season: 2018, team: 'women 1', opponent: 'TC Am Park', home: false, won: 7, lost: 2 },
  { season: 2018, team: 'men 40', opponent: 'Eastside', home: true, won: 1, lost: 5 },
  { season: 2018, team: 'men 40', opponent: 'Lakeside', home: false, won: 3, lost: 3 },
  { season: 2018, team: 'men 40', opponent: 'TC Am Park', home: true, won: 6, lost: 0 },
  { season: 2018, team: 'men 40', opponent: 'TV Brunn', home: false, won: 4, lost: 2 },
  { season: 2018, team: 'men 40', opponent: 'Old Mill', home: true, won: 1, lost: 5 },
  { season: 2018, team: 'men 40', opponent: 'TC Weiler', home: false, won: 3, lost: 3 },
  { season: 2019, team: 'men 1', opponent: 'Old Mill', home: true, won: 7, lost: 2 },
  { season: 2019, team: 'men 1', opponent: 'Blue Court', home: false, won: 6, lost: 3 },
  { season: 2019, team: 'men 1', opponent: 'Lakeside', home: true, won: 0, lost: 9 },
  { season: 2019, team: 'men 1', opponent: 'TC Weiler', home: false, won: 7, lost: 2 },
  { season: 2019, team: 'men 1', opponent: 'Rot-Weiss', home: true, won: 6, lost: 3 },
  { season: 2019, team: 'men 1', opponent: 'TV Brunn', home: false, won: 4, lost: 5 },
  { season: 2019, team: 'women 1', opponent: 'Lakeside', home: true, won: 3, lost: 6 },
  { season: 2019, team: 'women 1', opponent: 'Old Mill', home: false, won: 4, lost: 5 },
  { season: 2019, team: 'women 1', opponent: 'SV Lindau', home: true, won: 4, lost: 5 },
  { season: 2019, team: 'women 1', opponent: 'TV Brunn', home: false, won: 5, lost: 4 },
  { season: 2019, team: 'women 1', opponent: 'TC Am Park', home: true, won: 4, lost: 5 },
  { season: 2019, team: 'women 1', opponent: 'Rot-Weiss', home: false, won: 8, lost: 1 },
  { season: 2019, team: 'men 40', opponent: 'TC Weiler', home: true, won: 2, lost: 4 },
  { season: 2019, team: 'men 40', opponent: 'Old Mill', home: false, won: 2, lost: 4 },
  { season: 2019, team: 'men 40', opponent: 'TC Am Park', home: true, won: 2, lost: 4 },
  { season: 2019, team: 'men 40', opponent: 'Blue Court', home: false, won: 5, lost: 1 },
  { season: 2019, team: 'men 40', opponent: 'TC Hof', home: true, won: 5, lost: 1 },
  { season: 2019, team: 'men 40', opponent: 'TV Brunn', home: false, won: 4, lost: 2 },
  { season: 2020, team: 'men 1', opponent: 'Blue Court', home: true, won: 5, lost: 4 },
  { season: 2020, team: 'men 1', opponent: 'TV Brunn', home: false, won: 4, lost: 5 },
  { season: 2020, team: 'men 1', opponent: 'Eastside', home: true, won: 2, lost: 7 },
  { season: 2020, team: 'men 1', opponent: 'Rot-Weiss', home: false, won: 1, lost: 8 },
  { season: 2020, team: 'men 1', opponent: 'Old Mill', home: true, won: 2, lost: 7 },
  { season: 2020, team: 'men 1', opponent: 'Lakeside', home: false, won: 3, lost: 6 },
  { season: 2020, team: 'women 1', opponent: 'TV Brunn', home: true, won: 3, lost: 6 },
  { season: 2020, team: 'women 1', opponent: 'TC Am Park', home: false, won: 4, lost: 5 },
  { season: 2020, team: 'women 1', opponent: 'Old Mill', home: true, won: 7, lost: 2 },
  { season: 2020, team: 'women 1', opponent: 'TC Hof', home: false, won: 3, lost: 6 },
  { season: 2020, team: 'women 1', opponent: 'Eastside', home: true, won: 4, lost: 5 },
  { season: 2020, team: 'women 1', opponent: 'Rot-Weiss', home: false, won: 6, lost: 3 },
  { season: 2020, team: 'men 40', opponent: 'Old Mill', home: true, won: 4, lost: 2 },
  { season: 2020, team: 'men 40', opponent: 'Rot-Weiss', home: false, won: 4, lost: 2 },
  { season: 2020, team: 'men 40', opponent: 'TC Am Park', home: true, won: 3, lost: 3 },
  { season: 2020, team: 'men 40', opponent: 'Blue Court', home: false, won: 2, lost: 4 },
  { season: 2020, team: 'men 40', opponent: 'TC Hof', home: true, won: 5, lost: 1 },
  { season: 2020, team: 'men 40', opponent: 'TC Weiler', home: false, won: 5, lost: 1 },
  { season: 2021, team: 'men 1', opponent: 'TC Hof', home: true, won: 7, lost: 2 },
  { season: 2021, team: 'men 1', opponent: 'TV Brunn', home: false, won: 6, lost: 3 },
  { season: 2021, team: 'men 1', opponent: 'SV Lindau', home: true, won: 2, lost: 7 },
  { season: 2021, team: 'men 1', opponent: 'Blue Court', home: false, won: 8, lost: 1 },
  { season: 2021, team: 'men 1', opponent: 'TC Am Park', home: true, won: 2, lost: 7 },
  { season: 2021, team: 'men 1', opponent: 'TC Weiler', home: false, won: 7, lost: 2 },
  { season: 2021, team: 'women 1', opponent: 'Rot-Weiss', home: true, won: 5, lost: 4 },
  { season: 2021, team: 'women 1', opponent: 'TV Brunn', home: false, won: 5, lost: 4 },
  { season: 2021, team: 'women 1', opponent: 'TC Am Park', home: true, won: 2, lost: 7 },
  { season: 2021, team: 'women 1', opponent: 'TC Hof', home: false, won: 4, lost: 5 },
  { season: 2021, team: 'women 1', opponent: 'TC Weiler', home: true, won: 3, lost: 6 },
  { season: 2021, team: 'women 1', opponent: 'Lakeside', home: false, won: 4, lost: 5 },
  { season: 2021, team: 'men 40', opponent: 'SV Lindau', home: true, won: 4, lost: 2 },
  { season: 2021, team: 'men 40', opponent: 'Blue Court', home: false, won: 3, lost: 3 },
  { season: 2021, team: 'men 40', opponent: 'TC Am Park', home: true, won: 6, lost: 0 },
  { season: 2021, team: 'men 40', opponent: 'TV Brunn', home: false, won: 4, lost: 2 },
  { season: 2021, team: 'men 40', opponent: 'TC Hof', home: true, won: 1, lost: 5 },
  { season: 2021, team: 'men 40', opponent: 'Old Mill', home: false, won: 4, lost: 2 },
  { season: 2022, team: 'men 1', opponent: 'Rot-Weiss', home: true, won: 2, lost: 7 },
  { season: 2022, team: 'men 1', opponent: 'TC Hof', home: false, won: 6, lost: 3 },
  { season: 2022, team: 'men 1', opponent: 'Lakeside', home: true, won: 8, lost: 1 },
  { season: 2022, team: 'men 1', opponent: 'TC Am Park', home: false, won: 5, lost: 4 },
  { season: 2022, team: 'men 1', opponent: 'Eastside', home: true, won: 5, lost: 4 },
  { season: 2022, team: 'men 1', opponent: 'SV Lindau', home: false, won: 3, lost: 6 },
  { season: 2022, team: 'women 1', opponent: 'Lakeside', home: true, won: 6, lost: 3 },
  { season: 2022, team: 'women 1', opponent: 'Rot-Weiss', home: false, won: 7, lost: 2 },
  { season: 2022, team: 'women 1', opponent: 'TV Brunn', home: true, won: 9, lost: 0 },
  { season: 2022, team: 'women 1', opponent: 'TC Am Park', home: false, won: 5, lost: 4 },
  { season: 2022, team: 'women 1', opponent: 'Blue Court', home: true, won: 6, lost: 3 },
  { season: 2022, team: 'women 1', opponent: 'Eastside', home: false, won: 1, lost: 8 },
  { season: 2022, team: 'men 40', opponent: 'TC Hof', home: true, won: 5, lost: 1 },
  { season: 2022, team: 'men 40', opponent: 'TC Am Park', home: false, won: 2, lost: 4 },
  { season: 2022, team: 'men 40', opponent: 'Rot-Weiss', home: true, won: 3, lost: 3 },
  { season: 2022, team: 'men 40', opponent: 'Old Mill', home: false, won: 0, lost: 6 },
  { season: 2022, team: 'men 40', opponent: 'SV Lindau', home: true, won: 0, lost: 6 },
  { season: 2022, team: 'men 40', opponent: 'Lakeside', home: false, won: 5, lost: 1 },
  { season: 2023, team: 'men 1', opponent: 'TV Brunn', home: true, won: 5, lost: 4 },
  { season: 2023, team: 'men 1', opponent: 'Rot-Weiss', home: false, won: 6, lost: 3 },
  { season: 2023, team: 'men 1', opponent: 'TC Hof', home: true, won: 5, lost: 4 },
  { season: 2023, team: 'men 1', opponent: 'Lakeside', home: false, won: 3, lost: 6 },
  { season: 2023, team: 'men 1', opponent: 'Blue Court', home: true, won: 8, lost: 1 },
  { season: 2023, team: 'men 1', opponent: 'TC Am Park', home: false, won: 7, lost: 2 },
  { season: 2023, team: 'women 1', opponent: 'Old Mill', home: true, won: 3, lost: 6 },
  { season: 2023, team: 'women 1', opponent: 'TC Weiler', home: false, won: 7, lost: 2 },
  { season: 2023, team: 'women 1', opponent: 'TC Am Park', home: true, won: 2, lost: 7 },
  { season: 2023, team: 'women 1', opponent: 'SV Lindau', home: false, won: 3, lost: 6 },
  { season: 2023, team: 'women 1', opponent: 'Rot-Weiss', home: true, won: 0, lost: 9 },
  { season: 2023, team: 'women 1', opponent: 'TC Hof', home: false, won: 9, lost: 0 },
  { season: 2023, team: 'men 40', opponent: 'TC Am Park', home: true, won: 1, lost: 5 },
  { season: 2023, team: 'men 40', opponent: 'Blue Court', home: false, won: 1, lost: 5 },
  { season: 2023, team: 'men 40', opponent: 'TC Hof', home: true, won: 3, lost: 3 },
  { season: 2023, team: 'men 40', opponent: 'Eastside', home: false, won: 5, lost: 1 },
  { season: 2023, team: 'men 40', opponent: 'TC Weiler', home: true, won: 4, lost: 2 },
  { season: 2023, team: 'men 40', opponent: 'Rot-Weiss', home: false, won: 3, lost: 3 },
  { season: 2024, team: 'men 1', opponent: 'TC Hof', home: true, won: 7, lost: 2 },
  { season: 2024, team: 'men 1', opponent: 'TC Weiler', home: false, won: 3, lost: 6 },
  { season: 2024, team: 'men 1', opponent: 'Blue Court', home: true, won: 0, lost: 9 },
  { season: 2024, team: 'men 1', opponent: 'SV Lindau', home: false, won: 4, lost: 5 },
  { season: 2024, team: 'men 1', opponent: 'Old Mill', home: true, won: 0, lost: 9 },
  { season: 2024, team: 'men 1', opponent: 'Rot-Weiss', home: false, won: 1, lost: 8 },
  { season: 2024, team: 'women 1', opponent: 'Lakeside', home: true, won: 3, lost: 6 },
  { season: 2024, team: 'women 1', opponent: 'Blue Court', home: false, won: 5, lost: 4 },
  { season: 2024, team: 'women 1', opponent: 'TC Weiler', home: true, won: 1, lost: 8 },
  { season: 2024, team: 'women 1', opponent: 'TC Am Park', home: false, won: 5, lost: 4 },
  { season: 2024, team: 'women 1', opponent: 'TV Brunn', home: true, won: 9, lost: 0 },
  { season: 2024, team: 'women 1', opponent: 'TC Hof', home: false, won: 6, lost: 3 },
  { season: 2024, team: 'men 40', opponent: 'TC Hof', home: true, won: 1, lost: 5 },
  { season: 2024, team: 'men 40', opponent: 'Eastside', home: false, won: 3, lost: 3 },
  { season: 2024, team: 'men 40', opponent: 'Old Mill', home: true, won: 3, lost: 3 },
  { season: 2024, team: 'men 40', opponent: 'TV Brunn', home: false, won: 6, lost: 0 },
];

/** Matches of a season, of one team or of all. */
function leagueMatches(season, team = null) {
  return LEAGUE.filter((match) => match.season === season && (!team || match.team === team));
}

/** Won, drawn and lost matches of a team in a season, and the points of that. */
function leagueRecord(season, team) {
  const record = { won: 0, drawn: 0, lost: 0, points: 0 };
  for (const match of leagueMatches(season, team)) {
    if (match.won > match.lost) record.won += 1;
    else if (match.won === match.lost) record.drawn += 1;
    else record.lost += 1;
  }
  record.points = record.won * 2 + record.drawn;
  return record;
}

/** The opponent that a team has lost to most often, by name if there are several; null if it never lost. */
function toughestOpponent(team) {
  const counts = new Map();
  for (const match of LEAGUE) {
    if (match.team === team && match.lost > match.won) counts.set(match.opponent, (counts.get(match.opponent) ?? 0) + 1);
  }
  const sorted = [...counts].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0]));
  return sorted.length ? sorted[0][0] : null;
}

/** The highest win in all seasons. */
function highestWin(team) {
  const own = LEAGUE.filter((match) => match.team === team);
  return own.reduce((best, match) => (!best || match.won - match.lost > best.won - best.lost ? match : best), null);
}

/** The share of matches won at home and away, in percent. */
function homeAdvantage(team) {
  const share = (matches) => {
    const won = matches.filter((match) => match.won > match.lost).length;
    return matches.length ? Math.round((100 * won) / matches.length) : 0;
  };
  const own = LEAGUE.filter((match) => match.team === team);
  return { home: share(own.filter((match) => match.home)), away: share(own.filter((match) => !match.home)) };
}

/** Six players for a match: the best ones who can come, but nobody who plays for a higher team. */
function lineUp(ranking, available, higher = []) {
  const six = ranking.filter((name) => available.includes(name) && !higher.includes(name)).slice(0, 6);
  if (six.length < 4) throw new ClubError(message('too_few_players', 'en', { count: six.length }));
  return six;
}

// --- Keys and lockers ------------------------------------------------------------------------------------------------

/** Keys of the house and lockers. */
class Keys {
  constructor(lockers = 40) {
    this.keys = new Map();
    this.lockers = Array.from({ length: lockers }, () => null);
  }

  /** Give somebody a key for a deposit. */
  handOut(key, member, today) {
    const holder = this.keys.get(key);
    if (holder) throw new ClubError(message('key_is_out', 'en', { key, member: holder.member }));
    this.keys.set(key, { member, since: today });
    return KEY_DEPOSIT;
  }

  /** A key comes back; without it for more than a year half of the deposit is kept. */
  takeBack(key, today) {
    const holder = this.keys.get(key);
    if (!holder) throw new ClubError(message('key_is_here', 'en', { key }));
    this.keys.delete(key);
    return daysBetween(holder.since, today) > 365 ? KEY_DEPOSIT / 2 : KEY_DEPOSIT;
  }

  /** Keys of a member. */
  of(member) {
    return [...this.keys].filter(([, holder]) => holder.member === member).map(([key]) => key).sort();
  }

  /** Rent the first free locker; returns its number, from 1. */
  rentLocker(member) {
    const taken = this.lockers.indexOf(member);
    if (taken >= 0) return taken + 1;
    const free = this.lockers.indexOf(null);
    if (free < 0) throw new ClubError(message('no_locker'));
    this.lockers[free] = member;
    return free + 1;
  }

  /** Give a locker back. */
  leaveLocker(member) {
    const place = this.lockers.indexOf(member);
    if (place >= 0) this.lockers[place] = null;
    return place >= 0;
  }

  /** Numbers of the free lockers as a short text: "1-3, 7". */
  freeLockers() {
    const numbers = this.lockers.flatMap((member, i) => (member === null ? [i + 1] : []));
    const parts = [];
    for (let i = 0; i < numbers.length; i++) {
      const first = numbers[i];
      while (numbers[i + 1] === numbers[i] + 1) i += 1;
      parts.push(first === numbers[i] ? `${first}` : `${first}-${numbers[i]}`);
    }
    return parts.join(', ');
  }
}

// --- Working hours ---------------------------------------------------------------------------------------------------

const WORK_HOURS = 6;
const HOUR_NOT_DONE = 1200;

/** How many hours somebody still has to work for the club in a year; only adults from 18 to 65 have to. */
function hoursToDo(member, year, done) {
  const years = age(member.born, `${year}-01-01`);
  if (kindOf(member, year) !== 'adult' || years > 65) return 0;
  return Math.max(0, WORK_HOURS - done);
}

/** What is charged for hours that weren't done. */
function workCharge(member, year, done) {
  return Math.round(hoursToDo(member, year, done) * HOUR_NOT_DONE);
}

/** Spread jobs over people: each job has hours, who has the fewest hours so far gets the longest job. */
function assignJobs(jobs, people) {
  const load = new Map(people.map((name) => [name, { hours: 0, jobs: [] }]));
  for (const job of [...jobs].sort((a, b) => b.hours - a.hours || a.title.localeCompare(b.title))) {
    const [, least] = [...load].sort((a, b) => a[1].hours - b[1].hours || a[0].localeCompare(b[0]))[0];
    least.hours += job.hours;
    least.jobs.push(job.title);
  }
  return Object.fromEntries([...load].map(([name, { jobs: titles }]) => [name, titles]));
}

// --- Letters and pages -----------------------------------------------------------------------------------------------

/** Text for HTML. */
function escapeHtml(text) {
  const names = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
  return String(text).replace(/[&<>"]/g, (sign) => names[sign]);
}

/** A table of HTML; the first row is the header. */
function htmlTable(rows) {
  const line = (cells, tag) => `<tr>${cells.map((cell) => `<${tag}>${escapeHtml(cell)}</${tag}>`).join('')}</tr>`;
  const [header, ...body] = rows;
  return `<table>\n<thead>${line(header, 'th')}</thead>\n<tbody>\n${body.map((row) => line(row, 'td')).join('\n')}\n</tbody>\n</table>`;
}

/** The plan of a day as a table: a row for each hour, a column for each court. */
function planTable(bookings, members, day) {
  const rows = [['', ...COURTS.map((court) => `court ${court.number}`)]];
  for (let from = OPENS; from < CLOSES; from += 60) {
    const cells = COURTS.map((court) => {
      const booking = bookings.clash(court.number, day, from, from + 60);
      return booking ? shortName(members.get(booking.member).name) : '';
    });
    rows.push([timeText(from), ...cells]);
  }
  return htmlTable(rows);
}

/** Lines of a CSV; cells with semicolons, quotes or line breaks are quoted. */
function csv(rows) {
  const cell = (value) => {
    const text = String(value ?? '');
    return /[;"\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
  };
  return rows.map((row) => `${row.map(cell).join(';')}\n`).join('');
}

/** The list of members for the association. */
function memberList(members, today) {
  const rows = members.active(today).map((m) => [m.number, m.name, m.born, kindOf(m, parseDay(today).year), m.email]);
  return csv([['number', 'name', 'born', 'kind', 'email'], ...rows]);
}

/** The letter for somebody's birthday. */
function birthdayLetter(member, year, language = 'en') {
  const years = year - parseDay(member.born).year;
  const key = years % 10 === 0 ? 'round_birthday' : 'birthday';
  return `${message('dear', language, { name: member.name })}\n\n${message(key, language, { years })}\n${message('greetings', language)}\n`;
}

/** Everybody who gets the newsletter, each address once. */
function newsletterAddresses(members, today, unsubscribed = []) {
  const no = new Set(unsubscribed.map((address) => address.toLowerCase()));
  const all = new Set();
  for (const member of members.active(today)) {
    const address = (member.email ?? '').toLowerCase();
    if (address && !no.has(address)) all.add(address);
  }
  return [...all].sort();
}

/** Break a text into lines of at most `width` characters. */
function wrap(text, width = 70) {
  const lines = [];
  let line = '';
  for (const word of text.split(/\s+/).filter(Boolean)) {
    if (line && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else {
      line = line ? `${line} ${word}` : word;
    }
  }
  if (line) lines.push(line);
  return lines;
}

// --- Figures ---------------------------------------------------------------------------------------------------------

/** Members by kind on a day. */
function countKinds(members, today) {
  const { year } = parseDay(today);
  const counts = {};
  for (const member of members.active(today)) {
    const kind = kindOf(member, year);
    counts[kind] = (counts[kind] ?? 0) + 1;
  }
  return counts;
}

/** Members by age, in groups of ten years: {"0-9": 3, ...}. */
function agePyramid(members, today) {
  const groups = {};
  for (const member of members.active(today)) {
    const ten = Math.floor(age(member.born, today) / 10) * 10;
    const key = `${ten}-${ten + 9}`;
    groups[key] = (groups[key] ?? 0) + 1;
  }
  return Object.fromEntries(Object.entries(groups).sort((a, b) => parseInt(a[0], 10) - parseInt(b[0], 10)));
}

/** Who has come and gone in a year. */
function changes(members, year) {
  const all = [...members.byNumber.values()];
  const come = all.filter((m) => parseDay(m.joined).year === year).length;
  const gone = all.filter((m) => m.left && parseDay(m.left).year === year).length;
  return { come, gone, difference: come - gone };
}

/** Who has played most in a time, by name and hours. */
function mostActive(bookings, members, from, to, most = 5) {
  const minutes = new Map();
  for (const booking of bookings.list.filter((b) => b.day >= from && b.day <= to)) {
    for (const number of [booking.member, booking.partner]) {
      if (number !== null) minutes.set(number, (minutes.get(number) ?? 0) + booking.to - booking.from);
    }
  }
  const rows = [...minutes].map(([number, sum]) => ({ name: members.get(number).name, hours: sum / 60 }));
  return rows.sort((a, b) => b.hours - a.hours || a.name.localeCompare(b.name)).slice(0, most);
}

/** When courts are booked most: minutes by weekday. */
function busyDays(bookings) {
  const sums = WEEKDAYS.map((name) => ({ name, minutes: 0 }));
  for (const booking of bookings.list) sums[weekday(booking.day)].minutes += booking.to - booking.from;
  return sums.sort((a, b) => b.minutes - a.minutes);
}

/** What the club takes in a year: fees, by kind of bill. */
function income(members, year) {
  const all = bills(members, year);
  const families = all.filter((bill) => bill.members.length > 1);
  const sum = (list) => list.reduce((total, bill) => total + bill.cents, 0);
  return { families: sum(families), single: sum(all) - sum(families), total: sum(all) };
}

/** The report for the meeting of the members. */
function yearReport(members, year) {
  const { come, gone } = changes(members, year);
  const kinds = Object.entries(countKinds(members, `${year}-12-31`)).sort((a, b) => b[1] - a[1]);
  const lines = [
    `Report ${year}`,
    `${plural(members.active(`${year}-12-31`).length, 'member')}: ${kinds.map(([kind, count]) => `${count} ${kind}`).join(', ')}`,
    `${come} have come, ${gone} have gone`,
    `fees: ${euros(income(members, year).total)}`,
  ];
  for (const { name, years } of members.jubilees(year)) lines.push(`${name}: ${years} years in the club`);
  return `${lines.join('\n')}\n`;
}

module.exports = {
  ClubError, COURTS, FEES, FAMILY_MAXIMUM, LEAGUE, MESSAGES, TRAINERS,
  Bookings, Keys, Members,
  addDays, age, agePyramid, toughestOpponent, annualFee, assignJobs, billText, bills, birthdayLetter, busyDays, certificate,
  changes, climb, countKinds, courseDays, csv, daysBetween, draw, entranceFee, escapeHtml, euros, familyFee, guestPrice,
  highestWin, homeAdvantage, hoursToDo, htmlTable, income, isEmail, isSet, kindOf, lastName, lateFee, leagueMatches,
  leagueRecord, lessonPrice, lineUp, longDay, makeGroups, memberList, message, mondayOf, mostActive, newPoints,
  newsletterAddresses, openBills, parseDay, parseTime, planTable, plural, readPayments, roundName, roundRobin, seedOrder,
  shortName, standings, sunset, timeText, trainersFor, untranslated, usableCourts, weekday, winner, workCharge, wrap,
  yearReport,
};
