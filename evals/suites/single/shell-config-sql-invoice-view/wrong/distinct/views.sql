CREATE VIEW open_invoices AS
SELECT i.id, c.name AS customer, SUM(DISTINCT l.cents) AS total, COALESCE(SUM(DISTINCT p.cents), 0) AS paid,
       SUM(DISTINCT l.cents) - COALESCE(SUM(DISTINCT p.cents), 0) AS open
FROM invoices i
JOIN customers c ON c.id = i.customer_id
JOIN lines l ON l.invoice_id = i.id AND NOT l.canceled
LEFT JOIN payments p ON p.invoice_id = i.id
GROUP BY i.id
HAVING total > paid;
CREATE VIEW invoice_counts AS
SELECT c.name AS customer, COUNT(i.id) AS invoices
FROM customers c LEFT JOIN invoices i ON i.customer_id = c.id
GROUP BY c.id;
