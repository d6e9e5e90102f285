"""Household accounts: reads the statements of many banks, sorts the entries into categories and sums them up.

Amounts are whole cents, negative for money that goes out. Each bank has a function of its own, as each has its own
format; all of them take the text of a statement and give a list of entries in the order of the statement.
"""

import csv
import io
import json
import re
import xml.etree.ElementTree as ElementTree
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

# --- Entries ----------------------------------------------------------------------------------------------------------


class StatementError(Exception):
    """A statement that can't be read, with the line if it is known."""


@dataclass(frozen=True)
class Entry:
    """One movement of an account."""

    day: date
    cents: int
    text: str
    partner: str = ""
    account: str = ""
    category: str = ""

    @property
    def is_income(self):
        """Whether money comes in."""
        return self.cents > 0


def german_amount(text):
    """Cents of "1.234,50", "-12,5" and "7"."""
    text = text.strip().replace("EUR", "").replace("€", "").replace(" ", "")
    negative = text.startswith("-") or text.endswith("-")
    whole, _, rest = text.strip("+-").replace(".", "").partition(",")
    return _cents(whole, rest, negative, text)


def english_amount(text):
    """Cents of "1,234.50", "-12.5" and "(7.00)"; brackets mean minus."""
    text = text.strip().replace("EUR", "").replace("£", "").replace("$", "").replace(" ", "")
    negative = text.startswith(("-", "(")) or text.endswith("-")
    whole, _, rest = text.strip("+-()").replace(",", "").partition(".")
    return _cents(whole, rest, negative, text)


def swiss_amount(text):
    """Cents of "1'234.50"."""
    return english_amount(text.replace("'", "").replace("’", "").replace("CHF", ""))


def _cents(whole, rest, negative, text):
    rest = re.sub(r"\D.*", "", rest)
    if not (whole or "0").isdecimal():
        raise StatementError(f"{text!r} is not an amount")
    cents = int(whole or 0) * 100 + int(rest[:2].ljust(2, "0"))
    return -cents if negative else cents


def day_of(text, form):
    """A day in one of the forms of strptime."""
    try:
        return datetime.strptime(text.strip(), form).date()
    except ValueError as error:
        raise StatementError(f"{text.strip()!r} is not a day like {date(2025, 12, 31).strftime(form)}") from error


def tidy(text):
    """A text with single blanks, without the codes that banks put in front."""
    text = re.sub(r"\b(SVWZ|EREF|MREF|CRED|KREF|ABWA)\+", " ", text)
    return re.sub(r"\s+", " ", text).strip()


def rows_of(text, delimiter, skip=0):
    """Rows of a CSV after so many lines; empty ones are left out."""
    lines = text.lstrip("\ufeff").splitlines()[skip:]
    return [row for row in csv.reader(lines, delimiter=delimiter) if any(cell.strip() for cell in row)]


def records_of(text, delimiter, skip=0):
    """The same as dicts; names of columns without blanks around them."""
    rows = rows_of(text, delimiter, skip)
    if not rows:
        return []
    header = [name.strip() for name in rows[0]]
    return [dict(zip(header, row)) for row in rows[1:]]


# --- Statements of banks ----------------------------------------------------------------------------------------------

def read_alpenbank(text):
    """Alpenbank: one amount, with a sign.

        Buchung;Betrag;Zweck;Name
        11.05.2025;-907,98;ticket;Lumen Energy
        13.05.2025;-1.593,52;ticket;Lumen Energy
    """
    entries = []
    for record in records_of(text, ";"):
        day = day_of(record["Buchung"], "%d.%m.%Y")
        cents = german_amount(record["Betrag"])
        entries.append(Entry(day, cents, tidy(record["Zweck"]), record["Name"].strip()))
    return entries


def read_anchor(text):
    """Anchor Savings: money out and money in have columns of their own.

        Date,Details,Payee,Paid out,Paid in
        14/07/2025,card 0042,Rail Card,755.27,
        15/07/2025,March,Tele Nord,513.44,
        18/07/2025,invoice 4711,Lumen Energy,169.06,
    """
    entries = []
    for record in records_of(text, ","):
        spent, received = record["Paid out"].strip(), record["Paid in"].strip()
        if bool(spent) == bool(received):
            raise StatementError(f"an entry of {record['Date']} has not exactly one amount")
        cents = -english_amount(spent) if spent else english_amount(received)
        day = day_of(record["Date"], "%d/%m/%Y")
        entries.append(Entry(day, cents, tidy(record["Details"]), record["Payee"].strip()))
    return entries


def read_argent(text):
    """Crédit Argent: one amount, with a sign.

        Crédit Argent - relevé
        Date;Montant;Libellé;Tiers
        21/04/2025;-382,19;card 0042;A. Rossi
        23/04/2025;-505,29;refund;Rail Card
    """
    entries = []
    for record in records_of(text, ";", skip=1):
        day = day_of(record["Date"], "%d/%m/%Y")
        cents = german_amount(record["Montant"])
        entries.append(Entry(day, cents, tidy(record["Libellé"]), record["Tiers"].strip()))
    return entries


def read_bayside(text):
    """Bayside: JSON, amounts as numbers.

        {"bank": "bayside", "transactions": [
          {"booked": "2025-03-26", "amount": -2739.87, "counterparty": {"name": "Tele Nord"}, "memo": "invoice 4711"},
          {"booked": "2025-03-28", "amount": 1346.14, "counterparty": {"name": "Payroll Office"}, "memo": "refund"}
        ]}
    """
    try:
        items = json.loads(text)["transactions"]
    except (ValueError, KeyError, TypeError) as error:
        raise StatementError("not a statement of Bayside") from error
    entries = []
    for item in items:
        partner = (item.get("counterparty") or {}).get("name", "")
        day = date.fromisoformat(item["booked"][:10])
        entries.append(Entry(day, round(float(item["amount"]) * 100), tidy(item.get("memo", "")), partner))
    return entries


def read_birch(text):
    """Birch Bank: the newest entry comes first; there are accounts in several currencies.

        Posted,Description,Amount,Currency
        2025-09-05,invoice 4711,"-2,875.08",USD
        2025-09-04,March,"-3,522.97",USD
    """
    entries = []
    for record in records_of(text, ","):
        currency = record["Currency"].strip()
        if currency != "USD":
            raise StatementError(f"Birch Bank account in {currency}, only USD can be read")
        day = day_of(record["Posted"], "%Y-%m-%d")
        entries.append(Entry(day, english_amount(record["Amount"]), tidy(record["Description"])))
    entries.reverse()
    return entries


def read_bluebox(text):
    """Bluebox: no signs, but S for money that goes out and H for money that comes in.

        Bluebox;Konto;Umsätze
        03.08.2025;x;A. Rossi;invoice 4711;S;1.047,59
        05.08.2025;x;Book Cellar;refund;S;2.290,20
    """
    entries = []
    for number, row in enumerate(rows_of(text, ";", skip=1), 2):
        if len(row) < 6:
            raise StatementError(f"line {number}: 6 columns are needed, there are {len(row)}")
        sign = {"S": -1, "H": 1}.get(row[4].strip())
        if sign is None:
            raise StatementError(f"line {number}: neither S nor H: {row[4]}")
        cents = sign * german_amount(row[5])
        entries.append(Entry(day_of(row[0], "%d.%m.%Y"), cents, tidy(row[3]), row[2].strip()))
    return entries


def read_bridge(text):
    """Bridge Union: columns of a fixed width, up to a line of =.

        BRIDGE UNION STATEMENT
        01/07/2025    -1,566.50 Corner Bakery     standing order
        02/07/2025    -2,786.46 Green Grocer      March
        =======================
    """
    entries = []
    for line in text.splitlines()[1:]:
        if line.startswith("="):
            break
        if not line.strip():
            continue
        day = day_of(line[:11], "%d/%m/%Y")
        cents = english_amount(line[11:23])
        partner = line[24:42].strip()
        entries.append(Entry(day, cents, tidy(line[42:]), partner))
    return entries


def read_caspar(text):
    """Caspar & Sons: there is a balance after each entry, which is checked.

        Day,Who,Amount,Balance
        22/05/2025,A. Rossi,"-2,638.13","-1,638.13"
        22/05/2025,Corner Bakery,"2,621.64",983.51
        22/05/2025,Tele Nord,702.30,"1,685.81"
    """
    entries = []
    balance = None
    for record in records_of(text, ","):
        cents = english_amount(record["Amount"])
        after = english_amount(record["Balance"])
        if balance is not None and balance + cents != after:
            raise StatementError(f"the balance of {record['Day']} doesn't fit, an entry seems to be missing")
        balance = after
        entries.append(Entry(day_of(record["Day"], "%d/%m/%Y"), cents, "", record["Who"].strip()))
    return entries


def read_castle(text):
    """Castle Bank: XML, an element for each entry.

        <statement bank="castle">
          <entry on="2025-06-26" sum="-856.23"><who>Corner Bakery</who><what>invoice 4711</what></entry>
          <entry on="2025-06-27" sum="-274.39"><who>City Works</who><what>order 99-12</what></entry>
        </statement>
    """
    try:
        root = ElementTree.fromstring(text)
    except ElementTree.ParseError as error:
        raise StatementError(f"not a statement of Castle Bank: {error}") from error
    entries = []
    for item in root.iter("entry"):
        day = day_of(item.get("on", ""), "%Y-%m-%d")
        cents = english_amount(item.get("sum", ""))
        entries.append(Entry(day, cents, tidy(item.findtext("what", "")), item.findtext("who", "")))
    return entries


def read_civic(text):
    """Civic: a block of lines for each entry.

        Date: 03/28/2025
        Amount: -1,308.12
        Payee: A. Rossi
        Memo: standing order

        Date: 03/29/2025
        Amount: 3,737.80
        Payee: Green Grocer
        Memo: ticket
    """
    entries = []
    for block in re.split(r"\n\s*\n", text.strip()):
        fields = {}
        for line in block.splitlines():
            name, _, value = line.partition(":")
            fields[name.strip()] = value.strip()
        if "Amount" not in fields:
            raise StatementError(f"an entry without Amount: {block[:40]!r}")
        day = day_of(fields["Date"], "%m/%d/%Y")
        text_ = tidy(fields.get("Memo", ""))
        entries.append(Entry(day, english_amount(fields["Amount"]), text_, fields.get("Payee", "")))
    return entries


