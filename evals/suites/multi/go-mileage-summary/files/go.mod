module example.com/mileage

go 1.21
