package row_test

import (
	"errors"
	"strconv"
	"testing"

	"example.com/importer/row"
)

func TestParse(t *testing.T) {
	order, err := row.Parse(" ann ; mug;  3 ")
	if err != nil || order != (row.Order{Customer: "ann", Article: "mug", Quantity: 3}) {
		t.Fatal(order, err)
	}
	sentinels := []error{row.ErrFields, row.ErrEmpty, row.ErrQuantity}
	for line, want := range map[string]struct {
		err  error
		text string
	}{
		"a;b":     {row.ErrFields, "wrong number of fields: 2"},
		"a;b;1;2": {row.ErrFields, "wrong number of fields: 4"},
		" ;b;1":   {row.ErrEmpty, "field customer is empty"},
		"a;;1":    {row.ErrEmpty, "field article is empty"},
		"a;b;x":   {row.ErrQuantity, `bad quantity: strconv.Atoi: parsing "x": invalid syntax`},
		"a;b;0":   {row.ErrQuantity, "bad quantity: 0"},
		"a;b;-4":  {row.ErrQuantity, "bad quantity: -4"},
	} {
		_, err := row.Parse(line)
		if err == nil || err.Error() != want.text {
			t.Errorf("%q: %v", line, err)
		}
		for _, sentinel := range sentinels {
			if errors.Is(err, sentinel) != (sentinel == want.err) {
				t.Errorf("%q: errors.Is(%v, %v)", line, err, sentinel)
			}
		}
		var number *strconv.NumError
		if errors.As(err, &number) != (line == "a;b;x") {
			t.Errorf("%q: NumError", line)
		}
	}
}