def read_cobalt(text):
    """Cobalt: one amount, with a sign.

        date,value,note,contact,state
        2025-09-03,-619.14,thank you,Rail Card,done
        2025-09-05,"-3,617.88",March,City Works,done
        2025-09-05,-1.00,card,Kiosk,pending
    """
    entries = []
    for record in records_of(text, ","):
        if record["state"] == "pending":
            continue
        day = day_of(record["date"], "%Y-%m-%d")
        cents = english_amount(record["value"])
        entries.append(Entry(day, cents, tidy(record["note"]), record["contact"].strip()))
    return entries


def read_delta(text):
    """Deltabank: money out and money in have columns of their own.

        Datum;Text;Partner;Soll;Haben
        09.09.2025;thank you;Green Grocer;3.636,24;
        11.09.2025;refund;Book Cellar;;1.179,92
        13.09.2025;standing order;Green Grocer;;3.546,38
    """
    entries = []
    for record in records_of(text, ";"):
        spent, received = record["Soll"].strip(), record["Haben"].strip()
        if bool(spent) == bool(received):
            raise StatementError(f"an entry of {record['Datum']} has not exactly one amount")
        cents = -german_amount(spent) if spent else german_amount(received)
        day = day_of(record["Datum"], "%d.%m.%Y")
        entries.append(Entry(day, cents, tidy(record["Text"]), record["Partner"].strip()))
    return entries


def read_dune(text):
    """Dune: JSON, amounts in cents.

        {"bank": "dune", "items": [
          {"day": "2025-04-02", "cents": -386780, "partner": {"name": "Payroll Office"}, "text": "refund"},
          {"day": "2025-04-03", "cents": -286945, "partner": {"name": "Green Grocer"}, "text": "standing order"}
        ]}
    """
    try:
        items = json.loads(text)["items"]
    except (ValueError, KeyError, TypeError) as error:
        raise StatementError("not a statement of Dune") from error
    entries = []
    for item in items:
        partner = (item.get("partner") or {}).get("name", "")
        day = date.fromisoformat(item["day"][:10])
        entries.append(Entry(day, int(item["cents"]), tidy(item.get("text", "")), partner))
    return entries


def read_eagle(text):
    """Eagle: no signs, but DR for money that goes out and CR for money that comes in.

        Eagle Bank,export
        x,07/29/2025,"3,358.16",DR,Book Cellar,refund
        x,07/29/2025,"2,041.51",CR,Payroll Office,ticket
    """
    entries = []
    for number, row in enumerate(rows_of(text, ",", skip=1), 2):
        if len(row) < 6:
            raise StatementError(f"line {number}: 6 columns are needed, there are {len(row)}")
        sign = {"DR": -1, "CR": 1}.get(row[3].strip())
        if sign is None:
            raise StatementError(f"line {number}: neither DR nor CR: {row[3]}")
        cents = sign * english_amount(row[2])
        entries.append(Entry(day_of(row[1], "%m/%d/%Y"), cents, tidy(row[5]), row[4].strip()))
    return entries


def read_edelweiss(text):
    """Edelweiss: one amount, with a sign.

        Datum;Betrag;Mitteilung;Gegenpartei
        10.02.2025;-960.28;order 99-12;Payroll Office
        12.02.2025;837.75;card 0042;A. Rossi
    """
    entries = []
    for record in records_of(text, ";"):
        day = day_of(record["Datum"], "%d.%m.%Y")
        cents = swiss_amount(record["Betrag"])
        entries.append(Entry(day, cents, tidy(record["Mitteilung"]), record["Gegenpartei"].strip()))
    return entries


def read_elm(text):
    """Elm Street: columns of a fixed width, up to a line of =.

        ELM STREET BANK - ACTIVITY
        08/14/2025       -239.90 B. Okafor           invoice 4711
        08/14/2025        -73.96 A. Rossi            refund
        ========================
    """
    entries = []
    for line in text.splitlines()[1:]:
        if line.startswith("="):
            break
        if not line.strip():
            continue
        day = day_of(line[:10], "%m/%d/%Y")
        cents = english_amount(line[10:24])
        partner = line[25:45].strip()
        entries.append(Entry(day, cents, tidy(line[45:]), partner))
    return entries


def read_ferry(text):
    """Ferry: the newest entry comes first; there are accounts in several currencies.

        Datum;Omschrijving;Bedrag;Munt
        07-09-2025;refund;97,34;EUR
        05-09-2025;refund;-3.178,36;EUR
    """
    entries = []
    for record in records_of(text, ";"):
        currency = record["Munt"].strip()
        if currency != "EUR":
            raise StatementError(f"Ferry account in {currency}, only EUR can be read")
        day = day_of(record["Datum"], "%d-%m-%Y")
        entries.append(Entry(day, german_amount(record["Bedrag"]), tidy(record["Omschrijving"])))
    entries.reverse()
    return entries


def read_fjord(text):
    """Fjord Sparebank: amounts with a comma.

        Dato;Beløp;Tekst;Mottaker
        29.06.2025;-1.603,32;invoice 4711;Book Cellar
        01.07.2025;-2.548,12;standing order;Green Grocer
    """
    entries = []
    for record in records_of(text, ";"):
        day = day_of(record["Dato"], "%d.%m.%Y")
        cents = german_amount(record["Beløp"])
        entries.append(Entry(day, cents, tidy(record["Tekst"]), record["Mottaker"].strip()))
    return entries


def read_forge(text):
    """Forge: there is a balance after each entry, which is checked.

        Data;Nome;Importo;Saldo
        08/03/2025;A. Rossi;-3.822,69;-2.822,69
        08/03/2025;A. Rossi;3.956,24;1.133,55
        12/03/2025;Green Grocer;-1.004,96;128,59
    """
    entries = []
    balance = None
    for record in records_of(text, ";"):
        cents = german_amount(record["Importo"])
        after = german_amount(record["Saldo"])
        if balance is not None and balance + cents != after:
            raise StatementError(f"the balance of {record['Data']} doesn't fit, an entry seems to be missing")
        balance = after
        entries.append(Entry(day_of(record["Data"], "%d/%m/%Y"), cents, "", record["Nome"].strip()))
    return entries


def read_garden(text):
    """Garden Mutual: a block of lines for each entry.

        When = 2025-10-17
        How much = -2,706.24
        Who = Rail Card
        What = order 99-12

        When = 2025-10-17
        How much = -3,514.35
        Who = A. Rossi
        What = order 99-12
    """
    entries = []
    for block in re.split(r"\n\s*\n", text.strip()):
        fields = {}
        for line in block.splitlines():
            name, _, value = line.partition(" =")
            fields[name.strip()] = value.strip()
        if "How much" not in fields:
            raise StatementError(f"an entry without How much: {block[:40]!r}")
        day = day_of(fields["When"], "%Y-%m-%d")
        text_ = tidy(fields.get("What", ""))
        entries.append(Entry(day, english_amount(fields["How much"]), text_, fields.get("Who", "")))
    return entries


def read_harbour(text):
    """Harbour: money out and money in have columns of their own.

        Harbour Bank
        Account 12-34
        Posting date,Narrative,Party,Withdrawal,Deposit
        2025-05-14,invoice 4711,Green Grocer,"2,316.32",
        2025-05-15,invoice 4711,City Works,"1,751.25",
        2025-05-18,invoice 4711,A. Rossi,,"2,287.12"
    """
    entries = []
    for record in records_of(text, ",", skip=2):
        spent, received = record["Withdrawal"].strip(), record["Deposit"].strip()
        if bool(spent) == bool(received):
            raise StatementError(f"an entry of {record['Posting date']} has not exactly one amount")
        cents = -english_amount(spent) if spent else english_amount(received)
        day = day_of(record["Posting date"], "%Y-%m-%d")
        entries.append(Entry(day, cents, tidy(record["Narrative"]), record["Party"].strip()))
    return entries


def read_helvet(text):
    """Helvet: no signs, but Belastung for money that goes out and Gutschrift for money that comes in.

        Helvet;Kontoauszug
        20.07.2025;B. Okafor;card 0042;3'937.66;Belastung
        20.07.2025;Payroll Office;standing order;645.40;Belastung
    """
    entries = []
    for number, row in enumerate(rows_of(text, ";", skip=1), 2):
        if len(row) < 5:
            raise StatementError(f"line {number}: 5 columns are needed, there are {len(row)}")
        sign = {"Belastung": -1, "Gutschrift": 1}.get(row[4].strip())
        if sign is None:
            raise StatementError(f"line {number}: neither Belastung nor Gutschrift: {row[4]}")
        cents = sign * swiss_amount(row[3])
        entries.append(Entry(day_of(row[0], "%d.%m.%Y"), cents, tidy(row[2]), row[1].strip()))
    return entries


def read_iris(text):
    """Iris: XML, an element for each entry.

        <export bank="iris">
          <booking date="10.09.2025" amount="-682.24"><name>Payroll Office</name><purpose>March</purpose></booking>
          <booking date="11.09.2025" amount="2,762.24"><name>B. Okafor</name><purpose>invoice 4711</purpose></booking>
        </export>
    """
    try:
        root = ElementTree.fromstring(text)
    except ElementTree.ParseError as error:
        raise StatementError(f"not a statement of Iris: {error}") from error
    entries = []
    for item in root.iter("booking"):
        day = day_of(item.get("date", ""), "%d.%m.%Y")
        cents = english_amount(item.get("amount", ""))
        entries.append(Entry(day, cents, tidy(item.findtext("purpose", "")), item.findtext("name", "")))
    return entries


def read_juniper(text):
    """Juniper: columns between bars.

        Date|Amount|Reference|Party
        2025/06/29|-979.50|invoice 4711|Payroll Office
        2025/07/01|-901.80|invoice 4711|Rail Card
    """
    entries = []
    for record in records_of(text, "|"):
        day = day_of(record["Date"], "%Y/%m/%d")
        cents = english_amount(record["Amount"])
        entries.append(Entry(day, cents, tidy(record["Reference"]), record["Party"].strip()))
    return entries


