-- What customers still have to pay.
CREATE VIEW open_invoices AS
SELECT id, customer, total, paid, total - paid AS open
FROM (
    SELECT i.id, c.name AS customer,
           COALESCE((SELECT SUM(l.cents) FROM lines l WHERE l.invoice_id = i.id AND NOT l.canceled), 0) AS total,
           (SELECT SUM(p.cents) FROM payments p WHERE p.invoice_id = i.id) AS paid
    FROM invoices i
    JOIN customers c ON c.id = i.customer_id
)
WHERE total > paid;

-- How many invoices each customer got.
CREATE VIEW invoice_counts AS
SELECT c.name AS customer, COUNT(i.id) AS invoices
FROM customers c LEFT JOIN invoices i ON i.customer_id = c.id
GROUP BY c.id;
