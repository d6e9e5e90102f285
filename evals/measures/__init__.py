"""What `make bench` measures, one family a module. Nothing here runs in the test suite: times are not tested."""