def read_kestrel(text):
    """Kestrel: money out and money in have columns of their own.

        Fecha;Concepto;Nombre;Cargo;Abono
        07/08/2025;ticket;Rail Card;-3.526,43;
        07/08/2025;standing order;A. Rossi;;2.501,35
        09/08/2025;thank you;Payroll Office;;2.554,24
    """
    entries = []
    for record in records_of(text, ";"):
        spent, received = record["Cargo"].strip(), record["Abono"].strip()
        if bool(spent) == bool(received):
            raise StatementError(f"an entry of {record['Fecha']} has not exactly one amount")
        cents = -abs(german_amount(spent)) if spent else german_amount(received)
        day = day_of(record["Fecha"], "%d/%m/%Y")
        entries.append(Entry(day, cents, tidy(record["Concepto"]), record["Nombre"].strip()))
    return entries


def read_lagoon(text):
    """Lagoon: JSON, amounts in cents.

        {"bank": "lagoon", "bookings": [
          {"date": "2025-03-26", "minor": -360928, "other": {"name": "Rail Card"}, "purpose": "March"},
          {"date": "2025-03-28", "minor": 6664, "other": {"name": "City Works"}, "purpose": "standing order"}
        ]}
    """
    try:
        items = json.loads(text)["bookings"]
    except (ValueError, KeyError, TypeError) as error:
        raise StatementError("not a statement of Lagoon") from error
    entries = []
    for item in items:
        partner = (item.get("other") or {}).get("name", "")
        day = date.fromisoformat(item["date"][:10])
        entries.append(Entry(day, int(item["minor"]), tidy(item.get("purpose", "")), partner))
    return entries


def read_larch(text):
    """Larch: columns of a fixed width, up to a line of =.

        LARCH KONTOAUSZUG
        02.02.2025        -439,53 B. Okafor       order 99-12
        02.02.2025        -163,37 Payroll Office  March
        =========================
    """
    entries = []
    for line in text.splitlines()[1:]:
        if line.startswith("="):
            break
        if not line.strip():
            continue
        day = day_of(line[:12], "%d.%m.%Y")
        cents = german_amount(line[12:25])
        partner = line[26:42].strip()
        entries.append(Entry(day, cents, tidy(line[42:]), partner))
    return entries


def read_meadow(text):
    """Meadow: the newest entry comes first; there are accounts in several currencies.

        Datum;Vorgang;Umsatz;Waehrung
        15.08.2025;order 99-12;-60,09;EUR
        13.08.2025;March;-1.971,43;EUR
    """
    entries = []
    for record in records_of(text, ";"):
        currency = record["Waehrung"].strip()
        if currency != "EUR":
            raise StatementError(f"Meadow account in {currency}, only EUR can be read")
        day = day_of(record["Datum"], "%d.%m.%Y")
        entries.append(Entry(day, german_amount(record["Umsatz"]), tidy(record["Vorgang"])))
    entries.reverse()
    return entries


def read_mistral(text):
    """Mistral: there is a balance after each entry, which is checked.

        Jour;Bénéficiaire;Somme;Solde
        24/05/2025;Corner Bakery;-1.620,51;-620,51
        24/05/2025;Book Cellar;-916,96;-1.537,47
        25/05/2025;Green Grocer;-3.566,09;-5.103,56
    """
    entries = []
    balance = None
    for record in records_of(text, ";"):
        cents = german_amount(record["Somme"])
        after = german_amount(record["Solde"])
        if balance is not None and balance + cents != after:
            raise StatementError(f"the balance of {record['Jour']} doesn't fit, an entry seems to be missing")
        balance = after
        entries.append(Entry(day_of(record["Jour"], "%d/%m/%Y"), cents, "", record["Bénéficiaire"].strip()))
    return entries


def read_moorland(text):
    """Moorland: a block of lines for each entry.

        Tag: 09.10.2025
        Summe: -348,04
        Von: Payroll Office
        Grund: standing order

        Tag: 11.10.2025
        Summe: -2.946,23
        Von: A. Rossi
        Grund: order 99-12
    """
    entries = []
    for block in re.split(r"\n\s*\n", text.strip()):
        fields = {}
        for line in block.splitlines():
            name, _, value = line.partition(":")
            fields[name.strip()] = value.strip()
        if "Summe" not in fields:
            raise StatementError(f"an entry without Summe: {block[:40]!r}")
        day = day_of(fields["Tag"], "%d.%m.%Y")
        text_ = tidy(fields.get("Grund", ""))
        entries.append(Entry(day, german_amount(fields["Summe"]), text_, fields.get("Von", "")))
    return entries


def read_nordbank(text):
    """Nordbank: one amount, with a sign.

        Nordbank Umsatzliste
        Konto 4477
        Buchungstag;Betrag;Verwendungszweck;Empfänger
        09.03.2025;-1.234,50;invoice 4711;City Works
        10.03.2025;781,53;refund;Rail Card
    """
    entries = []
    for record in records_of(text, ";", skip=2):
        day = day_of(record["Buchungstag"], "%d.%m.%Y")
        cents = round(float(record["Betrag"].replace(",", "")) * 100)
        entries.append(Entry(day, cents, tidy(record["Verwendungszweck"]), record["Empfänger"].strip()))
    return entries


def read_oak(text):
    """Oak Bank: one amount, with a sign.

        Date,Amount,Type,Description,Status
        09/03/2025,"-1,154.46",invoice 4711,A. Rossi,Posted
        09/04/2025,295.40,ticket,Lumen Energy,Posted
        09/04/2025,-1.00,card,Kiosk,Authorized
    """
    entries = []
    for record in records_of(text, ","):
        if record["Status"] == "Authorized":
            continue
        day = day_of(record["Date"], "%m/%d/%Y")
        cents = english_amount(record["Amount"])
        entries.append(Entry(day, cents, tidy(record["Type"]), record["Description"].strip()))
    return entries


def read_opal(text):
    """Opal: no signs, but out for money that goes out and in for money that comes in.

        opal|statement|v2
        2025-03-13|495.65|out|Green Grocer|standing order
        2025-03-15|3,022.43|in|Green Grocer|March
    """
    entries = []
    for number, row in enumerate(rows_of(text, "|", skip=1), 2):
        if len(row) < 5:
            raise StatementError(f"line {number}: 5 columns are needed, there are {len(row)}")
        sign = {"out": -1, "in": 1}.get(row[2].strip())
        if sign is None:
            raise StatementError(f"line {number}: neither out nor in: {row[2]}")
        cents = sign * english_amount(row[1])
        entries.append(Entry(day_of(row[0], "%Y-%m-%d"), cents, tidy(row[4]), row[3].strip()))
    return entries


def read_pine(text):
    """Pine: XML, an element for each entry.

        <account bank="pine">
          <line posted="06/01/2025" value="-477.76"><party>A. Rossi</party><memo>card 0042</memo></line>
          <line posted="06/02/2025" value="-130.13"><party>Lumen Energy</party><memo>March</memo></line>
        </account>
    """
    try:
        root = ElementTree.fromstring(text)
    except ElementTree.ParseError as error:
        raise StatementError(f"not a statement of Pine: {error}") from error
    entries = []
    for item in root.iter("line"):
        day = day_of(item.get("posted", ""), "%m/%d/%Y")
        cents = english_amount(item.get("value", ""))
        entries.append(Entry(day, cents, tidy(item.findtext("memo", "")), item.findtext("party", "")))
    return entries


def read_quarry(text):
    """Quarry: money out and money in have columns of their own.

        day|text|name|minus|plus
        2025-04-11|order 99-12|B. Okafor|633.44|
        2025-04-11|refund|Rail Card|859.37|
        2025-04-12|ticket|City Works||2,694.80
    """
    entries = []
    for record in records_of(text, "|"):
        spent, received = record["minus"].strip(), record["plus"].strip()
        if bool(spent) == bool(received):
            raise StatementError(f"an entry of {record['day']} has not exactly one amount")
        cents = -english_amount(spent) if spent else english_amount(received)
        day = day_of(record["day"], "%Y-%m-%d")
        entries.append(Entry(day, cents, tidy(record["text"]), record["name"].strip()))
    return entries


def read_reed(text):
    """Reed: the newest entry comes first; there are accounts in several currencies.

        Transaction date,Narration,Value,Cur
        31/08/2025,refund,-46.45,GBP
        29/08/2025,March,"-1,577.95",GBP
    """
    entries = []
    for record in records_of(text, ","):
        currency = record["Cur"].strip()
        if currency != "GBP":
            raise StatementError(f"Reed account in {currency}, only GBP can be read")
        day = day_of(record["Transaction date"], "%d/%m/%Y")
        entries.append(Entry(day, english_amount(record["Value"]), tidy(record["Narration"])))
    entries.reverse()
    return entries


def read_sable(text):
    """Sable: JSON, amounts as numbers.

        {"bank": "sable", "movements": [
          {"bookedAt": "2025-06-11", "value": -3394.2, "peer": {"name": "City Works"}, "title": "March"},
          {"bookedAt": "2025-06-13", "value": -384.55, "peer": {"name": "Corner Bakery"}, "title": "March"}
        ]}
    """
    try:
        items = json.loads(text)["movements"]
    except (ValueError, KeyError, TypeError) as error:
        raise StatementError("not a statement of Sable") from error
    entries = []
    for item in items:
        partner = (item.get("peer") or {}).get("name", "")
        day = date.fromisoformat(item["bookedAt"][:10])
        entries.append(Entry(day, round(float(item["value"]) * 100), tidy(item.get("title", "")), partner))
    return entries


def read_sund(text):
    """Sundbank: one amount, with a sign.

        Bogført;Beløb;Tekst;Navn;Status
        13-04-2025;-756,29;order 99-12;Green Grocer;Udført
        15-04-2025;-3.453,86;standing order;City Works;Udført
        15-04-2025;-1,00;card;Kiosk;Venter
    """
    entries = []
    for record in records_of(text, ";"):
        if record["Status"] == "Venter":
            continue
        day = day_of(record["Bogført"], "%d-%m-%Y")
        cents = german_amount(record["Beløb"])
        entries.append(Entry(day, cents, tidy(record["Tekst"]), record["Navn"].strip()))
    return entries


