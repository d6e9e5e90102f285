SELECT c.name AS name,
       COUNT(o.id) AS orders,
       COALESCE(SUM(i.quantity * i.price), 0) AS total
FROM customers AS c
LEFT JOIN orders AS o ON o.customer_id = c.id AND o.status <> 'cancelled'
LEFT JOIN order_items AS i ON i.order_id = o.id
GROUP BY c.id, c.name
ORDER BY total DESC, c.name;
