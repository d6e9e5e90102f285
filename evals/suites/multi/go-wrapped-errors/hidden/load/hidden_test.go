package load_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"example.com/importer/load"
	"example.com/importer/row"
)

func TestAllLines(t *testing.T) {
	orders, err := load.Read(strings.NewReader("ann;mug;2\n\nbo;pot\ncy;pan;x\ndi;cup;3\n;a;1\n"))
	if len(orders) != 2 || orders[1].Customer != "di" {
		t.Error(orders)
	}
	want := "line 3: wrong number of fields: 2\nline 4: bad quantity: strconv.Atoi: parsing \"x\": invalid syntax\nline 6: field customer is empty"
	if err == nil || err.Error() != want {
		t.Fatal(err)
	}
	var number *strconv.NumError
	for _, sentinel := range []error{row.ErrFields, row.ErrEmpty, row.ErrQuantity} {
		if !errors.Is(err, sentinel) {
			t.Error(sentinel)
		}
	}
	var line *load.LineError
	if !errors.As(err, &line) || line.Line != 3 || !errors.Is(line.Err, row.ErrFields) || !errors.As(err, &number) {
		t.Error(line, number)
	}
}

func TestOneError(t *testing.T) {
	e := &load.LineError{Line: 7, Err: fs.ErrClosed}
	if e.Error() != "line 7: file already closed" || !errors.Is(e, fs.ErrClosed) || e.Unwrap() != fs.ErrClosed {
		t.Error(e)
	}
}

func TestGood(t *testing.T) {
	for text, count := range map[string]int{"": 0, "\n\n": 0, "a;b;1\nc;d;2": 2} {
		orders, err := load.Read(strings.NewReader(text))
		if err != nil || len(orders) != count {
			t.Error(text, orders, err)
		}
	}
}

func TestFile(t *testing.T) {
	_, err := load.File("no/such/file")
	if !errors.Is(err, fs.ErrNotExist) || !strings.HasPrefix(err.Error(), "cannot read orders: open no/such/file") {
		t.Error(err)
	}
	path := filepath.Join(t.TempDir(), "o.txt")
	os.WriteFile(path, []byte("a;b;5\nbad\n"), 0o600)
	orders, err := load.File(path)
	if len(orders) != 1 || !errors.Is(err, row.ErrFields) {
		t.Error(orders, err)
	}
}