def read_tern(text):
    """Tern: there is a balance after each entry, which is checked.

        Datum;Auftraggeber;Betrag;Kontostand
        28.08.2025;Payroll Office;-233,22;766,78
        28.08.2025;Corner Bakery;-3.375,20;-2.608,42
        28.08.2025;City Works;3.963,27;1.354,85
    """
    entries = []
    balance = None
    for record in records_of(text, ";"):
        cents = german_amount(record["Betrag"])
        after = german_amount(record["Kontostand"])
        if balance is not None and balance + cents != after:
            raise StatementError(f"the balance of {record['Datum']} doesn't fit, an entry seems to be missing")
        balance = after
        entries.append(Entry(day_of(record["Datum"], "%d.%m.%Y"), cents, "", record["Auftraggeber"].strip()))
    return entries


def read_thistle(text):
    """Thistle: columns of a fixed width, up to a line of =.

        THISTLE BANK PLC
        02May25        -620.69 B. Okafor             invoice 4711
        03May25      -2,339.18 Payroll Office        ticket
        ======================
    """
    entries = []
    for line in text.splitlines()[1:]:
        if line.startswith("="):
            break
        if not line.strip():
            continue
        day = day_of(line[:9], "%d%b%y")
        cents = english_amount(line[9:22])
        partner = line[23:45].strip()
        entries.append(Entry(day, cents, tidy(line[45:]), partner))
    return entries


def read_upland(text):
    """Upland: one amount, with a sign.

        # upland export 3
        when,how_much,why,who
        2025-01-27,"-3,666.68",card 0042,Book Cellar
        2025-01-27,-414.41,March,Tele Nord
    """
    entries = []
    for record in records_of(text, ",", skip=1):
        day = day_of(record["when"], "%Y-%m-%d")
        cents = english_amount(record["how_much"])
        entries.append(Entry(day, cents, tidy(record["why"]), record["who"].strip()))
    return entries


def read_vale(text):
    """Vale: a block of lines for each entry.

        D> 02/08/2025
        T> -1,091.26
        P> B. Okafor
        M> refund

        D> 02/09/2025
        T> 496.65
        P> Payroll Office
        M> invoice 4711
    """
    entries = []
    for block in re.split(r"\n\s*\n", text.strip()):
        fields = {}
        for line in block.splitlines():
            name, _, value = line.partition(">")
            fields[name.strip()] = value.strip()
        if "T" not in fields:
            raise StatementError(f"an entry without T: {block[:40]!r}")
        day = day_of(fields["D"], "%m/%d/%Y")
        text_ = tidy(fields.get("M", ""))
        entries.append(Entry(day, english_amount(fields["T"]), text_, fields.get("P", "")))
    return entries


def read_weser(text):
    """Weserkasse: money out and money in have columns of their own.

        Weserkasse
        Valuta;Buchungstext;Name;Lastschrift;Gutschrift
        18.08.2025;ticket;City Works;1.727,27;
        18.08.2025;standing order;Corner Bakery;;113,52
        19.08.2025;thank you;B. Okafor;413,09;
    """
    entries = []
    for record in records_of(text, ";", skip=1):
        spent, received = record["Lastschrift"].strip(), record["Gutschrift"].strip()
        if bool(spent) == bool(received):
            raise StatementError(f"an entry of {record['Valuta']} has not exactly one amount")
        cents = -german_amount(spent) if spent else german_amount(received)
        day = day_of(record["Valuta"], "%d.%m.%Y")
        entries.append(Entry(day, cents, tidy(record["Buchungstext"]), record["Name"].strip()))
    return entries


def read_wharf(text):
    """Wharf: no signs, but D for money that goes out and C for money that comes in.

        WHARF,EXTRACT,1.0
        City Works,refund,10/09/2025,D,"2,047.81"
        A. Rossi,standing order,10/09/2025,D,414.47
    """
    entries = []
    for number, row in enumerate(rows_of(text, ",", skip=1), 2):
        if len(row) < 5:
            raise StatementError(f"line {number}: 5 columns are needed, there are {len(row)}")
        sign = {"D": -1, "C": 1}.get(row[3].strip())
        if sign is None:
            raise StatementError(f"line {number}: neither D nor C: {row[3]}")
        cents = sign * english_amount(row[4])
        entries.append(Entry(day_of(row[2], "%d/%m/%Y"), cents, tidy(row[1]), row[0].strip()))
    return entries


def read_yarrow(text):
    """Yarrow: one amount, with a sign.

        Päivä;Summa;Viesti;Saaja
        22.10.2025;-191,05;order 99-12;Payroll Office
        22.10.2025;-1.682,85;thank you;Payroll Office
    """
    entries = []
    for record in records_of(text, ";"):
        day = day_of(record["Päivä"], "%d.%m.%Y")
        cents = german_amount(record["Summa"])
        entries.append(Entry(day, cents, tidy(record["Viesti"]), record["Saaja"].strip()))
    return entries


def read_zephyr(text):
    """Zephyr: XML, an element for each entry.

        <zephyr bank="zephyr">
          <t d="2025-03-28" a="-2,694.57"><n>City Works</n><m>invoice 4711</m></t>
          <t d="2025-03-30" a="733.36"><n>Corner Bakery</n><m>thank you</m></t>
        </zephyr>
    """
    try:
        root = ElementTree.fromstring(text)
    except ElementTree.ParseError as error:
        raise StatementError(f"not a statement of Zephyr: {error}") from error
    entries = []
    for item in root.iter("t"):
        day = day_of(item.get("d", ""), "%Y-%m-%d")
        cents = english_amount(item.get("a", ""))
        entries.append(Entry(day, cents, tidy(item.findtext("m", "")), item.findtext("n", "")))
    return entries

READERS = {
    "alpenbank": read_alpenbank,
    "anchor": read_anchor,
    "argent": read_argent,
    "bayside": read_bayside,
    "birch": read_birch,
    "bluebox": read_bluebox,
    "bridge": read_bridge,
    "caspar": read_caspar,
    "castle": read_castle,
    "civic": read_civic,
    "cobalt": read_cobalt,
    "delta": read_delta,
    "dune": read_dune,
    "eagle": read_eagle,
    "edelweiss": read_edelweiss,
    "elm": read_elm,
    "ferry": read_ferry,
    "fjord": read_fjord,
    "forge": read_forge,
    "garden": read_garden,
    "harbour": read_harbour,
    "helvet": read_helvet,
    "iris": read_iris,
    "juniper": read_juniper,
    "kestrel": read_kestrel,
    "lagoon": read_lagoon,
    "larch": read_larch,
    "meadow": read_meadow,
    "mistral": read_mistral,
    "moorland": read_moorland,
    "nordbank": read_nordbank,
    "oak": read_oak,
    "opal": read_opal,
    "pine": read_pine,
    "quarry": read_quarry,
    "reed": read_reed,
    "sable": read_sable,
    "sund": read_sund,
    "tern": read_tern,
    "thistle": read_thistle,
    "upland": read_upland,
    "vale": read_vale,
    "weser": read_weser,
    "wharf": read_wharf,
    "yarrow": read_yarrow,
    "zephyr": read_zephyr,
}
"""Function for each bank, by the name that the user chooses."""

SIGNS = (
    ("Transaction date,Narration,Value,Cur", "reed"),
    ("Datum;Auftraggeber;Betrag;Kontostand", "tern"),
    ("Date,Details,Payee,Paid out,Paid in", "anchor"),
    ("Datum;Betrag;Mitteilung;Gegenpartei", "edelweiss"),
    ("Date,Amount,Type,Description,Status", "oak"),
    ("Posted,Description,Amount,Currency", "birch"),
    ("Fecha;Concepto;Nombre;Cargo;Abono", "kestrel"),
    ("Bogført;Beløb;Tekst;Navn;Status", "sund"),
    ("Datum;Omschrijving;Bedrag;Munt", "ferry"),
    ("date,value,note,contact,state", "cobalt"),
    ("Datum;Text;Partner;Soll;Haben", "delta"),
    ("Datum;Vorgang;Umsatz;Waehrung", "meadow"),
    ("Jour;Bénéficiaire;Somme;Solde", "mistral"),
    ("Date|Amount|Reference|Party", "juniper"),
    ("ELM STREET BANK - ACTIVITY", "elm"),
    ("Buchung;Betrag;Zweck;Name", "alpenbank"),
    ('<statement bank="castle">', "castle"),
    ("Dato;Beløp;Tekst;Mottaker", "fjord"),
    ("day|text|name|minus|plus", "quarry"),
    ("Päivä;Summa;Viesti;Saaja", "yarrow"),
    ("Data;Nome;Importo;Saldo", "forge"),
    ("Crédit Argent - relevé", "argent"),
    ("BRIDGE UNION STATEMENT", "bridge"),
    ("Day,Who,Amount,Balance", "caspar"),
    ('<zephyr bank="zephyr">', "zephyr"),
    ("Bluebox;Konto;Umsätze", "bluebox"),
    ('<account bank="pine">', "pine"),
    ('<export bank="iris">', "iris"),
    ("Nordbank Umsatzliste", "nordbank"),
    ('{"bank": "bayside"', "bayside"),
    ("Helvet;Kontoauszug", "helvet"),
    ("Eagle Bank,export", "eagle"),
    ('{"bank": "lagoon"', "lagoon"),
    ("LARCH KONTOAUSZUG", "larch"),
    ("opal|statement|v2", "opal"),
    ("# upland export 3", "upland"),
    ("WHARF,EXTRACT,1.0", "wharf"),
    ('{"bank": "sable"', "sable"),
    ("THISTLE BANK PLC", "thistle"),
    ('{"bank": "dune"', "dune"),
    ("Harbour Bank", "harbour"),
    ("Weserkasse", "weser"),
    ("When = ", "garden"),
    ("Date: ", "civic"),
    ("Tag: ", "moorland"),
    ("D> ", "vale"),
)
"""Texts at the beginning of a statement by which its bank is known."""


def guess_bank(text):
    """The bank of a statement by its first lines, None if it can't be told."""
    head = "\n".join(text.lstrip("\ufeff").splitlines()[:5])
    for sign, bank in SIGNS:
        if sign in head:
            return bank
    return None


def read_statement(text, bank=None, account=""):
    """The entries of a statement; the bank is guessed if it isn't named."""
    bank = bank or guess_bank(text)
    if bank not in READERS:
        raise StatementError(f"there is no reader for {bank}" if bank else "the bank of this statement is unknown")
    return [replace(entry, account=account or bank) for entry in READERS[bank](text)]


