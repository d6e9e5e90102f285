import unittest
from datetime import date

import banking

HEAD = "Nordbank Umsatzliste\nKonto 4477\nBuchungstag;Betrag;Verwendungszweck;Empfänger\n"
OTHERS = {
    'alpenbank': (
        'Buchung;Betrag;Zweck;Name\n11.05.2025;-907,98;ticket;Lumen Energy\n13.05.2025;-1.593,52;ticket;Lumen Energy\n',
        [('2025-05-11', -90798), ('2025-05-13', -159352)],
    ),
    'anchor': (
        'Date,Details,Payee,Paid out,Paid in\n14/07/2025,card 0042,Rail Card,755.27,\n15/07/2025,March,Tele Nord,513.44,\n18/07/2025,invoice 4711,Lumen Energy,169.06,\n',
        [('2025-07-14', -75527), ('2025-07-15', -51344), ('2025-07-18', -16906)],
    ),
    'dune': (
        '{"bank": "dune", "items": [\n  {"day": "2025-04-02", "cents": -386780, "partner": {"name": "Payroll Office"}, "text": "refund"},\n  {"day": "2025-04-03", "cents": -286945, "partner": {"name": "Green Grocer"}, "text": "standing order"}\n]}\n',
        [('2025-04-02', -386780), ('2025-04-03', -286945)],
    ),
    'bluebox': (
        'Bluebox;Konto;Umsätze\n03.08.2025;x;A. Rossi;invoice 4711;S;1.047,59\n05.08.2025;x;Book Cellar;refund;S;2.290,20\n',
        [('2025-08-03', -104759), ('2025-08-05', -229020)],
    ),
    'larch': (
        'LARCH KONTOAUSZUG\n02.02.2025        -439,53 B. Okafor       order 99-12\n02.02.2025        -163,37 Payroll Office  March\n=========================\n',
        [('2025-02-02', -43953), ('2025-02-02', -16337)],
    ),
    'civic': (
        'Date: 03/28/2025\nAmount: -1,308.12\nPayee: A. Rossi\nMemo: standing order\n\nDate: 03/29/2025\nAmount: 3,737.80\nPayee: Green Grocer\nMemo: ticket\n',
        [('2025-03-28', -130812), ('2025-03-29', 373780)],
    ),
    'castle': (
        '<statement bank="castle">\n  <entry on="2025-06-26" sum="-856.23"><who>Corner Bakery</who><what>invoice 4711</what></entry>\n  <entry on="2025-06-27" sum="-274.39"><who>City Works</who><what>order 99-12</what></entry>\n</statement>\n',
        [('2025-06-26', -85623), ('2025-06-27', -27439)],
    ),
    'tern': (
        'Datum;Auftraggeber;Betrag;Kontostand\n28.08.2025;Payroll Office;-233,22;766,78\n28.08.2025;Corner Bakery;-3.375,20;-2.608,42\n28.08.2025;City Works;3.963,27;1.354,85\n',
        [('2025-08-28', -23322), ('2025-08-28', -337520), ('2025-08-28', 396327)],
    ),
    'reed': (
        'Transaction date,Narration,Value,Cur\n31/08/2025,refund,-46.45,GBP\n29/08/2025,March,"-1,577.95",GBP\n',
        [('2025-08-29', -157795), ('2025-08-31', -4645)],
    ),
}


class Nordbank(unittest.TestCase):
    def test_amounts(self):
        amounts = {"1.234,50": 123450, "-1.234,50": -123450, "12,99": 1299, "-0,50": -50, "12.345.678,01": 1234567801, "100,00": 10000}
        for text, cents in amounts.items():
            entries = banking.read_nordbank(f"{HEAD}09.03.2025;{text};invoice;City Works\n")
            self.assertEqual([entry.cents for entry in entries], [cents], text)

    def test_the_rest_of_its_entries(self):
        text = f"{HEAD}09.03.2025;-12,50;invoice  7;City Works\n10.03.2025;1.000,00;wages;Mill\n"
        found = banking.read_statement(text)
        wanted = [(date(2025, 3, 9), -1250, "invoice 7", "City Works"), (date(2025, 3, 10), 100000, "wages", "Mill")]
        self.assertEqual([(e.day, e.cents, e.text, e.partner) for e in found], wanted)
        self.assertEqual({e.account for e in found}, {"nordbank"})

    def test_other_banks(self):
        for bank, (text, wanted) in OTHERS.items():
            found = banking.read_statement(text)
            self.assertEqual([(e.day.isoformat(), e.cents, e.account) for e in found], [(day, cents, bank) for day, cents in wanted])

    def test_amounts_are_read_as_before(self):
        self.assertEqual((banking.english_amount("1,234.50"), banking.english_amount("(7.00)")), (123450, -700))
        self.assertEqual((banking.german_amount("1.234,5"), banking.swiss_amount("1'234.50")), (123450, 123450))
        self.assertEqual(len(banking.READERS), 46)
