-- What customers still have to pay.
CREATE VIEW open_invoices AS
SELECT i.id, c.name AS customer, SUM(l.cents) AS total, SUM(p.cents) AS paid, SUM(l.cents) - SUM(p.cents) AS open
FROM invoices i
JOIN customers c ON c.id = i.customer_id
JOIN lines l ON l.invoice_id = i.id
JOIN payments p ON p.invoice_id = i.id
GROUP BY i.id
HAVING SUM(l.cents) > SUM(p.cents);

-- How many invoices each customer got.
CREATE VIEW invoice_counts AS
SELECT c.name AS customer, COUNT(i.id) AS invoices
FROM customers c LEFT JOIN invoices i ON i.customer_id = c.id
GROUP BY c.id;