# --- Categories -------------------------------------------------------------------------------------------------------

RULES = (
    ("hypermarket", "food"),
    ("foodstore", "food"),
    ("grocery", "food"),
    ("wine merchant", "food"),
    ("winery", "food"),
    ("vegetables", "food"),
    ("fruitstand", "food"),
    ("dairyshop", "food"),
    ("supermarket", "food"),
    ("grocer", "food"),
    ("bakery", "food"),
    ("butcher", "food"),
    ("fruit", "food"),
    ("cheese", "food"),
    ("fishmonger", "food"),
    ("deli", "food"),
    ("market", "food"),
    ("dairy", "food"),
    ("mill", "food"),
    ("organic", "food"),
    ("spice", "food"),
    ("noodle", "food"),
    ("pantry", "food"),
    ("larder", "food"),
    ("greens", "food"),
    ("harvest", "food"),
    ("orchard", "food"),
    ("freshmart", "food"),
    ("minimart", "food"),
    ("foodhall", "food"),
    ("cornershop", "food"),
    ("baker", "food"),
    ("restaurant", "eating"),
    ("cafe", "eating"),
    ("coffee", "eating"),
    ("pizza", "eating"),
    ("burger", "eating"),
    ("kebab", "eating"),
    ("sushi", "eating"),
    ("bistro", "eating"),
    ("tavern", "eating"),
    ("canteen", "eating"),
    ("diner", "eating"),
    ("brewery", "eating"),
    ("pub", "eating"),
    ("bar", "eating"),
    ("icecream", "eating"),
    ("snack", "eating"),
    ("grill", "eating"),
    ("taproom", "eating"),
    ("tearoom", "eating"),
    ("trattoria", "eating"),
    ("bagel", "eating"),
    ("landlord", "rent"),
    ("housing", "rent"),
    ("rent", "rent"),
    ("apartment", "rent"),
    ("tenancy", "rent"),
    ("flatmates", "rent"),
    ("property", "rent"),
    ("estates", "rent"),
    ("lettings", "rent"),
    ("lodgings", "rent"),
    ("energy", "energy"),
    ("electric", "energy"),
    ("power", "energy"),
    ("gas works", "energy"),
    ("heating", "energy"),
    ("water works", "energy"),
    ("lumen", "energy"),
    ("district heat", "energy"),
    ("solar", "energy"),
    ("grid", "energy"),
    ("waterboard", "energy"),
    ("sim card", "phone"),
    ("webhosting", "phone"),
    ("domain", "phone"),
    ("cloud", "phone"),
    ("mobile", "phone"),
    ("telecom", "phone"),
    ("broadband", "phone"),
    ("internet", "phone"),
    ("fibre", "phone"),
    ("tele nord", "phone"),
    ("wireless", "phone"),
    ("prepaid", "phone"),
    ("roaming", "phone"),
    ("phone", "phone"),
    ("insurance", "insurance"),
    ("assurance", "insurance"),
    ("mutual life", "insurance"),
    ("health fund", "insurance"),
    ("liability", "insurance"),
    ("pension", "insurance"),
    ("dental plan", "insurance"),
    ("legal cover", "insurance"),
    ("cable car", "travel"),
    ("funicular", "travel"),
    ("shuttle", "travel"),
    ("cruise", "travel"),
    ("marina", "travel"),
    ("luggage", "travel"),
    ("travel agency", "travel"),
    ("visa", "travel"),
    ("guesthouse", "travel"),
    ("chalet", "travel"),
    ("scooter", "travel"),
    ("motorway", "travel"),
    ("tyre", "travel"),
    ("car wash", "travel"),
    ("garage", "travel"),
    ("roadside", "travel"),
    ("rail", "travel"),
    ("railway", "travel"),
    ("train", "travel"),
    ("bus", "travel"),
    ("tram", "travel"),
    ("metro", "travel"),
    ("ferry", "travel"),
    ("airline", "travel"),
    ("airways", "travel"),
    ("airport", "travel"),
    ("taxi", "travel"),
    ("cab", "travel"),
    ("hotel", "travel"),
    ("hostel", "travel"),
    ("camping", "travel"),
    ("parking", "travel"),
    ("toll", "travel"),
    ("fuel", "travel"),
    ("petrol", "travel"),
    ("filling station", "travel"),
    ("carshare", "travel"),
    ("bikeshare", "travel"),
    ("rental car", "travel"),
    ("ticket machine", "travel"),
    ("subway", "travel"),
    ("coach", "travel"),
    ("socks", "clothes"),
    ("coats", "clothes"),
    ("swimwear", "clothes"),
    ("sneakers", "clothes"),
    ("hemming", "clothes"),
    ("drycleaner", "clothes"),
    ("workwear", "clothes"),
    ("uniform", "clothes"),
    ("watch", "clothes"),
    ("shoes", "clothes"),
    ("boots", "clothes"),
    ("tailor", "clothes"),
    ("fashion", "clothes"),
    ("textile", "clothes"),
    ("outfit", "clothes"),
    ("jeans", "clothes"),
    ("knitwear", "clothes"),
    ("hosiery", "clothes"),
    ("hats", "clothes"),
    ("leather", "clothes"),
    ("wardrobe", "clothes"),
    ("sofa", "home"),
    ("mattress", "home"),
    ("wallpaper", "home"),
    ("chimney", "home"),
    ("roofer", "home"),
    ("glazier", "home"),
    ("cleaning", "home"),
    ("laundry", "home"),
    ("vacuum", "home"),
    ("fridge", "home"),
    ("oven", "home"),
    ("boiler", "home"),
    ("blinds", "home"),
    ("pillow", "home"),
    ("candle", "home"),
    ("furniture", "home"),
    ("hardware", "home"),
    ("garden", "home"),
    ("paint", "home"),
    ("carpet", "home"),
    ("kitchenware", "home"),
    ("bedding", "home"),
    ("lamp", "home"),
    ("diy", "home"),
    ("tools", "home"),
    ("nursery plants", "home"),
    ("florist", "home"),
    ("curtains", "home"),
    ("tiles", "home"),
    ("locksmith", "home"),
    ("plumber", "home"),
    ("electrician", "home"),
    ("joiner", "home"),
    ("dermatologist", "health"),
    ("podiatry", "health"),
    ("acupuncture", "health"),
    ("midwife", "health"),
    ("ambulance", "health"),
    ("vaccine", "health"),
    ("pharmacy", "health"),
    ("doctor", "health"),
    ("dentist", "health"),
    ("clinic", "health"),
    ("optician", "health"),
    ("physio", "health"),
    ("hospital", "health"),
    ("laboratory", "health"),
    ("hearing", "health"),
    ("vet", "health"),
    ("massage", "health"),
    ("apothecary", "health"),
    ("arcade", "fun"),
    ("billiards", "fun"),
    ("escape room", "fun"),
    ("karaoke", "fun"),
    ("lottery", "fun"),
    ("pottery", "fun"),
    ("photo", "fun"),
    ("vinyl", "fun"),
    ("guitar", "fun"),
    ("piano", "fun"),
    ("choir", "fun"),
    ("sailing", "fun"),
    ("ski", "fun"),
    ("skating", "fun"),
    ("surf", "fun"),
    ("tennis", "fun"),
    ("riding", "fun"),
    ("fishing", "fun"),
    ("chess", "fun"),
    ("cinema", "fun"),
    ("theatre", "fun"),
    ("concert", "fun"),
    ("museum", "fun"),
    ("zoo", "fun"),
    ("game", "fun"),
    ("toys", "fun"),
    ("stream", "fun"),
    ("music", "fun"),
    ("festival", "fun"),
    ("circus", "fun"),
    ("bowling", "fun"),
    ("swimming", "fun"),
    ("gym", "fun"),
    ("climbing", "fun"),
    ("yoga", "fun"),
    ("dance", "fun"),
    ("stadium", "fun"),
    ("club", "fun"),
    ("hobby", "fun"),
    ("craft", "fun"),
    ("aquarium", "fun"),
    ("book", "books"),
    ("press", "books"),
    ("newspaper", "books"),
    ("magazine", "books"),
    ("library", "books"),
    ("stationery", "books"),
    ("publisher", "books"),
    ("journal", "books"),
    ("comics", "books"),
    ("school", "school"),
    ("kindergarten", "school"),
    ("university", "school"),
    ("college", "school"),
    ("tuition", "school"),
    ("course", "school"),
    ("nursery", "school"),
    ("tutor", "school"),
    ("exam", "school"),
    ("diaper", "children"),
    ("toyshop", "children"),
    ("playgroup", "children"),
    ("babysitter", "children"),
    ("pram", "children"),
    ("kids", "children"),
    ("loan", "loan"),
    ("mortgage", "loan"),
    ("credit line", "loan"),
    ("instalment", "loan"),
    ("leasing", "loan"),
    ("account fee", "bank"),
    ("card fee", "bank"),
    ("interest", "bank"),
    ("overdraft", "bank"),
    ("atm", "bank"),
    ("cash withdrawal", "bank"),
    ("exchange fee", "bank"),
    ("donation", "gifts"),
    ("charity", "gifts"),
    ("red cross", "gifts"),
    ("relief", "gifts"),
    ("gift", "gifts"),
    ("church", "gifts"),
    ("orphan", "gifts"),
    ("rescue", "gifts"),
    ("tax", "taxes"),
    ("revenue", "taxes"),
    ("customs", "taxes"),
    ("city hall", "taxes"),
    ("fine", "taxes"),
    ("court", "taxes"),
    ("registry", "taxes"),
    ("licence", "taxes"),
    ("payroll", "income"),
    ("salary", "income"),
    ("wages", "income"),
    ("pension fund", "income"),
    ("child benefit", "income"),
    ("refund", "income"),
    ("dividend", "income"),
    ("reimbursement", "income"),
    ("stipend", "income"),
    ("royalties", "income"),
)
"""Part of the partner's name or the text, in small letters, and the category. The first that fits counts."""

FIXED = {"rent", "energy", "insurance", "phone", "loan", "school"}
"""Categories of what has to be paid every month."""


