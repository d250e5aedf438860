await paint(c.value);
