module example.com/logsum

go 1.21