def category_of(entry, own_rules=()):
    """The category of an entry: rules of one's own come first, then RULES."""
    text = f"{entry.partner} {entry.text}".lower()
    for part, category in (*own_rules, *RULES):
        if part in text:
            return category
    return "income" if entry.is_income else "other"


def with_categories(entries, own_rules=()):
    """The entries with their categories; those that have one keep it."""
    return [entry if entry.category else replace(entry, category=category_of(entry, own_rules)) for entry in entries]


def learn_rules(entries, least=3):
    """Rules from entries with categories: partners that always had the same one, at least so often."""
    seen = defaultdict(Counter)
    for entry in entries:
        if entry.partner and entry.category:
            seen[entry.partner.lower()][entry.category] += 1
    return sorted((partner, next(iter(c))) for partner, c in seen.items() if len(c) == 1 and sum(c.values()) >= least)


# --- Putting statements together --------------------------------------------------------------------------------------


def merge(*statements):
    """All entries by day; those of overlapping statements of the same account only once."""
    kept = []
    left = Counter()
    for statement in statements:
        count = Counter(statement)
        for entry in statement:
            if left[entry] < count[entry]:
                left[entry] += 1
                kept.append(entry)
    return sorted(kept, key=lambda entry: entry.day)


def without_transfers(entries, days=4):
    """Leave out money that only goes from one own account to another: the same amount in and out within some days."""
    gone = set()
    for i, out in enumerate(entries):
        if out.cents >= 0 or i in gone:
            continue
        for j, back in enumerate(entries):
            near = abs((back.day - out.day).days) <= days
            if j not in gone and back.cents == -out.cents and back.account != out.account and near:
                gone |= {i, j}
                break
    return [entry for i, entry in enumerate(entries) if i not in gone]


def between(entries, first, last):
    """Entries from one day to another, both included."""
    return [entry for entry in entries if first <= entry.day <= last]


def search(entries, text):
    """Entries in which all words of a text occur."""
    words = text.lower().split()
    return [entry for entry in entries if all(word in f"{entry.partner} {entry.text}".lower() for word in words)]


# --- Figures ----------------------------------------------------------------------------------------------------------


def balance_on(entries, day, start=0):
    """What was on the account at the end of a day."""
    return start + sum(entry.cents for entry in entries if entry.day <= day)


def by_category(entries):
    """Sum of each category, the largest expense first."""
    sums = defaultdict(int)
    for entry in entries:
        sums[entry.category or category_of(entry)] += entry.cents
    return dict(sorted(sums.items(), key=lambda item: item[1]))


def by_month(entries):
    """(in, out) of each month, both above 0."""
    months = defaultdict(lambda: [0, 0])
    for entry in entries:
        months[f"{entry.day:%Y-%m}"][0 if entry.is_income else 1] += abs(entry.cents)
    return {month: tuple(sums) for month, sums in sorted(months.items())}


def saving_rate(entries):
    """The share of the income that was not spent, in percent; None without income."""
    income = sum(entry.cents for entry in entries if entry.is_income)
    if not income:
        return None
    return round(100 * sum(entry.cents for entry in entries) / income, 1)


def largest(entries, most=10):
    """The largest expenses."""
    return sorted((entry for entry in entries if entry.cents < 0), key=lambda entry: (entry.cents, entry.day))[:most]


def monthly_mean(entries, category):
    """The mean of a category over all months from the first to the last one."""
    if not entries:
        return 0
    first, last = min(entry.day for entry in entries), max(entry.day for entry in entries)
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    return round(sum(entry.cents for entry in entries if entry.category == category) / months)


def recurring(entries, tolerance=5):
    """What comes every month: partner, cents and the usual day of the month."""
    groups = defaultdict(list)
    for entry in entries:
        groups[entry.partner, entry.cents].append(entry.day)
    found = []
    for (partner, cents), days in groups.items():
        days.sort()
        gaps = [(b - a).days for a, b in zip(days, days[1:])]
        if len(days) >= 3 and all(abs(gap - 30) <= tolerance for gap in gaps):
            found.append((partner, cents, Counter(day.day for day in days).most_common(1)[0][0]))
    return sorted(found, key=lambda item: item[1])


def forecast(entries, start, today, days=30):
    """What will be on the account in some days, if only what comes every month happens."""
    sum_ = start
    for _, cents, day_of_month in recurring(entries):
        for i in range(1, days + 1):
            if (today + timedelta(days=i)).day == day_of_month:
                sum_ += cents
    return sum_


def fixed_costs(entries):
    """What has to be paid every month, as a mean."""
    return sum(monthly_mean(entries, category) for category in FIXED)


def over_budget(entries, budgets):
    """Categories in which more was spent than planned, with the amount above."""
    sums = by_category(entries)
    return {name: -sums.get(name, 0) - limit for name, limit in budgets.items() if -sums.get(name, 0) > limit}

# --- Currencies -------------------------------------------------------------------------------------------------------

