-- What customers still have to pay.
CREATE VIEW open_invoices AS
SELECT id, customer, total, paid, total - paid AS open
FROM (
    SELECT i.id, c.name AS customer,
           COALESCE((SELECT SUM(l.cents) FROM lines l WHERE l.invoice_id = i.id AND NOT l.canceled), 0) AS total,
           COALESCE((SELECT SUM(p.cents) FROM payments p WHERE p.invoice_id = i.id), 0) AS paid
    FROM invoices i
    JOIN customers c ON c.id = i.customer_id
)
WHERE total > paid;