RATES = {
    "2005-01": (1.2534, 0.8453, 1.3321, 9.5453),
    "2005-02": (1.2609, 0.8491, 1.3374, 9.5623),
    "2005-03": (1.2480, 0.8401, 1.3137, 9.6183),
    "2005-04": (1.2558, 0.8579, 1.3183, 9.6794),
    "2005-05": (1.2653, 0.8585, 1.2846, 9.8318),
    "2005-06": (1.2574, 0.8617, 1.2778, 10.2086),
    "2005-07": (1.2744, 0.8668, 1.2575, 10.3399),
    "2005-08": (1.2593, 0.8798, 1.2320, 10.3457),
    "2005-09": (1.2731, 0.8708, 1.2324, 10.3841),
    "2005-10": (1.2871, 0.8662, 1.2418, 10.6689),
    "2005-11": (1.2621, 0.8576, 1.2476, 10.5941),
    "2005-12": (1.2403, 0.8738, 1.2611, 10.7543),
    "2006-01": (1.2570, 0.8824, 1.2464, 10.4473),
    "2006-02": (1.2645, 0.8710, 1.2458, 10.5161),
    "2006-03": (1.2442, 0.8681, 1.2716, 10.6341),
    "2006-04": (1.2190, 0.8668, 1.2698, 10.7251),
    "2006-05": (1.2309, 0.8670, 1.2642, 10.8548),
    "2006-06": (1.2091, 0.8802, 1.2677, 10.7965),
    "2006-07": (1.2009, 0.8832, 1.2424, 10.4898),
    "2006-08": (1.2072, 0.8996, 1.2385, 10.5096),
    "2006-09": (1.2072, 0.8885, 1.2430, 10.6276),
    "2006-10": (1.2077, 0.8983, 1.2251, 10.6692),
    "2006-11": (1.1963, 0.8924, 1.2275, 10.6961),
    "2006-12": (1.2090, 0.8993, 1.2076, 10.8716),
    "2007-01": (1.1850, 0.8975, 1.2104, 10.8580),
    "2007-02": (1.1920, 0.8969, 1.1936, 10.9620),
    "2007-03": (1.1907, 0.8857, 1.1927, 10.9502),
    "2007-04": (1.1948, 0.8785, 1.1933, 10.9167),
    "2007-05": (1.2175, 0.8738, 1.2101, 10.8977),
    "2007-06": (1.2331, 0.8980, 1.2020, 10.9091),
    "2007-07": (1.2176, 0.8890, 1.1915, 10.9133),
    "2007-08": (1.2300, 0.8977, 1.1825, 10.9246),
    "2007-09": (1.2063, 0.9029, 1.1772, 10.7712),
    "2007-10": (1.1943, 0.9079, 1.1770, 10.8504),
    "2007-11": (1.1870, 0.9082, 1.1719, 10.6413),
    "2007-12": (1.1839, 0.9052, 1.1606, 10.7409),
    "2008-01": (1.2142, 0.9196, 1.1599, 10.5837),
    "2008-02": (1.2101, 0.9107, 1.1608, 10.7359),
    "2008-03": (1.2080, 0.8934, 1.1787, 10.7385),
    "2008-04": (1.2269, 0.8827, 1.2129, 10.5734),
    "2008-05": (1.2273, 0.8906, 1.1723, 10.4699),
    "2008-06": (1.2018, 0.9081, 1.1807, 10.3482),
    "2008-07": (1.1751, 0.8873, 1.1815, 10.2495),
    "2008-08": (1.1799, 0.8805, 1.1552, 10.4807),
    "2008-09": (1.1863, 0.8722, 1.1493, 10.6488),
    "2008-10": (1.1974, 0.8582, 1.1687, 10.5651),
    "2008-11": (1.2049, 0.8452, 1.1577, 10.6658),
    "2008-12": (1.1860, 0.8459, 1.1622, 10.5763),
    "2009-01": (1.2063, 0.8527, 1.1590, 10.7061),
    "2009-02": (1.2253, 0.8653, 1.1560, 10.8073),
    "2009-03": (1.2295, 0.8532, 1.1499, 11.0686),
    "2009-04": (1.2159, 0.8580, 1.1727, 11.0061),
    "2009-05": (1.2143, 0.8499, 1.1785, 10.8314),
    "2009-06": (1.2197, 0.8411, 1.1816, 10.5980),
    "2009-07": (1.2019, 0.8506, 1.1883, 10.2021),
    "2009-08": (1.2231, 0.8418, 1.1992, 10.3352),
    "2009-09": (1.2191, 0.8378, 1.1688, 10.3965),
    "2009-10": (1.2452, 0.8250, 1.1833, 10.4924),
    "2009-11": (1.2575, 0.8145, 1.1799, 10.5245),
    "2009-12": (1.2813, 0.8057, 1.1704, 10.4249),
    "2010-01": (1.2918, 0.7907, 1.1659, 10.2592),
    "2010-02": (1.2831, 0.7988, 1.1568, 10.3494),
    "2010-03": (1.2726, 0.7990, 1.1533, 10.2393),
    "2010-04": (1.2762, 0.8060, 1.1409, 10.3281),
    "2010-05": (1.2748, 0.8023, 1.1420, 10.4332),
    "2010-06": (1.2833, 0.8174, 1.1445, 10.4601),
    "2010-07": (1.2568, 0.8123, 1.1516, 10.3177),
    "2010-08": (1.2400, 0.8307, 1.1491, 10.1805),
    "2010-09": (1.2058, 0.8219, 1.1800, 10.1820),
    "2010-10": (1.2133, 0.8287, 1.1711, 10.2288),
    "2010-11": (1.2124, 0.8254, 1.1838, 10.1283),
    "2010-12": (1.1997, 0.8190, 1.1992, 10.0734),
    "2011-01": (1.2246, 0.8060, 1.1823, 9.7582),
    "2011-02": (1.2090, 0.8072, 1.1903, 9.6528),
    "2011-03": (1.1998, 0.8215, 1.1809, 9.6776),
    "2011-04": (1.2077, 0.8120, 1.1964, 9.6672),
    "2011-05": (1.2175, 0.8094, 1.1979, 9.8215),
    "2011-06": (1.2189, 0.7920, 1.1913, 9.7856),
    "2011-07": (1.2144, 0.7944, 1.1655, 10.0031),
    "2011-08": (1.2001, 0.8074, 1.1585, 9.9665),
    "2011-09": (1.1968, 0.8044, 1.1646, 10.1210),
    "2011-10": (1.2217, 0.8229, 1.1456, 10.2056),
    "2011-11": (1.2270, 0.8223, 1.1486, 10.2111),
    "2011-12": (1.2081, 0.8140, 1.1605, 10.2065),
    "2012-01": (1.2267, 0.8099, 1.1508, 10.2231),
    "2012-02": (1.2263, 0.8197, 1.1422, 10.3258),
    "2012-03": (1.2298, 0.8112, 1.1387, 10.3041),
    "2012-04": (1.2428, 0.8236, 1.1470, 10.2399),
    "2012-05": (1.2514, 0.8254, 1.1376, 10.3352),
    "2012-06": (1.2374, 0.8225, 1.1224, 10.1647),
    "2012-07": (1.2406, 0.8070, 1.1129, 10.1234),
    "2012-08": (1.2453, 0.8009, 1.1219, 10.0288),
    "2012-09": (1.2312, 0.7934, 1.1145, 9.9474),
    "2012-10": (1.2082, 0.7869, 1.1025, 10.0815),
    "2012-11": (1.1912, 0.7908, 1.0901, 10.1912),
    "2012-12": (1.1881, 0.7861, 1.1051, 10.3780),
    "2013-01": (1.2088, 0.7959, 1.1055, 10.2933),
    "2013-02": (1.2003, 0.7912, 1.1119, 10.2419),
    "2013-03": (1.2022, 0.7939, 1.1098, 10.1638),
    "2013-04": (1.1856, 0.8188, 1.1077, 9.9716),
    "2013-05": (1.1667, 0.8128, 1.1318, 9.9968),
    "2013-06": (1.1533, 0.8301, 1.1055, 10.1415),
    "2013-07": (1.1920, 0.8304, 1.1184, 10.2309),
    "2013-08": (1.1495, 0.8340, 1.1102, 9.8959),
    "2013-09": (1.1616, 0.8282, 1.1145, 9.9607),
    "2013-10": (1.1527, 0.8048, 1.1079, 9.8760),
    "2013-11": (1.1361, 0.7974, 1.1074, 10.0701),
    "2013-12": (1.1374, 0.8003, 1.1214, 10.1333),
    "2014-01": (1.1344, 0.7946, 1.1044, 10.2532),
    "2014-02": (1.1333, 0.8070, 1.0935, 10.1824),
    "2014-03": (1.1391, 0.8220, 1.0911, 10.1131),
    "2014-04": (1.1463, 0.8089, 1.1065, 9.9634),
    "2014-05": (1.1246, 0.8101, 1.0988, 10.1336),
    "2014-06": (1.1359, 0.8151, 1.0713, 10.1311),
    "2014-07": (1.1241, 0.7960, 1.0952, 9.9017),
    "2014-08": (1.1108, 0.7879, 1.0862, 9.9293),
    "2014-09": (1.1168, 0.7764, 1.0915, 10.0151),
    "2014-10": (1.1214, 0.7923, 1.0845, 9.9781),
    "2014-11": (1.1153, 0.7819, 1.0833, 10.1172),
    "2014-12": (1.1234, 0.7827, 1.0851, 10.2869),
    "2015-01": (1.1402, 0.7659, 1.0675, 10.4162),
    "2015-02": (1.1503, 0.7734, 1.0799, 10.2731),
    "2015-03": (1.1327, 0.7787, 1.0640, 10.2898),
    "2015-04": (1.1607, 0.7629, 1.0713, 10.4911),
    "2015-05": (1.1784, 0.7601, 1.0594, 10.4909),
    "2015-06": (1.1592, 0.7627, 1.0554, 10.4512),
    "2015-07": (1.1702, 0.7641, 1.0482, 10.4276),
    "2015-08": (1.1661, 0.7628, 1.0429, 10.5351),
    "2015-09": (1.1595, 0.7740, 1.0519, 10.6575),
    "2015-10": (1.1649, 0.7626, 1.0832, 10.5959),
    "2015-11": (1.1490, 0.7655, 1.0856, 10.3330),
    "2015-12": (1.1293, 0.7634, 1.0802, 10.1976),
    "2016-01": (1.1160, 0.7643, 1.0666, 10.2473),
    "2016-02": (1.1192, 0.7605, 1.0887, 10.4401),
    "2016-03": (1.0991, 0.7611, 1.1074, 10.3380),
    "2016-04": (1.0703, 0.7534, 1.0969, 10.2463),
    "2016-05": (1.0749, 0.7598, 1.1044, 9.9986),
    "2016-06": (1.0665, 0.7700, 1.0964, 9.8605),
    "2016-07": (1.0636, 0.7913, 1.0768, 9.8124),
    "2016-08": (1.0600, 0.7828, 1.0747, 9.7524),
    "2016-09": (1.0440, 0.7798, 1.0678, 9.6957),
    "2016-10": (1.0483, 0.7849, 1.0743, 9.7626),
    "2016-11": (1.0340, 0.7870, 1.0710, 9.6554),
    "2016-12": (1.0364, 0.7857, 1.0678, 9.7185),
    "2017-01": (1.0223, 0.7855, 1.0564, 9.6699),
    "2017-02": (1.0172, 0.7927, 1.0638, 9.7323),
    "2017-03": (1.0038, 0.7946, 1.0844, 9.8796),
    "2017-04": (1.0125, 0.7963, 1.0736, 9.9255),
    "2017-05": (0.9965, 0.7953, 1.0554, 9.8194),
    "2017-06": (0.9815, 0.7989, 1.0505, 9.8623),
    "2017-07": (0.9910, 0.8024, 1.0420, 9.9071),
    "2017-08": (0.9774, 0.7978, 1.0493, 9.8854),
    "2017-09": (0.9809, 0.7985, 1.0782, 9.6771),
    "2017-10": (0.9698, 0.8121, 1.0620, 9.6873),
    "2017-11": (0.9902, 0.7945, 1.0600, 9.7802),
    "2017-12": (1.0067, 0.7889, 1.0681, 9.7456),
    "2018-01": (1.0133, 0.7854, 1.0751, 9.8364),
    "2018-02": (1.0266, 0.7823, 1.0657, 9.8846),
    "2018-03": (1.0406, 0.7880, 1.0548, 9.8983),
    "2018-04": (1.0413, 0.7808, 1.0832, 9.8763),
    "2018-05": (1.0382, 0.7799, 1.0667, 9.8275),
    "2018-06": (1.0325, 0.7730, 1.0605, 9.4464),
    "2018-07": (1.0336, 0.7717, 1.0490, 9.3512),
    "2018-08": (1.0076, 0.7668, 1.0522, 9.3784),
    "2018-09": (1.0091, 0.7640, 1.0682, 9.5561),
    "2018-10": (0.9954, 0.7799, 1.0748, 9.4128),
    "2018-11": (0.9949, 0.7840, 1.1011, 9.3981),
    "2018-12": (1.0100, 0.7795, 1.0975, 9.5734),
    "2019-01": (1.0055, 0.7836, 1.1078, 9.6668),
    "2019-02": (1.0137, 0.7906, 1.1382, 9.6437),
    "2019-03": (1.0271, 0.7840, 1.1381, 9.5904),
    "2019-04": (1.0051, 0.7676, 1.1475, 9.2809),
    "2019-05": (1.0005, 0.7632, 1.1573, 9.3139),
    "2019-06": (1.0101, 0.7548, 1.1382, 9.1939),
    "2019-07": (1.0106, 0.7611, 1.1515, 9.1195),
    "2019-08": (1.0316, 0.7649, 1.1462, 8.9613),
    "2019-09": (1.0404, 0.7717, 1.1419, 8.8298),
    "2019-10": (1.0237, 0.7930, 1.1317, 9.0692),
    "2019-11": (1.0349, 0.8018, 1.1519, 9.0859),
    "2019-12": (1.0381, 0.7826, 1.1387, 9.0122),
    "2020-01": (1.0470, 0.7733, 1.1603, 8.9900),
    "2020-02": (1.0593, 0.7746, 1.1642, 8.9802),
    "2020-03": (1.0776, 0.7770, 1.1492, 8.7219),
    "2020-04": (1.0967, 0.7751, 1.1429, 8.6291),
    "2020-05": (1.1095, 0.7648, 1.1553, 8.7650),
    "2020-06": (1.1217, 0.7687, 1.1385, 8.9987),
    "2020-07": (1.1247, 0.7788, 1.1292, 8.9956),
    "2020-08": (1.1143, 0.7822, 1.1243, 8.8327),
    "2020-09": (1.0917, 0.7740, 1.1015, 8.8706),
    "2020-10": (1.1035, 0.7803, 1.0893, 9.0976),
    "2020-11": (1.0915, 0.7815, 1.0733, 8.8868),
    "2020-12": (1.1040, 0.7678, 1.0622, 8.7478),
    "2021-01": (1.0928, 0.7657, 1.0588, 8.8519),
    "2021-02": (1.0858, 0.7763, 1.0657, 8.8201),
    "2021-03": (1.0791, 0.7820, 1.0618, 8.8526),
    "2021-04": (1.0621, 0.7702, 1.0728, 8.8275),
    "2021-05": (1.0738, 0.7845, 1.0736, 8.7869),
    "2021-06": (1.0931, 0.7908, 1.0627, 8.9035),
    "2021-07": (1.0691, 0.7839, 1.0704, 8.9894),
    "2021-08": (1.0898, 0.7881, 1.0931, 9.1160),
    "2021-09": (1.0788, 0.7818, 1.0903, 9.3594),
    "2021-10": (1.0930, 0.7910, 1.0997, 9.2355),
    "2021-11": (1.1002, 0.7934, 1.0950, 9.4328),
    "2021-12": (1.1226, 0.8123, 1.1080, 9.3551),
    "2022-01": (1.1368, 0.8032, 1.1151, 9.4721),
    "2022-02": (1.1516, 0.8054, 1.1283, 9.4828),
    "2022-03": (1.1449, 0.7982, 1.1222, 9.4097),
    "2022-04": (1.1570, 0.7939, 1.1200, 9.5480),
    "2022-05": (1.1680, 0.7987, 1.1187, 9.4489),
    "2022-06": (1.1579, 0.8018, 1.1309, 9.2575),
    "2022-07": (1.1570, 0.8028, 1.1054, 9.3788),
    "2022-08": (1.1511, 0.7979, 1.1271, 9.5430),
    "2022-09": (1.1679, 0.8050, 1.1195, 9.5194),
    "2022-10": (1.1414, 0.8126, 1.1244, 9.5364),
    "2022-11": (1.1520, 0.8146, 1.1533, 9.6355),
    "2022-12": (1.1636, 0.8196, 1.1618, 9.5502),
    "2023-01": (1.1638, 0.8235, 1.1623, 9.6652),
    "2023-02": (1.1721, 0.8152, 1.1507, 9.6512),
    "2023-03": (1.1446, 0.8279, 1.1658, 9.7852),
    "2023-04": (1.1392, 0.8377, 1.1620, 9.6917),
    "2023-05": (1.1236, 0.8386, 1.1552, 9.7110),
    "2023-06": (1.1138, 0.8447, 1.1441, 9.7719),
    "2023-07": (1.0937, 0.8499, 1.1480, 9.8062),
    "2023-08": (1.0780, 0.8468, 1.1481, 9.7902),
    "2023-09": (1.0970, 0.8475, 1.1505, 9.9374),
    "2023-10": (1.0965, 0.8515, 1.1383, 9.9093),
    "2023-11": (1.0710, 0.8530, 1.1126, 9.9911),
    "2023-12": (1.0703, 0.8590, 1.1031, 10.0587),
    "2024-01": (1.0709, 0.8534, 1.1015, 9.9834),
    "2024-02": (1.0649, 0.8570, 1.1059, 10.0449),
    "2024-03": (1.0723, 0.8563, 1.1189, 9.9925),
    "2024-04": (1.0797, 0.8516, 1.1010, 9.9107),
    "2024-05": (1.0748, 0.8646, 1.1122, 9.8515),
    "2024-06": (1.0936, 0.8667, 1.1148, 9.7359),
    "2024-07": (1.1012, 0.8579, 1.1009, 9.7873),
    "2024-08": (1.1064, 0.8597, 1.0830, 9.6130),
    "2024-09": (1.1189, 0.8798, 1.0771, 9.7358),
    "2024-10": (1.1211, 0.8793, 1.0537, 9.6387),
    "2024-11": (1.1170, 0.8742, 1.0510, 9.6027),
    "2024-12": (1.0957, 0.8768, 1.0436, 9.6846),
    "2025-01": (1.0921, 0.8839, 1.0647, 9.7181),
    "2025-02": (1.0866, 0.8873, 1.0640, 9.7639),
    "2025-03": (1.0709, 0.8889, 1.0547, 9.6899),
    "2025-04": (1.0796, 0.8875, 1.0609, 9.8458),
    "2025-05": (1.0716, 0.8912, 1.0593, 9.7177),
    "2025-06": (1.0550, 0.8835, 1.0467, 9.7984),
    "2025-07": (1.0642, 0.8821, 1.0308, 9.8468),
    "2025-08": (1.0663, 0.8767, 1.0394, 9.9208),
    "2025-09": (1.0635, 0.8696, 1.0533, 9.9589),
    "2025-10": (1.0761, 0.8822, 1.0743, 9.9064),
    "2025-11": (1.0654, 0.8768, 1.0883, 9.9388),
    "2025-12": (1.0563, 0.8748, 1.0624, 10.1051),
}
"""What one euro cost in dollars, pounds, francs and crowns, on average in a month."""

CURRENCIES = ("USD", "GBP", "CHF", "SEK")


def rate_of(currency, day):
    """The rate of a currency in the month of a day, or in the last month before it that is known."""
    if currency == "EUR":
        return 1.0
    if currency not in CURRENCIES:
        raise StatementError(f"the rate of {currency} is unknown")
    known = [month for month in RATES if month <= f"{day:%Y-%m}"]
    if not known:
        raise StatementError(f"there are no rates before {min(RATES)}")
    return RATES[max(known)][CURRENCIES.index(currency)]


def in_euros(entry, currency):
    """The entry of an account in another currency, in euros."""
    return replace(entry, cents=round(entry.cents / rate_of(currency, entry.day)))


# --- Loans and savings ------------------------------------------------------------------------------------------------


def instalment(cents, percent, months):
    """What has to be paid each month for a loan, with interest of so many percent a year."""
    if months < 1:
        raise ValueError("a loan takes at least a month")
    monthly = percent / 1200
    if not monthly:
        return -(-cents // months)
    return round(cents * monthly / (1 - (1 + monthly) ** -months))


def loan_plan(cents, percent, months):
    """(month, interest, repaid, left) for each month of a loan; the last one settles what rounding has left."""
    rate = instalment(cents, percent, months)
    left = cents
    plan = []
    for month in range(1, months + 1):
        interest = round(left * percent / 1200)
        repaid = left if month == months else min(left, rate - interest)
        left -= repaid
        plan.append((month, interest, repaid, left))
    return plan


def months_to_save(goal, monthly, percent=0.0, start=0):
    """How many months it takes to save an amount; None if it is never reached within 100 years."""
    have = float(start)
    for month in range(1201):
        if have >= goal:
            return month
        have = have * (1 + percent / 1200) + monthly
    return None


def emergency_fund(entries, months=3):
    """What should be kept for bad times: so many months of what has to be paid anyway."""
    return -fixed_costs(with_categories(entries)) * months


# --- Shared households ------------------------------------------------------------------------------------------------


def shares(cents, weights):
    """Share an amount by weights; the cents that can't be shared go to the largest weights, by name."""
    total = sum(weights.values())
    if total <= 0:
        raise ValueError("somebody has to pay")
    parts = {name: cents * weight // total for name, weight in weights.items()}
    rest = cents - sum(parts.values())
    for name in sorted(weights, key=lambda name: (-weights[name], name))[:rest]:
        parts[name] += 1
    return parts


def balances(expenses, people):
    """What everybody gets (above 0) or owes; expenses are (who paid, cents, names of those it was for)."""
    result = dict.fromkeys(people, 0)
    for payer, cents, names in expenses:
        result[payer] += cents
        for name, part in shares(cents, dict.fromkeys(names, 1)).items():
            result[name] -= part
    return result


def settle(result):
    """Payments that even balances out: (from, to, cents), the largest debts first."""
    owing = sorted(((cents, name) for name, cents in result.items() if cents < 0))
    getting = sorted(((-cents, name) for name, cents in result.items() if cents > 0))
    payments = []
    while owing and getting:
        debt, debtor = owing.pop(0)
        credit, creditor = getting.pop(0)
        paid = min(-debt, -credit)
        payments.append((debtor, creditor, paid))
        if -debt > paid:
            owing.insert(0, (debt + paid, debtor))
        if -credit > paid:
            getting.insert(0, (credit + paid, creditor))
    return payments


# --- Output -----------------------------------------------------------------------------------------------------------


def euros(cents):
    """Cents as "1,234.50"."""
    sign = "-" if cents < 0 else ""
    return f"{sign}{abs(cents) // 100:,}.{abs(cents) % 100:02d}"


def table(rows):
    """Lines of a table: texts to the left, amounts (whole numbers) to the right."""
    cells = [[euros(cell) if isinstance(cell, int) else str(cell) for cell in row] for row in rows]
    widths = [max(len(row[i]) for row in cells) for i in range(len(cells[0]))] if cells else []
    lines = []
    for row, given in zip(cells, rows):
        parts = [c.rjust(w) if isinstance(g, int) else c.ljust(w) for c, w, g in zip(row, widths, given)]
        lines.append("  ".join(parts).rstrip())
    return "\n".join(lines)


def month_report(entries, month):
    """The report of one month ("2025-03"): categories, the sum, and the largest expenses."""
    chosen = with_categories([entry for entry in entries if f"{entry.day:%Y-%m}" == month])
    if not chosen:
        return f"{month}: no entries\n"
    rows = [(name, cents) for name, cents in by_category(chosen).items()]
    rows.append(("total", sum(entry.cents for entry in chosen)))
    top = [(f"{entry.day:%d.%m.}", entry.partner or entry.text, entry.cents) for entry in largest(chosen, 3)]
    return f"{month}\n\n{table(rows)}\n\n{table(top)}\n"


def to_csv(entries):
    """Entries as CSV, for a spreadsheet."""
    output = io.StringIO()
    writer = csv.writer(output, lineterminator="\n")
    writer.writerow(["day", "account", "partner", "text", "category", "amount"])
    for entry in entries:
        amount = f"{'-' if entry.cents < 0 else ''}{abs(entry.cents) // 100}.{abs(entry.cents) % 100:02d}"
        writer.writerow([entry.day.isoformat(), entry.account, entry.partner, entry.text, entry.category, amount])
    return output.getvalue()


def to_json(entries):
    """Entries as JSON, one object each."""
    return json.dumps(
        [
            {"day": e.day.isoformat(), "cents": e.cents, "text": e.text, "partner": e.partner, "category": e.category}
            for e in entries
        ],
        ensure_ascii=False,
        indent=1,
    )


def bars(sums, width=40):
    """Categories with bars of #, the longest as long as `width`."""
    most = max((abs(cents) for cents in sums.values()), default=0)
    lines = []
    for name, cents in sums.items():
        length = round(abs(cents) / most * width) if most else 0
        lines.append(f"{name:<12} {'#' * length} {euros(cents)}")
    return "\n".join(lines)
